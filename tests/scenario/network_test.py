#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Networks and services that fail in mid-run: packets lost and late on the way to the candidate, a route that swallows
them, a legacy that is restarted."""
import http.client
import secrets
import shutil
import subprocess
import unittest
import urllib.error
import urllib.request

import peers
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


def has_netem():
    name = f'sd-{secrets.token_hex(4)}'
    make = subprocess.run(['ip', 'netns', 'add', name], capture_output=True, check=False)
    if make.returncode != 0:
        return False
    shape = subprocess.run(f'ip netns exec {name} tc qdisc add dev lo root netem loss 1%'.split(), capture_output=True,
                           check=False)
    subprocess.run(['ip', 'netns', 'del', name], check=True)
    return shape.returncode == 0


HAS_NETEM = bool(shutil.which('ip') and shutil.which('tc')) and has_netem()


@support.needs('ip', 'tc')
@support.needs_root
class Network(proxies.Proxied):
    def setUp(self):
        super().setUp()
        self.legacy = self.serve(proxies.plain)
        self.space = peers.Namespace(self)
        self.candidate = self.space.serve_teas()

    def ask_all(self, url, name):
        for i in range(REQUESTS):
            self.assertEqual(ask(f'{url}/{name}/{i}'), (200, b'{"tea": 1}'))

    @unittest.skipUnless(HAS_NETEM, 'the kernel has no netem')
    def test_packets_lost_and_late_on_the_way_to_the_candidate(self):
        self.space.shape('delay', '20ms', '10ms', 'loss', '20%')
        program, url = self.proxy(self.legacy.url, self.candidate)
        self.ask_all(url, 'shaped')
        report, errors = self.finish(program)
        ledger = self.ledger(report)
        self.assertEqual(report['totals']['seen'], REQUESTS)
        settled = ledger['match', ''] + ledger['equivalent', ''] + ledger['mismatch', '']
        self.assertEqual(settled, REQUESTS, errors)

    def test_a_route_that_swallows_what_is_sent_to_the_candidate(self):
        program, url = self.proxy(self.legacy.url, self.candidate, '--budget',
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
