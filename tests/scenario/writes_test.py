#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What asking again tells while clients write to the resource."""
import collections
import unittest
import urllib.request

import proxies
import support


class Writes(proxies.Proxied):
    def shadow(self, total):
        """The candidate's total is wrong for one request; whenever that is asked of the secondary again, an order is
        written, and `total(n)` is what it answers the n-th time."""
        url, asked = None, collections.Counter()

        def answer(of):
            def respond(path):
                return 200, {'Content-Type': 'application/json'}, b'{"id": 1, "total": %s}' % of(path).encode()
            return respond

        def of_secondary(path):
            if 'rare' not in path:
                return '12'
            asked[path] += 1
            if asked[path] == 1:
                return total(1)
            urllib.request.urlopen(f'{url}/orders', data=b'{}', timeout=support.DEADLINE_S).read()
            return total(asked[path])

        legacy, secondary = self.serve(answer(lambda _: '12')), self.serve(answer(of_secondary))
        candidate = self.serve(answer(lambda path: '"12"' if 'rare' in path else '12'))
        program, url = self.proxy(legacy.url, candidate.url, '--secondary', secondary.url)
        for order in range(40):
            urllib.request.urlopen(f'{url}/orders/{order}', timeout=support.DEADLINE_S).read()
        urllib.request.urlopen(f'{url}/orders/7?rare=1', timeout=support.DEADLINE_S).read()
        self.wait_until(lambda: support.query(self.run_file, "select count(*) from exchange where verdict = 'mismatch'")
                        == [(1,)])
        report, _ = self.finish(program)
        self.assertGreater(asked['/orders/7?rare=1'], 1)
        gate = support.shadowdiff('gate', self.run_file, '--limit', '20', cwd=self.folder)
        return report, gate

    def test_a_write_that_changed_nothing_takes_no_confirmation_away(self):
        report, gate = self.shadow(lambda _: '12')
        self.assertEqual(gate.returncode, 1, gate.stdout)
        self.assertIn('confirmed by asking again', gate.stdout)
        self.assertEqual([one['reproduced'] for one in report['findings']], [1])
        self.assertEqual(self.ledger(report)['mismatch', ''], 1)

    def test_a_write_that_changed_the_answer_leaves_it_undecided(self):
        report, gate = self.shadow(lambda n: str(11 + n))
        self.assertEqual(gate.returncode, 3, gate.stdout)
        self.assertIn('1 mismatch of severity medium or high in GET /orders/{id} could not be confirmed', gate.stdout)
        self.assertEqual([one['reproduced'] for one in report['findings']], [0])
        self.assertEqual(self.ledger(report)['mismatch', 'written_meanwhile'], 1)
        self.assertIn('Confirmation: 1 mismatch was not confirmed', '\n'.join(report['not_verified']))
        why = support.query(self.run_file, "select why from request join exchange on key = exchange_key where verdict = 'mismatch'")
        self.assertIn('a write to the resource was seen meanwhile', why[0][0])


if __name__ == '__main__':
    unittest.main()
