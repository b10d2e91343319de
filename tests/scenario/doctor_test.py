#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""doctor says what is wrong before a capture is worth nothing: on loopback, between network namespaces, of a
file. As root the tests have a network namespace of their own, so that no other traffic is seen."""
import ctypes
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import unittest
import urllib.request

import captures
import support

CLONE_NEWNET = 0x40000000
NOBODY = 65534
H2_PREFACE = b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
isolated = False


def setUpModule():
    global isolated
    if os.geteuid() == 0 and ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) == 0:
        isolated = subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=False).returncode == 0


def json_answer(_):
    return 200, {'Content-Type': 'application/json'}, b'{}'


def get(url, headers=None, context=None):
    request = urllib.request.Request(url, headers=headers or {})
    with urllib.request.urlopen(request, timeout=support.DEADLINE_S, context=context) as answer:
        answer.read()


class Findings:
    def __init__(self, status, text):
        self.status, self.text, self.by_subject = status, text, {}
        for line in text.splitlines():
            health, subject, words = re.fullmatch(r'(ok|warn|FAIL) +(\w+) +(.+)', line).groups()
            self.by_subject[subject] = (health, words)

    def faults(self):
        return [subject for subject, (health, _) in self.by_subject.items() if health == 'FAIL']


class Case(support.Scenario):
    def read(self, *arguments):
        run = support.shadowdiff('doctor', *arguments)
        self.assertEqual(run.stderr, '')
        return Findings(run.returncode, run.stdout)

    def watch(self, interface, port, traffic, *flags):
        """What doctor says of an interface on which `traffic()` runs, once it is over."""
        doctor = self.start('doctor', interface, '--port', str(port), '--seconds', '600', *flags)
        support.wait_for_line(doctor.stderr, 'watching')
        traffic()
        doctor.send_signal(signal.SIGINT)
        text, _ = doctor.communicate(timeout=support.DEADLINE_S)
        return Findings(doctor.returncode, text)

    def assert_says(self, findings, subject, health, *words):
        self.assertIn(subject, findings.by_subject, findings.text)
        found, text = findings.by_subject[subject]
        self.assertEqual(found, health, findings.text)
        for word in words:
            self.assertIn(word, text)


class Files(Case):
    def file(self, is_seen=lambda *_: True):
        file, writer = self.folder / 'day.pcap', captures.Writer()
        write = writer.packet
        writer.packet = lambda *packet: write(*packet) if is_seen(*packet) else None
        for number in range(3):
            writer.conversation(40_000 + number, [('GET /a', b'{"a": 1}'), ('GET /b', b'x' * 5000)])
        file.write_bytes(bytes(writer.bytes))
        return file

    def test_a_good_file_is_well(self):
        findings = self.read(self.file(), '--port', '8080')
        self.assertEqual((findings.status, findings.faults()), (0, []))
        self.assert_says(findings, 'http', 'ok', '6 requests, 6 answers')
        self.assert_says(findings, 'directions', 'ok', '3 connections')

    def test_the_missing_direction_is_named(self):
        for from_server, missing in ((True, 'requests'), (False, 'answers')):
            is_seen = lambda source, *_, side=from_server: (source[1] == captures.SERVER_PORT) == side
            findings = self.read(self.file(is_seen))
            self.assertEqual(findings.status, 1)
            self.assert_says(findings, 'directions', 'FAIL', f'the {missing} take another way')

    def test_another_port_is_told(self):
        findings = self.read(self.file(), '--port', '81')
        self.assertEqual((findings.status, findings.faults()), (1, ['traffic']))
        self.assert_says(findings, 'traffic', 'FAIL', 'nothing on TCP port 81', 'seen: 8080 (')

    def test_a_file_that_was_cut_is_told(self):
        file = self.file()
        file.write_bytes(file.read_bytes()[:-7])
        findings = self.read(file)
        self.assertEqual((findings.status, findings.faults()), (1, ['source']))

    def test_what_is_no_capture_is_trouble(self):
        for name, content in (('none.pcap', None), ('text.pcap', b'hello, world: no capture at all')):
            file = self.folder / name
            if content:
                file.write_bytes(content)
            run = support.shadowdiff('doctor', file)
            self.assertEqual((run.returncode, run.stdout), (2, ''))
            self.assert_one_line(run.stderr, name)

    def test_an_interface_that_is_not_there_is_a_fault(self):
        findings = self.read('no-such-\x1b[31mif')
        self.assertEqual((findings.status, findings.faults()), (1, ['interface']))
        self.assert_says(findings, 'interface', 'FAIL', 'lo')
        self.assertNotIn('\x1b', findings.text)


@support.needs_root
@support.needs('setpriv')
class Permission(Case):
    def as_nobody(self, *capabilities):
        named = ','.join(['-all', *(f'+{name}' for name in capabilities)])
        run = subprocess.run(['setpriv', '--reuid', str(NOBODY), '--regid', str(NOBODY), '--clear-groups', '--inh-caps',
                              named, '--ambient-caps', named, support.PROGRAM, 'doctor', 'lo', '--seconds', '1'],
                             capture_output=True, text=True, check=False, timeout=support.DEADLINE_S)
        return Findings(run.returncode, run.stdout)

    def test_without_permission_the_command_that_gives_it_is_told(self):
        findings = self.as_nobody()
        self.assertEqual((findings.status, findings.faults()), (1, ['permission']))
        self.assert_says(findings, 'permission', 'FAIL', 'setcap cap_net_raw+ep')

    def test_cap_net_raw_alone_is_permission(self):
        self.assert_says(self.as_nobody('net_raw'), 'permission', 'ok')


@support.needs_root
class Loopback(Case):
    def test_http_is_well(self):
        service = self.serve(json_answer)
        findings = self.watch('lo', service.port, lambda: [get(f'{service.url}/{i}') for i in range(20)])
        self.assertEqual((findings.status, findings.faults()), (0, []), findings.text)
        self.assert_says(findings, 'http', 'ok', '20 requests, 20 answers')
        self.assert_says(findings, 'interface', 'ok', 'lo is up', 'MTU')
        self.assert_says(findings, 'own', 'ok', 'no request')

    def test_our_own_requests_are_told(self):
        service = self.serve(json_answer)
        findings = self.watch('lo', service.port, lambda: get(service.url, {'Shadowdiff-Run': '1'}))
        self.assertEqual(findings.status, 0)
        self.assert_says(findings, 'own', 'warn', '1 of 1 request ')

    def test_where_the_traffic_is_instead_is_told(self):
        if not isolated:
            self.skipTest('no network namespace of our own: other traffic may be seen')
        service = self.serve(json_answer)
        findings = self.watch('lo', support.free_port(), lambda: [get(service.url) for _ in range(5)])
        self.assertEqual((findings.status, findings.faults()), (1, ['traffic']))
        self.assert_says(findings, 'traffic', 'FAIL', f'seen: {service.port} (', '--port')

    def test_silence_is_a_fault(self):
        if not isolated:
            self.skipTest('no network namespace of our own: other traffic may be seen')
        run = support.shadowdiff('doctor', 'lo', '--seconds', '1')
        findings = Findings(run.returncode, run.stdout)
        self.assertEqual((findings.status, findings.faults()), (1, ['traffic']))
        self.assert_says(findings, 'traffic', 'FAIL', 'is there traffic now')

    def test_http2_is_told(self):
        with socket.create_server(('127.0.0.1', 0)) as server:
            def speak():
                with socket.create_connection(server.getsockname()) as client, server.accept()[0] as served:
                    client.sendall(H2_PREFACE)
                    served.recv(100)
            findings = self.watch('lo', server.getsockname()[1], speak)
        self.assertEqual((findings.status, findings.faults()), (1, ['http2']))

    @support.needs('openssl')
    def test_tls_is_told(self):
        key, certificate = self.folder / 'key.pem', self.folder / 'certificate.pem'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                        '-keyout', key, '-out', certificate, '-subj', '/CN=localhost'], check=True, capture_output=True)
        server = subprocess.Popen(['openssl', 's_server', '-accept', '127.0.0.1:0', '-www', '-key', key, '-cert',
                                   certificate], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(support.end, server)
        port = int(next(line for line in server.stdout if 'ACCEPT ' in line).rsplit(':', 1)[1])
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        findings = self.watch('lo', port, lambda: get(f'https://127.0.0.1:{port}/', context=trusting))
        self.assertEqual((findings.status, findings.faults()), (1, ['tls']), findings.text)
        self.assert_says(findings, 'tls', 'FAIL', '1 of 1 connection is encrypted', 'proxy')


@support.needs_root
@support.needs('ip', 'unshare', 'nsenter')
class BetweenNamespaces(Case):
    def setUp(self):
        super().setUp()
        if not isolated:
            self.skipTest('no network namespace of our own: no virtual pair is made')

    def other_side(self):
        """A web server in another namespace, behind a virtual pair whose end here is doctor0."""
        self.run_command('ip', 'link', 'add', 'doctor0', 'type', 'veth', 'peer', 'name', 'doctor1')
        self.addCleanup(subprocess.run, ['ip', 'link', 'del', 'doctor0'], check=False, stderr=subprocess.DEVNULL)
        script = f'echo ready; read go; exec {sys.executable} -u -m http.server --bind 192.0.2.2 0'
        server = subprocess.Popen(['unshare', '-n', 'sh', '-c', script], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True, cwd=self.folder)
        self.addCleanup(support.end, server)
        support.wait_for_line(server.stdout, 'ready')
        inside = ('nsenter', '-t', str(server.pid), '-n')
        self.run_command('ip', 'link', 'set', 'doctor1', 'netns', str(server.pid))
        self.run_command(*inside, 'ip', 'addr', 'add', '192.0.2.2/24', 'dev', 'doctor1')
        self.run_command(*inside, 'ip', 'link', 'set', 'doctor1', 'up')
        self.run_command('ip', 'addr', 'add', '192.0.2.1/24', 'dev', 'doctor0')
        self.run_command('ip', 'link', 'set', 'doctor0', 'mtu', '1400', 'up')
        server.stdin.write('go\n')
        server.stdin.flush()
        return int(support.wait_for_line(server.stdout, 'Serving HTTP').split(' port ')[1].split()[0])

    def run_command(self, *arguments):
        subprocess.run(arguments, check=True, timeout=support.DEADLINE_S)

    def test_an_interface_with_offload_is_well_until_it_is_down(self):
        port = self.other_side()
        (self.folder / 'large').write_bytes(b'tea ' * 100_000)
        findings = self.watch('doctor0', port, lambda: get(f'http://192.0.2.2:{port}/large'))
        self.assertEqual((findings.status, findings.faults()), (0, []), findings.text)
        self.assert_says(findings, 'interface', 'ok', 'doctor0 is up, MTU 1400')
        self.assert_says(findings, 'offloads', 'ok', 'TSO o')
        self.assert_says(findings, 'http', 'ok', '1 request, 1 answer ')
        self.run_command('ip', 'link', 'set', 'doctor0', 'down')
        findings = self.read('doctor0')
        self.assertEqual((findings.status, findings.faults()), (1, ['interface']))
        self.assert_says(findings, 'interface', 'FAIL', 'ip link set doctor0 up')


if __name__ == '__main__':
    unittest.main()
