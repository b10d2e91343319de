#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where clients connect, with real clients: over TLS, over a path, and in ways that are not meant."""
import contextlib
import os
import resource
import signal
import socket
import ssl
import struct
import subprocess
import threading
import unittest

import peers
import proxies
import support


def plain(_):
    return 200, {'Content-Type': 'application/json'}, b'{"tea": 1}'


def is_sanitized():
    with open(support.PROGRAM, 'rb') as program:
        return b'__asan_init' in program.read()


def curl(url, *arguments):
    run = subprocess.run(['curl', '-sS', '--max-time', '60', '--retry', '0', *map(str, arguments), url], check=False,
                         capture_output=True, text=True, timeout=support.DEADLINE_S)
    return run.stdout if run.returncode == 0 else f'{run.returncode}: {run.stderr}'


@support.needs('openssl', 'curl')
class Tls(proxies.Proxied):
    def setUp(self):
        super().setUp()
        self.ca = peers.Authority(self.folder)
        self.legacy, self.candidate = self.serve(plain), self.serve(plain)
        self.shown = self.ca.issue('localhost')
        self.program, url = self.proxy(self.legacy.url, self.candidate.url, '--tls-cert', self.shown.file, '--tls-key',
                                       self.shown.key)
        self.port = int(url.rsplit(':', 1)[1])
        self.url = f'https://localhost:{self.port}'

    def context(self):
        return ssl.create_default_context(cafile=self.ca.file)

    def test_clients_are_served_over_tls_with_keep_alive(self):
        answers = curl(f'{self.url}/1', f'{self.url}/2', '--cacert', self.ca.file, '-w', '%{num_connects}\n')
        self.assertEqual(answers, '{"tea": 1}1\n{"tea": 1}0\n')
        report, _ = self.finish(self.program)
        self.assertEqual(report['totals']['seen'], 2)
        self.assertEqual(report['totals']['judged'], 2)

    def test_a_client_that_resets_while_legacy_is_silent_ends_its_exchange_at_once(self):
        ended = threading.Event()

        def silent(connection, _):
            peers.never_answers(connection, _)
            ended.set()

        legacy = peers.Misbehaving(self, silent)
        self.run_file = self.folder / 'silent.db'
        program, url = self.proxy(legacy.url, self.candidate.url, '--tls-cert', self.shown.file, '--tls-key',
                                  self.shown.key)
        address = 'localhost', int(url.rsplit(':', 1)[1])
        client = self.context().wrap_socket(socket.create_connection(address), server_hostname='localhost')
        client.sendall(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
        legacy.wait_until_asked()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        client.close()
        self.assertTrue(ended.wait(support.DEADLINE_S))
        report, _ = self.finish(program)
        self.assertEqual(self.ledger(report)['dropped', 'answer_incomplete'], 1)

    def test_http_1_1_is_spoken_and_nothing_else(self):
        context = self.context()
        context.set_alpn_protocols(['h2', 'http/1.1'])
        with socket.create_connection(('localhost', self.port)) as tcp, \
                context.wrap_socket(tcp, server_hostname='localhost') as client:
            self.assertEqual(client.selected_alpn_protocol(), 'http/1.1')
        context = self.context()
        context.set_alpn_protocols(['h2'])
        with socket.create_connection(('localhost', self.port)) as tcp, self.assertRaises(ssl.SSLError):
            context.wrap_socket(tcp, server_hostname='localhost')
        _, errors = self.finish(self.program)
        self.assertIn('1 TLS handshake of a client failed, the first: ', errors)

    def test_plain_http_is_told_so_and_counted(self):
        answer = curl(f'http://localhost:{self.port}/', '-i')
        self.assertTrue(answer.startswith('HTTP/1.1 400 '), answer)
        self.assertIn('this port speaks TLS', answer)
        report, errors = self.finish(self.program)
        self.assertIn('1 client spoke plain HTTP where TLS is spoken', errors)
        self.assertEqual(report['totals']['seen'], 0)

    def test_handshakes_that_stall_hurt_nobody(self):
        stalled = [socket.create_connection(('localhost', self.port)) for _ in range(200)]
        for i, one in enumerate(stalled):
            one.sendall(b'\x16\x03\x01\x02\x00'[:i % 6])  # the beginning of a hello
        self.assertEqual(curl(f'{self.url}/1', '--cacert', self.ca.file), '{"tea": 1}')
        report, errors = self.finish(self.program)  # which does not wait for them
        self.assertEqual(report['totals']['seen'], 1, errors)
        for one in stalled:
            one.close()

    def test_a_new_certificate_is_shown_after_sighup_and_a_broken_one_is_not(self):
        def shown():
            with socket.create_connection(('localhost', self.port)) as tcp, \
                    self.context().wrap_socket(tcp, server_hostname='localhost') as client:
                return client.getpeercert()['serialNumber']

        first = shown()
        with socket.create_connection(('localhost', self.port)) as tcp, \
                self.context().wrap_socket(tcp, server_hostname='localhost') as kept:
            self.shown.file.write_text('this is no certificate')
            self.program.send_signal(signal.SIGHUP)
            self.assertIn('leaf1.pem', support.wait_for_line(self.program.stderr, self.shown.file.name))
            self.assertEqual(shown(), first)
            renewed = self.ca.issue('localhost')
            os.replace(renewed.file, self.shown.file)
            os.replace(renewed.key, self.shown.key)
            self.program.send_signal(signal.SIGHUP)
            self.wait_until(lambda: shown() != first)
            kept.sendall(b'GET /kept HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
            self.assertTrue(kept.recv(65_536).startswith(b'HTTP/1.1 200'))
        self.finish(self.program)

    def test_an_answer_that_ends_with_the_connection_is_whole(self):
        with socket.create_connection(('localhost', self.port)) as tcp:
            context = self.context()
            with context.wrap_socket(tcp, server_hostname='localhost', suppress_ragged_eofs=False) as client:
                client.sendall(b'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
                answer = b''
                while piece := client.recv(65_536):  # a ragged end would raise
                    answer += piece
        self.assertTrue(answer.endswith(b'{"tea": 1}'))
        self.finish(self.program)


@support.needs('curl')
class Paths(proxies.Proxied):
    def test_clients_come_over_a_path_which_outlives_a_kill(self):
        path = self.folder / 'front.sock'
        legacy, candidate = self.serve(plain), self.serve(plain)
        flags = ('--listen', f'unix:{path}', '--socket-mode', '660')
        program, _ = self.proxy(legacy.url, candidate.url, *flags)
        self.assertEqual(path.stat().st_mode & 0o777, 0o660)
        self.assertEqual(curl('http://a/1', '--unix-socket', path), '{"tea": 1}')
        second = support.shadowdiff('proxy', *flags, '--legacy', legacy.url, '--candidate', candidate.url, '--db',
                                    self.folder / 'other.db')
        self.assertEqual(second.returncode, 2)
        self.assert_one_line(second.stderr, 'front.sock', 'in use')
        program.kill()
        program.wait()
        self.assertTrue(path.exists())
        program, _ = self.proxy(legacy.url, candidate.url, *flags)
        self.assertEqual(curl('http://a/2', '--unix-socket', path), '{"tea": 1}')
        report, _ = self.finish(program)
        self.assertFalse(path.exists())
        self.assertEqual(report['totals']['judged'], 1)


class Crowds(proxies.Proxied):
    """With few files that may be open."""

    def start_with_files(self, soft, hard):
        legacy, candidate = self.serve(plain), self.serve(plain)
        return self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy.url, '--candidate', candidate.url,
                          '--db', self.run_file,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)))

    def test_the_soft_limit_bounds_nobody(self):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        program = self.start_with_files(64, hard)
        port = int(support.wait_for_line(program.stderr, 'listening on').rsplit(':', 1)[1])
        clients = [socket.create_connection(('127.0.0.1', port), support.DEADLINE_S) for _ in range(100)]
        for client in clients:
            client.sendall(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
            self.assertTrue(client.recv(65_536).startswith(b'HTTP/1.1 200'))
        for client in clients:
            client.close()
        report, _ = self.finish(program)
        self.assertEqual(report['totals']['seen'], 100)

    def test_a_hard_limit_that_is_too_low_is_told_at_the_start(self):
        program = self.start_with_files(256, 1_024)
        line = support.wait_for_line(program.stderr, 'files may be open')
        self.assert_one_line(line, 'only 1,024 files', 'ulimit -n 9024')
        support.wait_for_line(program.stderr, 'listening on')
        self.finish(program)


    @unittest.skipIf(is_sanitized(), 'the sanitizers open files themselves')
    def test_whichever_file_is_the_last_the_proxy_lives_on(self):
        for files in range(10, 40):
            with self.subTest(files=files):
                self.run_file = self.folder / f'{files}.db'
                program = self.start_with_files(files, files)
                try:
                    line = support.wait_for_line(program.stderr, 'listening on')
                except AssertionError:
                    self.assertIn(program.wait(), (1, 2))  # it never began
                    continue
                with socket.create_connection(('127.0.0.1', int(line.rsplit(':', 1)[1]))) as client:
                    client.settimeout(1)
                    with contextlib.suppress(OSError):
                        for _ in range(3):
                            client.sendall(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
                            client.recv(65_536)
                self.finish(program)


class Refused(proxies.Proxied):
    def test_flags_that_do_not_fit_are_told_in_one_line(self):
        for flags, words in ((('--tls-cert', 'a.pem'), ('--tls-cert and --tls-key',)),
                             (('--tls-cert', '/nowhere.pem', '--tls-key', 'b'), ('/nowhere.pem',)),
                             (('--socket-mode', '999'), ('--socket-mode', '660')),
                             (('--listen', 'unix:relative'), ('--listen', 'unix:/path')),
                             (('--listen', '127.0.0.1'), ('--listen', '127.0.0.1:8080')),
                             (('--listen', 'unix:/nowhere/a.sock'), ('cannot listen on', '/nowhere/a.sock'))):
            with self.subTest(flags=flags):
                run = support.shadowdiff('proxy', '--legacy', 'http://127.0.0.1:1', '--candidate',
                                         'http://127.0.0.1:2', '--db', self.run_file, *flags)
                self.assertEqual(run.returncode, 2)
                self.assert_one_line(run.stderr, *words)


if __name__ == '__main__':
    unittest.main()
