#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""serve: the page of a run while it is written, to whom it may be given, and to nobody else."""
import base64
import http.client
import json
import os
import pathlib
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import unittest
import urllib.parse

import support

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAKE_RUN = os.environ.get('SHADOWDIFF_MAKE_RUN', 'build/dev/tests/make_run')
os.environ.setdefault('SHADOWDIFF_PAGE', str(ROOT / 'build/dev/reports/page'))
TOKEN = '0123456789abcdef0123'


class Serve(support.Scenario):
    def setUp(self):
        super().setUp()
        subprocess.run([MAKE_RUN, str(self.run_file), '20000', '6', '40', '120'], check=True,
                       timeout=support.DEADLINE_S)

    def serve(self, *flags, **options):
        server = self.start('serve', self.run_file, *flags, cwd=self.folder, **options)
        line = support.wait_for_line(server.stderr, 'serving')
        return server, urllib.parse.urlsplit(line.rsplit(' at ', 1)[1].strip())

    def ask(self, url, method='GET', target='/', body=None, **fields):
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=support.DEADLINE_S)
        self.addCleanup(connection.close)
        connection.request(method, target, body, headers={k.replace('_', '-'): v for k, v in fields.items()})
        answer = connection.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())

    def test_the_page_is_given_once_and_then_only_when_it_changed(self):
        server, url = self.serve('--listen', '127.0.0.1:0')
        status, body, fields = self.ask(url)
        self.assertEqual(status, 200)
        self.assertIn(b'<body data-live>', body)
        self.assertIn(b"connect-src 'self'", body)
        self.assertEqual(fields['Cache-Control'], 'no-store')
        self.assertEqual(self.ask(url, If_None_Match=fields['ETag'])[0], 304)
        head = self.ask(url, method='HEAD')
        self.assertEqual((head[0], head[1], int(head[2]['Content-Length'])), (200, b'', len(body)))
        self.assertEqual(self.ask(url, target='/?from=mail')[1], body)
        self.assertEqual(self.ask(url, body=b'nobody reads it')[1], body)
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(support.DEADLINE_S), 0)

    def test_nobody_else_is_given_it(self):
        _, url = self.serve('--listen', '127.0.0.1:0')
        self.assertEqual(self.ask(url, Host='evil.example')[0], 421)
        for body in (None, b'', b'a body', b'x' * 30_000):
            self.assertEqual(self.ask(url, method='POST', body=body)[0], 405)
        self.assertEqual(self.ask(url, target='/etc/passwd')[0], 404)

    def test_another_address_than_our_own_needs_a_token_from_a_file_or_the_environment(self):
        refused = support.shadowdiff('serve', self.run_file, '--listen', '0.0.0.0:0', cwd=self.folder)
        self.assertEqual(refused.returncode, 2)
        self.assert_one_line(refused.stderr, '--listen', '--token-file')
        short = support.shadowdiff('serve', self.run_file, cwd=self.folder,
                                   env={**os.environ, 'SHADOWDIFF_SERVE_TOKEN': 'short'})
        self.assertEqual(short.returncode, 2)
        self.assert_one_line(short.stderr, 'token')
        file = self.folder / 'token'
        file.write_text(TOKEN + '\n')
        for flags, environment in ((('--token-file', file), {}), ((), {'SHADOWDIFF_SERVE_TOKEN': TOKEN})):
            _, url = self.serve('--listen', '0.0.0.0:0', *flags, env={**os.environ, **environment})
            self.assertEqual(self.ask(url)[0], 401)
            self.assertEqual(self.ask(url, Authorization='Bearer wrong')[0], 401)
            self.assertEqual(self.ask(url, Authorization=f'Bearer {TOKEN}')[0], 200)
            basic = base64.b64encode(f'me:{TOKEN}'.encode()).decode()
            self.assertEqual(self.ask(url, Authorization=f'Basic {basic}', Host='report.example')[0], 200)

    def test_noise_and_stalled_readers_keep_nobody_from_it(self):
        server, url = self.serve('--listen', '127.0.0.1:0')
        stalled = [socket.create_connection((url.hostname, url.port)) for _ in range(20)]
        for connection in stalled:
            self.addCleanup(connection.close)
            connection.sendall(b'GET / HTTP/1.1\r\nHost: local')
        for noise in (b'\x16\x03\x01\x02\x00', b'GET / HTTP/1.1\r\nX: ' + b'x' * 100_000, b'\r\n' * 5_000,
                      b'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nbody body', b'\xff' * 999):
            with socket.create_connection((url.hostname, url.port), timeout=support.DEADLINE_S) as connection:
                try:
                    connection.sendall(noise)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65_536):
                        pass
                except OSError:
                    pass  # it hung up
        self.assertEqual(self.ask(url)[0], 200)
        self.assertIsNone(server.poll())

    def test_a_file_that_is_none_is_said_before_anybody_asks(self):
        (self.folder / 'no.db').write_text('no')
        run = support.shadowdiff('serve', self.folder / 'no.db', cwd=self.folder)
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'no.db')

    def wait_until(self, is_so):
        until = time.monotonic() + support.DEADLINE_S
        while not is_so() and time.monotonic() < until:
            threading.Event().wait(0.05)
        self.assertTrue(is_so())

    def read(self, case, url, change=None):
        """A browser reads the page as that case says; when it says go, `change` is done."""
        go = self.folder / 'go'
        reader = subprocess.Popen(['node', str(ROOT / 'tests/page/page.mjs'), case, url, str(go)],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(reader.kill)
        if change:
            self.wait_until(lambda: go.exists() or reader.poll() is not None)
            change()
        said, _ = reader.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(reader.returncode, 0, said)

    def test_a_decision_is_shown_although_the_run_has_ended(self):
        _, url = self.serve('--listen', '127.0.0.1:0')
        self.assertNotIn(b'until the tax office agrees', self.ask(url)[1])
        exported = support.shadowdiff('report', self.run_file, '--format', 'json', cwd=self.folder)
        finding = json.loads(exported.stdout)['findings'][0]['fingerprint']
        accepted = support.shadowdiff('accept', self.run_file, finding, '--as', 'intended', '--owner', 'ana',
                                      '--reason', 'until the tax office agrees', cwd=self.folder)
        self.assertEqual(accepted.returncode, 0, accepted.stderr)
        self.wait_until(lambda: b'until the tax office agrees' in self.ask(url)[1])

    def test_a_password_in_the_address_keeps_nobody_from_the_news(self):
        _, url = self.serve('--listen', '127.0.0.1:0', env={**os.environ, 'SHADOWDIFF_SERVE_TOKEN': TOKEN})
        self.read('is_live', f'http://me:{TOKEN}@{url.netloc}/')

    def test_why_there_is_no_news_is_told(self):
        _, url = self.serve('--listen', '127.0.0.1:0')
        self.read('tells_why_there_is_no_news', url.geturl(), lambda: self.run_file.write_bytes(b'no'))

    def test_what_comes_in_is_shown_and_the_reader_stays_where_they_are(self):
        _, url = self.serve('--listen', '127.0.0.1:0')
        self.read('follows', url.geturl(), self.add_rows)

    def add_rows(self):
        with sqlite3.connect(self.run_file) as database:  # as the daemon would
            database.execute('UPDATE run SET seen = seen + 7')
            database.execute('UPDATE tally SET n = n + 7 WHERE (minute, route, verdict, reason, severity) IN '
                             '(SELECT minute, route, verdict, reason, severity FROM tally LIMIT 1)')
            database.execute('INSERT INTO fingerprint (fingerprint, standing, route, pattern, kind, severity, exchanges, '
                             'places, reproduced, broken, first_seen_us, last_seen_us) VALUES '
                             "('fedcba987654', 'finding', 'GET /late', '$.late', 'changed', 'low', 1, 1, 0, 0, 0, 0)")
        database.close()


if __name__ == '__main__':
    unittest.main()
