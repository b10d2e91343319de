#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ended at any moment, by Ctrl-C or by kill -9, a run leaves a file that is whole and that balances."""
import http.client
import random
import signal
import unittest

import support


class Interrupt(support.Scenario):
    def proxy_under_load(self, requests):
        """A proxy that has served `requests` requests, and is serving more."""
        answer = lambda path: (200, {'Content-Type': 'application/json'}, b'{"path": "%s"}' % path.encode())
        wrong = lambda path: (200, {'Content-Type': 'application/json'}, b'{"path": "?"}')
        legacy, candidate = self.serve(answer), self.serve(wrong)
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy.url, '--candidate', candidate.url,
                           '--db', self.run_file, '--budget', 'wait=60s')
        port = int(support.wait_for_line(proxy.stderr, 'listening').rsplit(':', 1)[1])
        client = http.client.HTTPConnection('127.0.0.1', port, timeout=support.DEADLINE_S)
        self.addCleanup(client.close)
        for number in range(requests):
            client.request('GET', f'/items/{number}')
            self.assertEqual(client.getresponse().read(), b'{"path": "/items/%d"}' % number)
        return proxy

    def test_ctrl_c_drains_and_ends_a_daemon_with_status_0(self):
        proxy = self.proxy_under_load(60)
        proxy.send_signal(signal.SIGINT)
        _, errors = proxy.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(proxy.returncode, 0, errors)
        report = support.report_of(self.run_file)
        self.assertEqual(report['totals']['seen'], 60)
        self.assertEqual(report['totals']['mismatches'], 60)
        self.assertEqual(support.findings_of(report), {('GET /items/{id}', '$.path', 'changed')})
        self.assert_balanced(report)

    def test_kill_9_leaves_a_file_that_balances(self):
        chance = random.Random(9)
        for _ in range(5):
            requests = chance.randint(1, 120)
            with self.subTest(requests=requests):
                proxy = self.proxy_under_load(requests)
                proxy.kill()
                proxy.communicate()
                report = support.report_of(self.run_file)
                self.assert_balanced(report)
                self.assertLessEqual(report['totals']['seen'], requests)
                self.assertEqual(support.query(self.run_file, 'pragma integrity_check'), [('ok',)])
                self.run_file.unlink()

    def test_an_interrupted_demo_says_so_and_leaves_a_whole_run(self):
        demo = self.start('demo', '--via', 'proxy', '--directory', self.folder)
        while not self.run_file.exists():
            self.assertIsNone(demo.poll())
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(demo.returncode, 130)
        report = support.report_of(self.run_file)
        self.assert_balanced(report)
        self.assertTrue(report['run']['is_complete'])


if __name__ == '__main__':
    unittest.main()
