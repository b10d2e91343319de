#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A first configuration is written from an OpenAPI file, from captures and from live traffic, and holds as it is."""
import re
import subprocess
import threading
import unittest

import captures
import support

OPENAPI = """openapi: 3.0.3
info: {title: shop, version: "1"}
paths:
  /items/{id}:
    get: {responses: {"200": {description: ok}}}
"""
ANSWER = lambda path: (200, {'Content-Type': 'application/json'}, b'{"a": 1}')


class Init(support.Scenario):
    def init(self, *arguments):
        return support.shadowdiff('init', *arguments, cwd=self.folder)

    def written(self):
        return (self.folder / 'shadowdiff.toml').read_text()

    def assert_holds(self):
        """rules check finds no fault, and a capture takes the file; also with every suggestion uncommented."""
        suggested = re.sub(r'(?m)^# (?=(secondary|route|allow-method|limit|paths|action|reason|owner|expires) =|\[\[rule|    "|\])',
                           '', self.written())
        (self.folder / 'suggested.toml').write_text(suggested)
        for name in ('shadowdiff.toml', 'suggested.toml'):
            with self.subTest(name):
                check = support.shadowdiff('rules', 'check', name, cwd=self.folder)
                self.assertEqual(check.returncode, 0, check.stdout + check.stderr + suggested)
        self.assertGreater(len(suggested), 0)
        (self.folder / 'one.pcap').write_bytes(captures.conversations([[('GET /items/1', b'{"a": 1}')]]))
        run = support.shadowdiff('capture', 'one.pcap', '--config', 'shadowdiff.toml', '--candidate', self.serve(ANSWER).url,
                                 cwd=self.folder)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(support.report_of(self.folder / 'run.db')['totals']['seen'], 1)

    def test_from_an_openapi_file(self):
        (self.folder / 'openapi.yaml').write_text(OPENAPI)
        run = self.init('--openapi', 'openapi.yaml', '--candidate', 'http://127.0.0.1:8081')
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn('openapi = "openapi.yaml"', self.written())
        self.assertIn('candidate = "http://127.0.0.1:8081"', self.written())
        self.assertEqual((self.folder / 'shadowdiff.toml').stat().st_mode & 0o777, 0o600)
        self.assert_holds()

    def test_from_a_capture_with_routes_ports_and_methods(self):
        exchanges = [(f'GET /items/{number}', b'{"a": 1}') for number in range(30)]
        exchanges += [('POST /orders', b'{"id": 1}')] * 3 + [('GET /he"llo\\', b'{}'), ('GET /\xe2\x80\xaebidi', b'{}')]
        (self.folder / 'day.pcap').write_bytes(captures.conversations([exchanges]))
        run = self.init('day.pcap')
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn('35 requests', run.stdout)
        text = self.written()
        self.assertIn('#     "GET /items/{id}",  # 30', text)
        self.assertIn('# allow-method = ["POST"]', text)
        self.assertIn('port = [8080]', text)
        self.assert_holds()

    @support.needs_root
    def test_from_live_traffic_until_it_is_told_to_stop(self):
        service = self.serve(ANSWER)
        looking = self.start('init', 'lo', '--port', service.port, cwd=self.folder)
        support.wait_for_line(looking.stderr, 'looking at lo')
        ended = threading.Event()

        def send():
            while not ended.is_set():
                subprocess.run(['curl', '-s', '-o', '/dev/null', f'{service.url}/items/7'], check=True)

        sending = threading.Thread(target=send)
        sending.start()
        self.addCleanup(sending.join)
        self.addCleanup(ended.set)
        while len(service.requests) < 20:
            self.assertIsNone(looking.poll())
        looking.terminate()
        output, errors = looking.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(looking.returncode, 0, errors)
        self.assertIn('"GET /items/{id}"', self.written())
        self.assertIn(f'port = [{service.port}]', self.written())

    def test_what_is_there_is_not_replaced_and_nothing_to_look_at_says_so(self):
        (self.folder / 'empty.pcap').write_bytes(captures.header())
        (self.folder / 'openapi.yaml').write_text(OPENAPI)
        for arguments, words in [((), 'nothing to look at'), (('empty.pcap',), 'no request was seen'),
                                 (('--openapi', 'openapi.yaml', '--candidate', 'nowhere'), '--candidate'),
                                 (('--openapi', 'missing.yaml'), 'missing.yaml'), (('no-such-interface',), 'no-such-interface')]:
            with self.subTest(words):
                run = self.init(*arguments)
                self.assertEqual(run.returncode, 2)
                self.assert_one_line(run.stderr, words)
                self.assertFalse((self.folder / 'shadowdiff.toml').exists())
        (self.folder / 'shadowdiff.toml').write_text('mine')
        run = self.init('--openapi', 'openapi.yaml')
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'shadowdiff.toml is there already')
        self.assertEqual(self.written(), 'mine')


if __name__ == '__main__':
    unittest.main()
