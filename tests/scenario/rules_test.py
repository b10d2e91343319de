#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rules: what they set aside counts for nothing and is not hidden, and what is wrong with them is told at once."""
import json
import unittest

import captures
import support

LEGACY = b'{"id": 1, "at": "2026-01-01T00:00:00Z", "price": 1.00, "build": "a"}'
CANDIDATE = b'{"id": 1, "at": "2026-01-01T00:00:03Z", "price": 1.01, "build": "b"}'
ANSWER = lambda path: (200, {'Content-Type': 'application/json'}, CANDIDATE)


def rule(paths, action, *more):
    return '\n'.join(('[[rule]]', f'paths = {json.dumps(paths)}', f'action = "{action}"', *more, 'reason = "known"',
                      'owner = "team"', 'expires = "never"', ''))


CLOCK = rule('$.at', 'time_window', 'within = "5s"')
PRICE = rule('$.price', 'tolerance', 'absolute = 0.01')
BUILD = rule('$.build', 'ignore')
# The demo's legacy is a wire conversation without these headers.
HEADERS = rule('headers.*', 'ignore')


class Rules(support.Scenario):
    def write(self, name, text):
        file = self.folder / name
        file.write_text(text)
        return file

    def capture(self, *flags):
        savefile = self.folder / 'day.pcap'
        savefile.write_bytes(captures.conversations([[('GET /a', LEGACY)]]))
        candidate = self.serve(ANSWER)
        return support.shadowdiff('capture', savefile, '--candidate', candidate.url, '--db', self.run_file, *flags)

    def verdicts(self):
        return dict(support.query(self.run_file, 'select verdict, sum(n) from tally group by verdict'))

    def test_what_rules_set_aside_makes_an_exchange_equivalent_never_a_match(self):
        run = self.capture('--rules', self.write('r.toml', CLOCK + PRICE + BUILD + HEADERS))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.verdicts(), {'equivalent': 1})

    def test_the_report_tells_what_each_rule_did_and_which_did_nothing(self):
        run = self.capture('--rules', self.write('r.toml', CLOCK + BUILD + rule('$.never', 'ignore')))
        self.assertIn('r.toml:1 (time_window at $.at, of team) set aside 1 difference in 1 exchange', ' '.join(run.stdout.split()))
        self.assertIn('(ignore at $.never, of team) was never needed', ' '.join(run.stdout.split()))
        self.assertEqual(support.query(self.run_file, 'select pattern, kind, exchanges, checked from rule_place order by 1'),
                         [('$.at', 'changed', 1, 0), ('$.build', 'changed', 1, 0)])

    def test_each_rule_takes_out_no_more_than_it_names(self):
        self.capture('--rules', self.write('r.toml', CLOCK + HEADERS), self.write('s.toml', BUILD))
        self.assertEqual(self.verdicts(), {'mismatch': 1})
        self.assertEqual({f['path'] for f in support.report_of(self.run_file)['findings']}, {'$.price'})

    def test_rules_stand_in_the_configuration_and_in_the_decisions_beside_it(self):
        config = self.write('shadowdiff.toml', CLOCK + PRICE + HEADERS)
        self.capture('--config', config)
        self.assertEqual(self.verdicts(), {'mismatch': 1})
        self.write('shadowdiff.decisions.toml', BUILD)
        self.capture('--config', config)
        self.assertEqual(self.verdicts(), {'equivalent': 1})

    def test_a_rule_for_another_route_does_not_hold(self):
        self.capture('--rules', self.write('r.toml', rule('$', 'ignore', 'route = "GET /b"') + HEADERS))
        self.assertEqual(self.verdicts(), {'mismatch': 1})

    def test_an_expired_rule_does_not_hold_and_is_told(self):
        run = self.capture('--rules', self.write('r.toml', HEADERS + rule('$', 'ignore').replace('"never"', '2020-01-01')))
        self.assertIn('r.toml:7:1: warning: the rule has expired', run.stderr)
        self.assertEqual(self.verdicts(), {'mismatch': 1})

    def test_a_wrong_rule_stops_the_run_before_it_begins(self):
        run = self.capture('--rules', self.write('r.toml', rule('$.', 'ignroe')))
        self.assertEqual(run.returncode, 2)
        self.assertEqual(len(run.stderr.splitlines()), 2, run.stderr)
        self.assertFalse(self.run_file.exists())

    def test_diff_shows_what_counts_and_what_rules_set_aside(self):
        (self.folder / 'a').write_bytes(LEGACY)
        (self.folder / 'b').write_bytes(CANDIDATE)
        rules = self.write('r.toml', CLOCK + PRICE)
        run = support.shadowdiff('diff', self.folder / 'a', self.folder / 'b', '--rules', rules, '--json')
        self.assertEqual(run.returncode, 1, run.stderr)
        found = {row['path']: row['rule'] and row['rule'].rsplit('/')[-1] for row in map(json.loads, run.stdout.splitlines())}
        self.assertEqual(found, {'$.build': None, '$.at': 'r.toml:1', '$.price': 'r.toml:8'})
        run = support.shadowdiff('diff', self.folder / 'a', self.folder / 'b', '--rules', rules, self.write('s.toml', BUILD))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(len(run.stdout.splitlines()), 3)
        self.assertEqual(support.shadowdiff('diff', self.folder / 'a', self.folder / 'none').returncode, 2)

    def test_check_tells_every_fault_of_every_file_and_says_no(self):
        good = self.write('good.toml', 'candidate = "http://a"\n' + CLOCK)
        run = support.shadowdiff('rules', 'check', good)
        self.assertEqual((run.returncode, run.stdout), (0, '1 rules, no faults\n'))
        bad = self.write('bad.toml', 'canditate = "http://a"\n' + rule('$..[', 'ignore') + rule('$.a', 'case') +
                         rule('$.a', 'ignore', 'expires_on = 1').replace('"never"', '2020-01-01') +
                         '[[rule]]\npaths = "$.b"\naction = "ignore"\n')
        run = support.shadowdiff('rules', 'check', good, bad)
        self.assertEqual(run.returncode, 1)
        for words in ('bad.toml:1:1: unknown key canditate (candidate?)', 'bad.toml:3:9: paths: ', 'unknown key expires_on',
                      'the rule has no reason', 'the rule has no owner', 'the rule has no expires'):
            self.assertIn(words, run.stdout)
        shadowed = self.write('shadowed.toml', rule('$.a', 'case') + rule('$.a', 'ignore').replace('"never"', '2020-01-01') +
                              rule('$.b', 'case') + rule('$.b', 'ignore'))
        run = support.shadowdiff('rules', 'check', shadowed)
        self.assertEqual(run.returncode, 1)
        self.assertIn('has expired', run.stdout)
        self.assertIn('shadowed.toml:13:1: warning: the rule never comes to word at $.b', run.stdout)
        self.assertEqual(support.shadowdiff('rules', 'check', self.folder / 'none.toml').returncode, 2)


if __name__ == '__main__':
    unittest.main()
