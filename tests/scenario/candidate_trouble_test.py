#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever the candidate does, the client gets legacy's answers and each failure is named."""
import re
import unittest
import urllib.request

import peers
import proxies
import support


@support.needs('curl')
class Misbehaving(proxies.Proxied):
    """Whatever the candidate does, the client gets legacy's answers and each failure is named."""

    def shadow(self, behaviour, requests=10, *flags):
        legacy = self.serve(proxies.plain)
        candidate = peers.Misbehaving(self, behaviour)
        program, url = self.proxy(legacy.url, candidate.url, '--budget', 'candidate:breaker=off', *flags)
        for i in range(requests):
            with urllib.request.urlopen(f'{url}/{i}', timeout=support.DEADLINE_S) as answer:
                self.assertEqual(answer.read(), b'{"tea": 1}')
        report, errors = self.finish(program)
        failures = {name: int(n) for n, name in re.findall(r'candidate: (\d+) × (\w+):', errors)}
        return report, errors, failures

    def test_accepts_and_never_answers(self):
        _, errors, failures = self.shadow(peers.never_answers, 3, '--budget', 'candidate:first-byte=200ms')
        self.assertEqual(failures, {'first_byte_timeout': 3})
        self.assertIn('no byte of an answer within 200 ms', errors)

    def test_one_byte_at_a_time_is_bounded_in_all(self):
        _, _, failures = self.shadow(peers.trickles, 3, '--budget', 'candidate:total=300ms')
        self.assertEqual(failures, {'total_timeout': 3})

    def test_ten_gigabytes_are_counted_and_not_kept(self):
        legacy = self.serve(proxies.plain)
        candidate = peers.Misbehaving(self, peers.sends_ten_gigabytes)
        program, url = self.proxy(legacy.url, candidate.url, '--budget', 'candidate:total=3s')
        proxies.curl(f'{url}/large')
        candidate.wait_until_asked()
        proxies.curl(f'{url}/meanwhile')
        peak = peers.peak_memory(program.pid)
        report, _ = self.finish(program)
        self.assertLess(peak, 200 << 20)
        self.assertEqual(report['totals']['seen'], 2)

    def test_closing_at_every_offset_of_its_answer(self):
        whole = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"tea": 1}'
        _, _, failures = self.shadow(peers.closes_at_each_offset(whole), len(whole) + 1)
        head = whole.index(b'{')
        self.assertEqual(failures.get('reset_before_answer'), 1)
        self.assertEqual(failures.get('reset_inside_answer'), head - 1)
        self.assertEqual(failures.get('short_body'), len(whole) - head)

    def test_a_dead_candidate_is_left_alone_and_every_request_is_a_mismatch(self):
        legacy = self.serve(proxies.plain)
        program, url = self.proxy(legacy.url, f'http://127.0.0.1:{support.free_port()}')
        for i in range(60):
            proxies.curl(f'{url}/{i}')
        report, errors = self.finish(program)
        self.assertEqual(self.ledger(report)['mismatch', ''], 60)
        self.assertIn('refused', errors)
        self.assertIn('shed', errors)

    @support.needs_root
    def test_cut_off_by_the_network_in_mid_run(self):
        legacy = self.serve(proxies.plain)
        space = peers.Namespace(self)
        candidate = space.serve_teas()
        program, url = self.proxy(legacy.url, candidate, '--budget',
                                  'candidate:connect=200ms,first-byte=200ms,breaker=off')
        for i in range(10):
            proxies.curl(f'{url}/before/{i}')
        self.wait_until_settled(10)
        space.cut()
        for i in range(10):
            proxies.curl(f'{url}/after/{i}')
        report, _ = self.finish(program)
        ledger = self.ledger(report)
        self.assertEqual(ledger['match', ''] + ledger['equivalent', ''], 10)
        self.assertEqual(ledger['mismatch', ''], 10)


if __name__ == '__main__':
    unittest.main()
