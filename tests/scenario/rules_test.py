#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rules: what they set aside counts for nothing and is not hidden, and what is wrong with them is told at once."""
import itertools
import json
import time
import tomllib
import unittest
import uuid

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
        [(identity,)] = support.query(self.run_file, 'select id from exchange')
        shown = ' '.join(support.shadowdiff('show', self.run_file, identity).stdout.split())
        self.assertIn('rules set aside: ', shown)
        self.assertIn('r.toml:1 at $.at', shown)

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

    def test_diff_takes_whole_answers(self):
        def answer(name, status, *fields):
            file = self.folder / name
            file.write_bytes('\r\n'.join((f'HTTP/1.1 {status}', *fields, 'Content-Length: 7', '', '{"a":1}')).encode())
            return file
        legacy = answer('legacy', '200 OK', 'Content-Type: application/json', 'Set-Cookie: sid=1; Secure')
        candidate = answer('candidate', '201 Created', 'Content-Type: application/json', 'Set-Cookie: sid=1')
        run = support.shadowdiff('diff', legacy, candidate, '--json')
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertEqual({row['path'] for row in map(json.loads, run.stdout.splitlines())}, {'status', 'cookies.sid.secure'})
        self.assertEqual(support.shadowdiff('diff', legacy, legacy).returncode, 0)
        (self.folder / 'body').write_bytes(LEGACY)
        self.assert_one_line(support.shadowdiff('diff', legacy, self.folder / 'body').stderr, 'the other is a body')
        (self.folder / 'cut').write_bytes(legacy.read_bytes()[:-1])
        self.assert_one_line(support.shadowdiff('diff', legacy, self.folder / 'cut').stderr, 'no whole answer')

    def test_a_run_is_judged_again_under_other_rules_without_traffic(self):
        self.capture('--rules', self.write('hidden.toml', PRICE + HEADERS))
        before = self.run_file.read_bytes()
        test = lambda *files: json.loads(support.shadowdiff('rules', 'test', self.run_file, '--json', '--rules', *files).stdout)
        rules = self.write('r.toml', CLOCK + BUILD + HEADERS)
        told = test(rules)
        self.assertEqual((told['compared'], told['rejudged'], told['left_out']), (1, 1, {}))
        self.assertEqual(told['verdicts'], [{'before': 'mismatch', 'after': 'mismatch', 'exchanges': 1}])
        changes = {f['path']: (f['before'], f['after'], [rule.rsplit('/')[-1] for rule in f['rules']]) for f in told['findings']}
        self.assertEqual(changes, {'$.at': (1, 0, ['r.toml:1']), '$.build': (1, 0, ['r.toml:8']), '$.price': (0, 1, [])})
        told = test(rules, self.write('s.toml', PRICE))
        self.assertEqual(told['verdicts'], [{'before': 'mismatch', 'after': 'equivalent', 'exchanges': 1}])
        self.assertEqual(told, test(rules, self.folder / 's.toml'))
        self.assertEqual(self.run_file.read_bytes(), before)
        text = support.shadowdiff('rules', 'test', self.run_file, '--rules', rules).stdout
        self.assertIn('1 exchange of 1 compared could be judged again (100.0 %)', text)
        self.assertIn('appears', text)

    def test_what_was_not_kept_is_not_judged_again(self):
        self.capture('--no-bodies')
        run = support.shadowdiff('rules', 'test', self.run_file, '--json')
        told = json.loads(run.stdout)
        self.assertEqual((told['compared'], told['rejudged'], told['left_out']), (1, 0, {'kept without a body': 1}))
        self.assertEqual(support.shadowdiff('rules', 'test', self.folder / 'none.db').returncode, 2)

    def test_narrow_rules_are_suggested_where_legacy_differs_from_itself(self):
        count = itertools.count()
        def restless(path):
            n = next(count)
            body = {'at': f'2026-01-01T00:00:{n % 3:02}Z', 'state': 'open' if n % 2 else 'shut', 'price': 5}
            return 200, {'Content-Type': 'application/json'}, json.dumps(body).encode()
        def wrong(path):
            status, headers, body = restless(path)
            return status, headers, body.replace(b'5}', b'6}')
        traffic = self.folder / 'day.jsonl'
        traffic.write_text(''.join(json.dumps({'method': 'GET', 'url': f'/a?{n}'}) + '\n' for n in range(30)))
        legacy, candidate = self.serve(restless), self.serve(wrong)
        run = support.shadowdiff('replay', traffic, '--legacy', legacy.url, '--secondary', legacy.url, '--candidate', candidate.url,
                                 '--as-fast-as-possible', '--keep', 'all', '--db', self.run_file)
        self.assertEqual(run.returncode, 0, run.stderr)
        suggested = support.shadowdiff('rules', 'suggest', self.run_file, '--owner', 'team')
        self.assertEqual(suggested.returncode, 0, suggested.stderr)
        rules = tomllib.loads(suggested.stdout)['rule']
        self.assertEqual([(r['paths'], r['route'], r['action'], r['within'], r['owner']) for r in rules],
                         [('$.at', 'GET /a', 'time_window', '5s', 'team')], suggested.stdout)
        self.assertIn('No rule for $.state on GET /a (changed): legacy gives one of few values', suggested.stdout)
        file = self.write('new.toml', suggested.stdout)
        self.assertEqual(support.shadowdiff('rules', 'check', file).stdout, '1 rule, no faults\n')
        told = json.loads(support.shadowdiff('rules', 'test', self.run_file, '--rules', file, '--json').stdout)
        self.assertEqual(told['rejudged'], told['compared'])
        self.assertGreater(told['rules'][0]['exchanges'], 0)
        self.assertEqual({f['path'] for f in told['findings'] if f['after']}, {'$.price'})

    def shadow_ids(self, wrong, *flags):
        """30 requests for each of two routes, both services with ids and a clock of their own; `wrong` makes the body
        of the candidate's answers for /b."""
        def fresh(path):
            body = {'id': str(uuid.uuid4()), 'at': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(1_767_225_600 + next(answers) // 20))}
            return 200, {'Content-Type': 'application/json'}, json.dumps(body).encode()
        answers = itertools.count()
        traffic = self.folder / 'ids.jsonl'
        traffic.write_text(''.join(json.dumps({'method': 'GET', 'url': f'/{route}?{n}'}) + '\n'
                                   for n in range(30) for route in 'ab'))
        def candidate(path):
            status, headers, body = fresh(path)
            return (status, headers, json.dumps(wrong(json.loads(body))).encode()) if path.startswith('/b') else (status, headers, body)
        one, other = self.serve(fresh), self.serve(candidate)
        run = support.shadowdiff('replay', traffic, '--legacy', one.url, '--candidate', other.url, '--as-fast-as-possible',
                                 '--keep', 'all', '--db', self.run_file, *flags)
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_what_is_suggested_hides_nothing_that_a_shape_tells(self):
        self.shadow_ids(lambda body: {**body, 'id': str(uuid.uuid1())}, '--control-share', '1')
        suggested = support.shadowdiff('rules', 'suggest', self.run_file, '--owner', 'team').stdout
        rules = {(r['paths'], str(r['route'])): r for r in tomllib.loads(suggested)['rule']}
        self.assertIn(('$.id', 'GET /a'), rules, suggested)
        self.assertNotIn(('$.id', 'GET /b'), rules, suggested)
        self.assertIn("# No rule for $.id on GET /b (format): ", suggested)
        self.assertTrue(all(r['keep_shape'] for r in rules.values()), suggested)
        file = self.write('new.toml', suggested)
        self.assertEqual(support.shadowdiff('rules', 'check', file).returncode, 0)
        told = json.loads(support.shadowdiff('rules', 'test', self.run_file, '--rules', file, '--json').stdout)
        self.assertEqual({(f['route'], f['path']) for f in told['findings'] if f['after']}, {('GET /b', '$.id')})
        self.assertFalse([f for f in told['findings'] if f['before'] != f['after']], told['findings'])
        for_both = self.write('both.toml', suggested.replace('route = "GET /a"', 'route = ["GET /a", "GET /b"]'))
        bugs = {
            'v1 for v4': ('$.id', lambda body: {**body, 'id': str(uuid.uuid1())}),
            'always the same': ('$.id', lambda body: {**body, 'id': '1b4e28ba-2fa1-4d3c-883f-0016d3cca427'}),
            'local time': ('$.at', lambda body: {**body, 'at': body['at'].replace('T0', 'T1')}),
        }
        for name, (path, wrong) in bugs.items():
            with self.subTest(name):
                self.run_file.unlink(missing_ok=True)
                self.shadow_ids(wrong, '--rules', for_both, '--control-share', '0')
                found = {(f['route'], f['path']) for f in support.report_of(self.run_file)['findings']}
                self.assertEqual(found, {('GET /b', path)})

    def test_check_tells_every_fault_of_every_file_and_says_no(self):
        good = self.write('good.toml', 'candidate = "http://a"\n' + CLOCK)
        run = support.shadowdiff('rules', 'check', good)
        self.assertEqual((run.returncode, run.stdout), (0, '1 rule, no faults\n'))
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

    def test_check_reads_decisions_as_well(self):
        decided = '[[decision]]\nfinding = "0123456789ab"\nas = "intended"\nreason = "r"\nowner = "o"\n'
        run = support.shadowdiff('rules', 'check', self.write('shadowdiff.decisions.toml', decided))
        self.assertEqual((run.returncode, run.stdout), (0, '0 rules, no faults\n'))
        run = support.shadowdiff('rules', 'check', self.write('shadowdiff.decisions.toml', decided + '[[decision]]\nas = "maybe"\n'))
        self.assertEqual(run.returncode, 1)
        self.assertIn('"maybe" is none of legacy-bug, intended, to-fix', run.stdout)

    def test_ids_that_both_services_make_for_a_write_are_noise_and_one_made_twice_is_not(self):
        def made(n, side):
            return json.dumps({'id': str(uuid.UUID(int=uuid.uuid5(uuid.NAMESPACE_URL, f'{side}{n}').int, version=4)), 'n': n})
        for repeats, verdicts in ((False, {'noise': 5}), (True, {'noise': 1, 'mismatch': 4})):
            with self.subTest(repeats=repeats):
                savefile = self.folder / 'writes.pcap'
                savefile.write_bytes(captures.conversations([[(f'POST /orders?{n}', made(n, 'legacy').encode())] for n in range(5)]))
                def candidate(path):
                    n = int(path.rpartition('?')[2])
                    body = json.loads(made(n, 'candidate'))
                    if repeats:
                        body['id'] = json.loads(made(0, 'candidate'))['id']
                    return 200, {'Content-Type': 'application/json'}, json.dumps(body).encode()
                self.run_file.unlink(missing_ok=True)
                run = support.shadowdiff('capture', savefile, '--candidate', self.serve(candidate).url, '--db', self.run_file,
                                         '--allow-method', 'POST', '--rules', self.write('r.toml', HEADERS))
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assertEqual(self.verdicts(), verdicts)
                kept = support.query(self.run_file, "select why from request join exchange on exchange.key = request.exchange_key where verdict = 'noise'")
                self.assertIn('ids that each service made for itself', str(kept))


if __name__ == '__main__':
    unittest.main()
