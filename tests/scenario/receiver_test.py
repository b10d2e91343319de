#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The receiver behind a real nginx and a real HAProxy that copy their traffic to it, and behind copies as Envoy
documents them."""
import collections
import http.client
import pathlib
import re
import signal
import socket
import subprocess
import unittest

import peers
import proxies
import support

DOCS = pathlib.Path(__file__).parents[2] / 'docs'
NGINX = '''
daemon off; master_process off; pid {root}/front.pid; error_log {root}/front.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {root}/fb; proxy_temp_path {root}/fp; fastcgi_temp_path {root}/ff;
  uwsgi_temp_path {root}/fu; scgi_temp_path {root}/fs;
  upstream legacy     {{ server 127.0.0.1:{legacy}; keepalive 32; }}
  upstream shadowdiff {{ server 127.0.0.1:{receiver}; keepalive 32; }}
  server {{
    listen 127.0.0.1:{port};
{server}
  }}
}}
'''
HAPROXY = '''
global
  setenv SHADOWDIFF_RECEIVER http://127.0.0.1:{receiver}
  lua-load {lua}
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend live
  bind 127.0.0.1:{port}
  option http-buffer-request
  http-request lua.copy_to_shadowdiff
  http-after-response set-header X-Copy %[var(txn.copy)]
  default_backend legacy
backend legacy
  server legacy 127.0.0.1:{legacy}
'''


def documented_nginx():
    """The locations that docs/receiver.md tells to write."""
    block = re.search(r'```nginx\n.*?  listen 80;\n(.*?)\n}\n```', (DOCS / 'receiver.md').read_text(), re.S)
    return block.group(1)


def plain(_):
    return 200, {'Content-Type': 'application/json'}, b'{"tea": 1}'


def curl(*arguments):
    run = subprocess.run(['curl', '-sS', '--max-time', '60', *map(str, arguments)], check=True, capture_output=True,
                         text=True, timeout=support.DEADLINE_S)
    return run.stdout


class Received(proxies.Proxied):
    def receiver(self, legacy, candidate, *flags, run_file=None):
        listen = [] if '--listen' in flags else ['--listen', '127.0.0.1:0']
        program = self.start('proxy', '--receive', *listen, '--legacy', legacy, '--candidate', candidate, '--db',
                             run_file or self.run_file, *flags)
        line = support.wait_for_line(program.stderr, 'listening on')
        return program, int(line.rsplit(':', 1)[1])

    def start_front(self, command):
        """Something that copies, on self.front_port."""
        front = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(front.wait)
        self.addCleanup(front.terminate)
        curl('-o', '/dev/null', '--retry-connrefused', '--retry', '100', '--retry-delay', '0', '--retry-max-time', '60',
             f'http://127.0.0.1:{self.front_port}/ready')

    def nginx(self, legacy, receiver):
        self.front_port = support.free_port()
        configuration = self.folder / 'front.conf'
        configuration.write_text(NGINX.format(root=self.folder, port=self.front_port, receiver=receiver,
                                              legacy=legacy, server=documented_nginx()))
        self.start_front(['nginx', '-e', self.folder / 'front.log', '-c', configuration])
        return f'http://127.0.0.1:{self.front_port}'

    def haproxy(self, legacy, receiver):
        self.front_port = support.free_port()
        configuration = self.folder / 'haproxy.cfg'
        configuration.write_text(HAPROXY.format(port=self.front_port, receiver=receiver, legacy=legacy,
                                                lua=DOCS / 'receiver-haproxy.lua'))
        self.start_front(['haproxy', '-f', configuration])
        return f'http://127.0.0.1:{self.front_port}'


class Copied(Received):
    """What holds whoever makes the copies. `front(legacy, receiver)` starts it."""

    def shadow(self, front):
        legacy = peers.LoggingNginx(self)
        candidate = self.serve(plain)
        program, port = self.receiver(legacy.url, candidate.url, '--allow-method', 'POST,PUT,DELETE',
                                      '--control-share', '0')
        url = front(legacy.port, port)
        for i in range(20):
            self.assertEqual(curl('--data', f'n={i}', f'{url}/orders/{i}?once'), '{"tea": 1}')
            curl('-X', ('PUT', 'DELETE')[i % 2], f'{url}/orders/{i}?once')
            curl(f'{url}/teas/{i}')
        self.wait_until_settled(61)  # the front's own first request among them
        report, errors = self.finish(program)
        asked = collections.Counter(legacy.log())
        unsafe = {line: n for line, n in asked.items() if not line.startswith('GET ')}
        self.assertEqual((len(unsafe), set(unsafe.values())), (40, {1}), errors)
        self.assertEqual({n for line, n in asked.items() if line.startswith('GET /teas')}, {2})
        ledger = self.ledger(report)
        self.assertEqual(ledger['excluded', 'unsafe_method'], 40)
        self.assertEqual(sum(n for (verdict, _), n in ledger.items() if verdict in ('match', 'equivalent')),
                         report['totals']['judged'])
        self.assertGreaterEqual(report['totals']['judged'], 20)
        self.assertEqual({method for method, *_ in candidate.requests}, {'GET'})
        hosts = {value for _, path, headers in candidate.requests if 'teas' in path
                 for name, value in headers.items() if name.lower() == 'host'}  # as HAProxy writes it
        self.assertEqual(hosts, {f'127.0.0.1:{self.front_port}'})


@support.needs('nginx', 'curl')
class CopiedByNginx(Copied):
    def test_each_copy_is_accounted_for_and_legacy_gets_each_post_once(self):
        self.shadow(self.nginx)

    def test_a_body_comes_whole_and_a_candidate_that_hangs_holds_nobody_up(self):
        legacy = peers.LoggingNginx(self)
        candidate = peers.Misbehaving(self, peers.never_answers)
        program, port = self.receiver(legacy.url, candidate.url, '--allow-method', 'POST', '--resend-unsafe-to-legacy',
                                      '--budget', 'candidate:first-byte=30s')
        url = self.nginx(legacy.port, port)
        body = self.folder / 'body'
        body.write_bytes(b'x' * 300_000)
        connection = http.client.HTTPConnection('127.0.0.1', self.front_port, timeout=support.DEADLINE_S)
        for i in range(20):  # over one connection: nginx waits with the next for its copy's answer
            connection.request('POST', f'/orders/{i}', body=body.read_bytes())
            self.assertEqual(connection.getresponse().read(), b'{"tea": 1}')
        self.assertTrue(url)
        candidate.wait_until_asked()
        self.wait_until(lambda: len([line for line in legacy.log() if line.startswith('POST')]) == 40)
        program.send_signal(signal.SIGTERM)
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=support.DEADLINE_S)
        self.assert_balanced(support.report_of(self.run_file))


@support.needs('nginx', 'haproxy', 'curl')
class CopiedByHaproxy(Copied):
    def test_each_copy_is_accounted_for_and_legacy_gets_each_post_once(self):
        self.shadow(self.haproxy)

    def test_what_it_cannot_copy_it_says(self):
        legacy, candidate = self.serve(plain), self.serve(plain)
        _, port = self.receiver(legacy.url, candidate.url)
        url = self.haproxy(legacy.port, port)
        large = self.folder / 'large'
        large.write_bytes(b'x' * 100_000)

        def copy_of(*arguments):
            return curl('-o', '/dev/null', '-w', '%header{x-copy}', *arguments, f'{url}/a')

        self.assertEqual(copy_of(), 'sent')
        self.assertEqual(copy_of('--data', 'small'), 'sent')
        self.assertEqual(copy_of('-X', 'PATCH'), 'method')
        self.assertEqual(copy_of('--data-binary', f'@{large}'), 'body')


class Spoken(Received):
    """Copies as they are on the wire."""

    def setUp(self):
        super().setUp()
        self.legacy, self.candidate = self.serve(plain), self.serve(plain)

    def ask(self, port, wire):
        """All that comes until the receiver closes."""
        with socket.create_connection(('127.0.0.1', port), timeout=support.DEADLINE_S) as client:
            client.sendall(wire)
            answer = b''
            while piece := client.recv(65_536):
                answer += piece
            return answer

    def test_envoys_copies_go_to_the_legs_under_the_hosts_own_name(self):
        program, port = self.receiver(self.legacy.url, self.candidate.url)
        rows = (('tea.test-shadow', 'tea.test'), ('tea.test-shadow:8080', 'tea.test:8080'), ('tea.test', 'tea.test'),
                ('[::1]-shadow:80', '[::1]:80'), ('a-shadow.test:80', 'a-shadow.test:80'), ('-shadow', '-shadow'))
        for host, _ in rows:
            answer = self.ask(port, f'GET /teas HTTP/1.1\r\nhost: {host}\r\nx-request-id: 5f-{host}\r\n'
                                    'x-envoy-internal: true\r\nconnection: close\r\n\r\n'.encode())
            self.assertEqual(answer, b'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
        self.wait_until_settled(len(rows))
        report, _ = self.finish(program)
        self.assertEqual(report['totals']['judged'], len(rows))
        for service in (self.legacy, self.candidate):
            got = {headers['x-request-id']: headers['host'] for _, _, headers in service.requests}
            self.assertEqual({f'5f-{host}': expected for host, expected in rows}, got)

    def test_copies_in_every_form_are_answered_and_counted(self):
        program, port = self.receiver(self.legacy.url, self.candidate.url)
        wire = (b'GET /1 HTTP/1.1\r\nHost: a\r\n\r\n'
                b'POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc'
                b'POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'
                b'GET /4 HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n'
                b'HEAD /5 HTTP/1.1\r\nHost: a\r\n\r\n'
                b'PUT /6 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx'
                b'GET /7 HTTP/1.1\r\nHost: a\r\nShadowdiff-Run: 12\r\n\r\n'
                b'GET /8 HTTP/1.0\r\nHost: a\r\n\r\n')
        thanks = b'HTTP/1.1 204 No Content\r\n'
        self.assertEqual(self.ask(port, wire), 3 * (thanks + b'\r\n') + thanks + b'Connection: keep-alive\r\n\r\n' +
                         thanks + b'\r\n' + b'HTTP/1.1 100 Continue\r\n\r\n' + 2 * (thanks + b'\r\n') +
                         thanks + b'Connection: close\r\n\r\n')
        self.wait_until_settled(8)
        report, _ = self.finish(program)
        ledger = self.ledger(report)
        self.assertEqual((report['totals']['seen'], report['totals']['judged']), (8, 4))
        self.assertEqual((ledger['excluded', 'unsafe_method'], ledger['excluded', 'own_traffic']), (3, 1))

    def test_copies_that_break_off_or_break_the_rules_are_counted_too(self):
        program, port = self.receiver(self.legacy.url, self.candidate.url)
        for wire, status in ((b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', b'400'),
                             (b'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', b'501'),
                             (b'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
                              b'400')):
            self.assertEqual(self.ask(port, wire)[:12], b'HTTP/1.1 ' + status)
        with socket.create_connection(('127.0.0.1', port)) as client:
            client.sendall(b'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc')
        self.wait_until_settled(3)
        report, _ = self.finish(program)
        ledger = self.ledger(report)
        self.assertEqual(ledger['dropped', 'request_incomplete'], 2)
        self.assertEqual(ledger['dropped', 'upgrade'], 1)
        self.assertEqual(report['coverage'], {'refused_requests': 1})

    def test_two_receivers_share_a_port_and_their_runs_are_joined(self):
        flags = ('--reuse-port', '--control-share', '0')
        first, port = self.receiver(self.legacy.url, self.candidate.url, *flags)
        other_run = self.folder / 'other.db'
        second, _ = self.receiver(self.legacy.url, self.candidate.url, *flags, '--listen', f'127.0.0.1:{port}',
                                  run_file=other_run)
        for i in range(64):  # a connection each; which of the two gets it, a hash of its port decides
            self.ask(port, f'GET /{i} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'.encode())
        reports = []
        for program, run in ((first, self.run_file), (second, other_run)):
            program.send_signal(signal.SIGTERM)
            _, errors = program.communicate(timeout=support.DEADLINE_S)
            self.assertEqual(program.returncode, 0, errors)
            reports.append(support.report_of(run))
            self.assert_balanced(reports[-1])
        seen = [report['totals']['seen'] for report in reports]
        self.assertEqual(sum(seen), 64)
        self.assertTrue(all(seen), seen)
        self.assertEqual(len(self.candidate.requests), 64)

    def test_what_cannot_be_is_told_in_one_line(self):
        run = support.shadowdiff('proxy', '--receive', '--legacy', 'http://127.0.0.1:1', '--candidate',
                                 'http://127.0.0.1:2', '--reask-legacy', 'http://127.0.0.1:3', '--db', self.run_file)
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, '--reask-legacy', '--receive')


if __name__ == '__main__':
    unittest.main()
