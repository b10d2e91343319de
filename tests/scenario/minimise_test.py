#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From a finding to the smallest request that still shows it."""
import http.client
import signal
import unittest
import urllib.parse

import support

HEADERS = {'Accept': 'application/json', 'X-Beta': 'on', 'X-Other': '1', 'Authorization': 'Bearer a1b2c3d4e5'}


class Minimise(support.Scenario):
    def setUp(self):
        super().setUp()
        self.seen = []

        def answer(price):
            def respond(path):
                query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query))
                is_wrong = query.get('locale') == 'tr' and query.get('unit') == 'kg'
                return 200, {'Content-Type': 'application/json'}, b'{"price": %.2f}' % (price if is_wrong else 19.9)
            return respond
        self.legacy, self.candidate = self.serve(answer(19.9)), self.serve(answer(19.89))

    def shadow(self, targets, method='GET', *flags):
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', self.legacy.url, '--candidate',
                           self.candidate.url, '--db', self.run_file, '--keep', 'all', '--budget', 'wait=60s', *flags)
        port = int(support.wait_for_line(proxy.stderr, 'listening').rsplit(':', 1)[1])
        client = http.client.HTTPConnection('127.0.0.1', port, timeout=support.DEADLINE_S)
        for target in targets:
            client.request(method, target, headers=HEADERS)
            client.getresponse().read()
        client.close()
        proxy.send_signal(signal.SIGINT)
        _, errors = proxy.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(proxy.returncode, 0, errors)
        return support.report_of(self.run_file)

    def minimise(self, identity, *flags):
        return support.shadowdiff('show', self.run_file, identity, '--minimise', '--legacy', self.legacy.url, *flags)

    def test_only_what_the_difference_needs_is_left(self):
        report = self.shadow(['/teas?a=1&locale=tr&page=2&unit=kg&z=9&token=abcdef123456'])
        run = self.minimise(report['findings'][0]['fingerprint'])
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn('GET /teas?locale=tr&unit=kg\n', run.stdout)
        self.assertIn('still differs: $.price changed: 19.90 → 19.89', run.stdout)
        for part in ('query a=1', 'query page=2', 'query z=9', 'header X-Beta', 'header Accept', 'header X-Other'):
            self.assertIn(f'not needed: {part}\n', run.stdout)
        self.assertIn('asked without: authorization (a secret)', run.stdout)
        self.assertEqual(run.stdout.count('curl '), 2)
        self.assertNotIn('page=2', run.stdout.split('curl ', 1)[1])
        self.assertNotIn('abcdef123456', run.stdout)

    def test_what_does_not_differ_any_more_or_may_not_be_asked_is_told(self):
        report = self.shadow(['/teas?locale=tr&unit=kg'], 'POST', '--allow-method', 'POST')
        identity = report['findings'][0]['fingerprint']
        asked = len(self.legacy.requests)
        run = self.minimise(identity)
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'POST is no safe method')
        self.assertEqual(len(self.legacy.requests), asked)

        report = self.shadow(['/teas?locale=tr&unit=kg'])
        identity = report['findings'][0]['fingerprint']
        run = self.minimise(identity, '--candidate', self.legacy.url)
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'do not differ in this way')
        run = support.shadowdiff('show', self.run_file, identity, '--minimise')
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'only observed', f'say --legacy {self.legacy.url}')
        run = self.minimise(identity, '--candidate', 'http://127.0.0.1:1')
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'do not differ')


if __name__ == '__main__':
    unittest.main()
