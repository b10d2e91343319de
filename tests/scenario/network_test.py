#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Networks and services that fail in mid-run: packets lost and late on the way to the candidate, a route that swallows
them, a legacy that is restarted."""
import http.client
import os
import unittest
import urllib.error
import urllib.request

import peers
import poor_link
import proxies
import support

REQUESTS = 40


def ask(url):
    """(status, body) of legacy's answer or of the proxy's own."""
    try:
        with urllib.request.urlopen(url, timeout=support.DEADLINE_S) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@support.needs('ip')
@support.needs_root
class Network(proxies.Proxied):
    def setUp(self):
        super().setUp()
        self.legacy = self.serve(proxies.plain)
        self.space = peers.Namespace(self)

    def ask_all(self, url, name):
        for i in range(REQUESTS):
            self.assertEqual(ask(f'{url}/{name}/{i}'), (200, b'{"tea": 1}'))

    @unittest.skipUnless(os.access(poor_link.TUN, os.R_OK | os.W_OK), 'no TUN devices')
    def test_packets_lost_and_late_on_the_way_to_the_candidate(self):
        link = poor_link.PoorLink(self, self.space.name, loss=0.2, delay_s=(0.01, 0.03))
        candidate = self.space.serve_teas(link.address)
        program, url = self.proxy(self.legacy.url, candidate, '--budget', 'candidate:wait=60s')
        self.ask_all(url, 'shaped')
        self.wait_until_settled(REQUESTS)
        report, errors = self.finish(program)
        ledger = self.ledger(report)
        self.assertEqual(report['totals']['seen'], REQUESTS)
        settled = ledger['match', ''] + ledger['equivalent', ''] + ledger['mismatch', '']
        self.assertEqual(settled, REQUESTS, errors)
        self.assertGreater(ledger['match', ''] + ledger['equivalent', ''], 0)
        self.assertGreater(link.lost, 0)

    def test_a_route_that_swallows_what_is_sent_to_the_candidate(self):
        program, url = self.proxy(self.legacy.url, self.space.serve_teas(), '--budget',
                                  'candidate:connect=200ms,first-byte=200ms,breaker=off')
        self.ask_all(url, 'before')
        self.wait_until_settled(REQUESTS)
        self.space.swallow()
        self.ask_all(url, 'after')
        report, _ = self.finish(program)
        ledger = self.ledger(report)
        self.assertEqual(ledger['match', ''] + ledger['equivalent', ''], REQUESTS)
        self.assertEqual(ledger['mismatch', ''], REQUESTS)


@support.needs('nginx', 'curl')
class Restart(proxies.Proxied):
    def test_a_legacy_that_is_restarted_in_mid_run(self):
        legacy = peers.LoggingNginx(self)
        candidate = peers.LoggingNginx(self, 'candidate')
        program, url = self.proxy(legacy.url, candidate.url)
        answer = (200, b'{"tea": 1}')
        for _ in range(3):
            self.assertEqual([ask(f'{url}/up') for _ in range(10)], [answer] * 10)
            legacy.stop()
            down = [ask(f'{url}/down') for _ in range(10)]
            self.assertEqual({status for status, _ in down}, {502})
            self.assertIn(b'connection refused', down[0][1])
            legacy.start()
        report, _ = self.finish(program)
        ledger = self.ledger(report)
        self.assertEqual(ledger['match', ''] + ledger['equivalent', ''], 30)
        self.assertEqual(ledger['legacy_error', ''], 30)

    def test_a_client_keeps_its_connection_through_a_restart(self):
        legacy = peers.LoggingNginx(self)
        program, url = self.proxy(legacy.url, legacy.url)
        host, port = url.removeprefix('http://').split(':')
        client = http.client.HTTPConnection(host, int(port), timeout=support.DEADLINE_S)
        self.addCleanup(client.close)
        for _ in range(5):
            client.request('GET', '/kept')
            self.assertEqual(client.getresponse().read(), b'{"tea": 1}')
            local = client.sock.getsockname()
            legacy.stop()
            legacy.start()
            client.request('GET', '/kept')
            self.assertEqual(client.getresponse().read(), b'{"tea": 1}')
            self.assertEqual(client.sock.getsockname(), local)
        report, _ = self.finish(program)
        self.assertEqual(report['totals']['seen'], 10)


if __name__ == '__main__':
    unittest.main()
