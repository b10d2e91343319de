#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From a run to a signature: the gate, decisions, exports, joined and pruned files, and every form of report."""
import csv
import http.client
import io
import json
import os
import pathlib
import shlex
import shutil
import signal
import sqlite3
import subprocess
import unittest

import support

FORMS = ('text', 'markdown', 'comment', 'json', 'junit', 'sarif', 'csv', 'html')
SCHEMAS = pathlib.Path(os.environ.get('SHADOWDIFF_CORPUS', '/nonexistent')) / 'suites' / 'junit'


def answer(side, wrong=False, tells_version=False):
    def respond(path):
        price = 19.89 if wrong and 'locale=tr' in path else 19.90
        headers = {'Content-Type': 'application/json'} | ({'X-Version': side} if tells_version else {})
        return 200, headers, b'{"price": %.2f, "path": "%s"}' % (price, path.encode())
    return respond


class Evidence(support.Scenario):
    def run_over(self, targets, *flags, file=None, wrong=True, tells_version=False):
        """A finished run over requests for `targets`; legacy has a secondary, so findings can be confirmed."""
        legacy, secondary = [self.serve(answer('legacy', tells_version=tells_version)) for _ in range(2)]
        candidate = self.serve(answer('candidate', wrong, tells_version))
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy.url, '--candidate', candidate.url,
                           '--secondary', secondary.url, '--db', file or self.run_file, '--budget', 'wait=60s', *flags)
        port = int(support.wait_for_line(proxy.stderr, 'listening').rsplit(':', 1)[1])
        client = http.client.HTTPConnection('127.0.0.1', port, timeout=support.DEADLINE_S)
        for target in targets:
            client.request('GET', target)
            client.getresponse().read()
        client.close()
        proxy.send_signal(signal.SIGINT)
        _, errors = proxy.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(proxy.returncode, 0, errors)

    def gate(self, *arguments):
        run = support.shadowdiff('gate', *arguments, cwd=self.folder)
        return run.returncode, run.stdout

    def targets(self, good=40, bad=20):
        return [f'/things/{n}?locale=de' for n in range(good)] + [f'/things/{n}?locale=tr' for n in range(bad)]

    def test_a_confirmed_finding_is_a_no_until_somebody_decides(self):
        self.run_over(self.targets())
        status, sentence = self.gate(self.run_file)
        self.assertEqual(status, 1, sentence)
        self.assertIn('confirmed by asking again and undecided', sentence)

        fingerprint = support.report_of(self.run_file)['findings'][0]['fingerprint']
        shown = support.shadowdiff('show', self.run_file, fingerprint).stdout
        self.assertIn('query locale=tr', shown)
        with sqlite3.connect(self.run_file) as database:
            database.execute("UPDATE fingerprint SET pattern = '(other)' WHERE fingerprint = ?", (fingerprint,))
        other = support.shadowdiff('accept', self.run_file, fingerprint, '--as', 'intended', '--reason', 'r', '--owner', 'o',
                                   cwd=self.folder)
        self.assertEqual((other.returncode, other.stdout), (2, ''))
        self.assert_one_line(other.stderr, fingerprint, 'is no one finding')
        self.assertFalse((self.folder / 'shadowdiff.decisions.toml').exists())
        with sqlite3.connect(self.run_file) as database:
            database.execute("UPDATE fingerprint SET pattern = '$.price' WHERE pattern = '(other)'")
        accepted = support.shadowdiff('accept', self.run_file, fingerprint[:8], '--as', 'intended', '--reason',
                                      'new "rounding"', '--owner', 'ana', cwd=self.folder)
        self.assertEqual(accepted.returncode, 0, accepted.stderr)
        status, sentence = self.gate(self.run_file)
        self.assertEqual(status, 3, sentence)  # nothing stands against it, and there is too little for a GO
        status, sentence = self.gate(self.run_file, '--limit', '10')
        self.assertEqual(status, 0, sentence)
        report = support.shadowdiff('report', self.run_file, '--format', 'json', cwd=self.folder)
        report = json.loads(report.stdout)
        self.assertEqual(report['totals']['excused'], 20)
        self.assertEqual(report['findings'][0]['decision']['reason'], 'new "rounding"')

        decisions = self.folder / 'shadowdiff.decisions.toml'
        mine = '# mine\n' + decisions.read_text()
        decisions.write_text(mine)
        again = support.shadowdiff('accept', self.run_file, fingerprint, '--as', 'to-fix', '--reason', 'r', '--owner',
                                   'o', cwd=self.folder)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertTrue(decisions.read_text().startswith(mine))
        self.assertEqual(self.gate(self.run_file)[0], 1)
        decisions.write_text(mine + '[[decision]]\nas = "maybe"\n')
        broken = support.shadowdiff('gate', self.run_file, cwd=self.folder)
        self.assertEqual(broken.returncode, 2)
        self.assertIn('shadowdiff.decisions.toml:', broken.stderr)

    def test_what_requests_have_in_common_needs_no_plain_match(self):
        rules = self.folder / 'rules.toml'
        rules.write_text('[[rule]]\npaths = ["headers.x-version"]\naction = "ignore"\n'
                         'reason = "each names itself"\nowner = "ana"\nexpires = "never"\n')
        self.run_over(self.targets(), '--rules', rules, tells_version=True)
        report = support.report_of(self.run_file)
        verdicts = {line['verdict']: line['n'] for line in report['ledger']['lines']}
        self.assertEqual((verdicts['match'], verdicts['equivalent']), (0, 40))
        self.assertRegex(report['in_common'][0], r'query locale=tr; 0 of \d+ kept without a finding have it')
        shown = ' '.join(support.shadowdiff('show', self.run_file, report['findings'][0]['fingerprint']).stdout.split())
        for part in ('query locale=tr', 'evidence', 'in 20 exchanges (20 places), 20 of 20 kept',
                     'confirmed by asking again in 20', 'Nobody has decided about it.',
                     'Legacy was not seen to differ from itself at $.price changed'):
            self.assertIn(part, shown)

    def test_a_go_says_how_much_was_excused_and_every_form_by_whom(self):
        self.run_over(self.targets())
        fingerprint = support.report_of(self.run_file)['findings'][0]['fingerprint']
        for finding, owner in (fingerprint, 'quentin'), (fingerprint, 'zoe'):
            support.shadowdiff('accept', self.run_file, finding, '--as', 'intended', '--reason', 'new rounding', '--owner',
                               owner, '--expires', '2999-01-31', cwd=self.folder)
        status, sentence = self.gate(self.run_file, '--limit', '10')
        self.assertEqual(status, 0, sentence)
        self.assertIn('no mismatch of severity medium or high beside 20 excused by 1 decision in 60 exchanges', sentence)
        for form in 'text', 'markdown', 'comment', 'json', 'junit', 'csv', 'html':
            told = support.shadowdiff('report', self.run_file, '--format', form, cwd=self.folder).stdout.replace('\\', '')
            for part in 'zoe', '2999-01-31', 'new rounding':
                self.assertIn(part, told, form)
            self.assertNotIn('quentin', told, form)
        self.assertIn('Decided: intended by zoe', support.shadowdiff('show', self.run_file, fingerprint, cwd=self.folder).stdout)

    def test_baselines_are_put_in_the_order_of_their_times(self):
        files = [self.folder / name for name in ('1.db', '2.db', '3.db')]
        for file, wrong in zip(files, (True, False, True)):
            self.run_over(self.targets(3, 3), file=file, wrong=wrong)

        def against(run, *baselines):
            flags = [part for baseline in baselines for part in ('--baseline', baseline)]
            return json.loads(support.shadowdiff('report', run, *flags, '--format', 'json').stdout)
        for order in (files[0], files[1]), (files[1], files[0]):
            self.assertEqual([one['since'] for one in against(files[2], *order)['findings']], ['returned'])
        later = against(files[1], files[2])
        self.assertIn('THE BASELINE BEGAN AFTER THIS RUN', later['summary']['since'])
        self.assertNotIn('BASELINE', against(files[1], files[0])['summary']['since'])

    def test_a_report_says_the_command_that_makes_it_again(self):
        folder = self.folder / "a night's"
        folder.mkdir()
        self.run_over(self.targets(3, 2), file=folder / 'run.db')
        api = self.folder / 'api.yaml'
        api.write_text('openapi: 3.0.0\ninfo: {title: t, version: "1"}\npaths:\n  /never: {get: {responses: {}}}\n')
        decisions = self.folder / 'mine.toml'
        decisions.write_text('')
        given = ("a night's/run.db", '--limit', '2', '--decisions', 'mine.toml', '--openapi', 'api.yaml', '--format', 'csv')
        first = support.shadowdiff('report', *given, cwd=self.folder)
        self.assertEqual(first.returncode, 0, first.stderr)
        told = next(row for row in csv.reader(io.StringIO(first.stdout)) if row[1] == 'to repeat')[2]
        command = shlex.split(told.split(', SHA-256')[0])
        self.assertEqual(command, ['shadowdiff', 'report', *given[:-2]])
        again = support.shadowdiff(*command[1:], '--format', 'csv', cwd=self.folder)
        self.assertEqual((again.returncode, again.stdout), (0, first.stdout))
        self.assertIn("shadowdiff show 'a night'\\''s/run.db' ", support.shadowdiff('report', *given[:-2], cwd=self.folder).stdout)

    def test_what_was_too_rare_to_be_missed_is_not_seen_and_what_would_have_shown_is_fixed(self):
        before = self.folder / 'before.db'
        for good, bad, fixed, not_seen in (0, 20, 1, 0), (9, 1, 0, 1):
            self.run_over(self.targets(good, bad), file=before)
            self.run_over(self.targets(3, 0), wrong=False)
            report = json.loads(support.shadowdiff('report', self.run_file, '--baseline', before, '--format', 'json').stdout)
            self.assertEqual((len(report['fixed']), len(report['not_seen'])), (fixed, not_seen))
        self.assertEqual([report['not_seen'][0][key] for key in ('count_before', 'judged_before', 'judged')], [1, 10, 3])

    def test_what_cannot_be_decided_leaves_the_decisions_as_they_are(self):
        self.run_over(self.targets(20, 5))
        fingerprint = support.report_of(self.run_file)['findings'][0]['fingerprint']
        decisions = self.folder / 'shadowdiff.decisions.toml'
        inline = 'decision = []\n'  # which no table can be appended to
        decisions.write_text(inline)
        for finding, word in (('', 'the finding is empty'), ('ffffffffffff', 'ffffffffffff'),
                              (fingerprint, '[[decision]]')):
            refused = support.shadowdiff('accept', self.run_file, finding, '--as', 'intended', '--reason', 'r',
                                         '--owner', 'o', cwd=self.folder)
            self.assertEqual((refused.returncode, refused.stdout), (2, ''))
            self.assert_one_line(refused.stderr, word)
        self.assertEqual(decisions.read_text(), inline)

    def test_the_gate_for_programs_ends_as_its_sentence_does(self):
        self.run_over(self.targets())
        for flags, expected in ((), 1), (('--limit', '50'), 1):
            told = support.shadowdiff('gate', self.run_file, '--json', *flags, cwd=self.folder)
            self.assertEqual((told.returncode, told.stderr), (expected, ''))
            gate = json.loads(told.stdout)
            self.assertEqual(gate['schema_version'], 1)
            self.assertEqual(gate['gate']['sentence'] + '\n', self.gate(self.run_file, *flags)[1])
        fingerprint = support.report_of(self.run_file)['findings'][0]['fingerprint']
        self.assertEqual([one['what'] for one in gate['missing']], ['open_finding'])
        self.assertEqual(gate['missing'][0]['finding'], fingerprint)
        support.shadowdiff('accept', self.run_file, fingerprint, '--as', 'intended', '--reason', 'r', '--owner', 'o',
                           cwd=self.folder)
        told = support.shadowdiff('gate', self.run_file, '--json', '--limit', '10', cwd=self.folder)
        gate = json.loads(told.stdout)
        self.assertEqual((told.returncode, gate['gate']['answer'], gate['missing']), (0, 'GO', []))
        self.assertEqual([(one['finding'], one['state']) for one in gate['decisions']], [(fingerprint, 'holds')])

    def test_what_names_nothing_is_said_and_never_an_empty_answer(self):
        self.run_over(self.targets(5, 3))
        route = support.report_of(self.run_file)['routes'][0]['route']
        for flag, value in ('--route', route + 's'), ('--verdict', 'mismatches'), ('--reason', 'no_such'), \
                           ('--finding', 'ffffffffffff'):
            with self.subTest(flag):
                listed = support.shadowdiff('export', self.run_file, flag, value)
                self.assertEqual((listed.returncode, listed.stdout), (2, ''))
                self.assert_one_line(listed.stderr, flag, value)
        self.assertIn(f'(nearest: {route})', support.shadowdiff('export', self.run_file, '--route', route + 's').stderr)
        self.assertEqual(support.shadowdiff('export', self.run_file, '--route', route).returncode, 0)
        plain = support.shadowdiff('gate', self.run_file, cwd=self.folder)
        for command in ('gate',), ('report', '--format', 'json'):
            cut_over = support.shadowdiff(*command, self.run_file, '--cut-over', 'GET /nowhere', cwd=self.folder)
            self.assert_one_line(cut_over.stderr, '--cut-over', 'GET /nowhere', route)
            self.assertEqual(cut_over.returncode, plain.returncode if command == ('gate',) else 0)
        known = support.shadowdiff('gate', self.run_file, '--cut-over', route, cwd=self.folder)
        self.assertEqual((known.returncode, known.stderr, known.stdout), (plain.returncode, '', plain.stdout))
        fingerprint = support.report_of(self.run_file)['findings'][0]['fingerprint']
        late = support.shadowdiff('accept', self.run_file, fingerprint, '--as', 'intended', '--reason', 'r', '--owner',
                                  'o', '--expires', '2020-01-01', cwd=self.folder)
        self.assertEqual(late.returncode, 2)
        self.assert_one_line(late.stderr, '--expires', '2020-01-01')
        self.assertFalse((self.folder / 'shadowdiff.decisions.toml').exists())
        for command in 'report', 'export':
            replaced = support.shadowdiff(command, self.run_file, '--output', self.run_file, cwd=self.folder)
            self.assertEqual(replaced.returncode, 2)
            self.assert_one_line(replaced.stderr, '--output', 'would be replaced')

    def test_the_page_that_is_served_says_what_requests_have_in_common(self):
        self.run_over(self.targets())
        server = self.start('serve', self.run_file, '--listen', '127.0.0.1:0', cwd=self.folder)
        port = int(support.wait_for_line(server.stderr, 'serving').strip().rstrip('/').rsplit(':', 1)[1])
        client = http.client.HTTPConnection('127.0.0.1', port, timeout=support.DEADLINE_S)
        self.addCleanup(client.close)
        client.request('GET', '/')
        page = client.getresponse().read().decode()
        self.assertRegex(page, '<div id="notes" data-refresh class="sheet notes">(.|\n)*query locale=tr')

    def test_every_form_says_the_same_each_time(self):
        self.run_over(self.targets())
        for form in FORMS:
            with self.subTest(form):
                first, second = (support.shadowdiff('report', self.run_file, '--format', form, cwd=self.folder)
                                 for _ in range(2))
                self.assertEqual((first.returncode, first.stderr), (0, ''))
                self.assertEqual(first.stdout, second.stdout)
                text = first.stdout.replace('\\', '')  # Markdown writes 19\\.90
                self.assertIn('NO-GO', text)
                self.assertLess(text.index('19.90'), text.index('19.89'))  # legacy comes first

    @support.needs('xmllint')
    @unittest.skipUnless(SCHEMAS.exists(), 'SHADOWDIFF_CORPUS is not set')
    def test_junit_is_valid_by_the_schemas_of_ant_and_jenkins(self):
        self.run_over(self.targets())
        report = self.folder / 'report.xml'
        support.shadowdiff('report', self.run_file, '--format', 'junit', '--output', report, cwd=self.folder)
        for schema in ('JUnit.xsd', 'junit-10.xsd'):
            with self.subTest(schema):
                check = subprocess.run(['xmllint', '--noout', '--schema', SCHEMAS / schema, report], text=True,
                                       capture_output=True, check=False)
                self.assertEqual(check.returncode, 0, check.stderr)

    def test_every_exchange_can_be_exported(self):
        self.run_over(self.targets(5, 3), '--keep', 'all')
        lines = support.shadowdiff('export', self.run_file)
        rows = [json.loads(line) for line in lines.stdout.splitlines()]
        self.assertEqual(len(rows), 8)
        self.assertIn('all 8 exchanges listed', lines.stderr)
        wrong = [row for row in rows if row['verdict'] == 'mismatch']
        self.assertEqual(len(wrong), 3)
        for row in wrong:
            self.assertEqual([(d['pointer'], d['legacy'], d['candidate']) for d in row['differences']],
                             [('/price', '19.90', '19.89')])
            self.assertEqual({a['leg'] for a in row['answers']}, {'legacy', 'candidate', 'secondary'})
        listed = support.shadowdiff('export', self.run_file, '--verdict', 'mismatch', '--format', 'csv')
        table = list(csv.DictReader(io.StringIO(listed.stdout)))
        self.assertEqual([row['verdict'] for row in table], ['mismatch'] * 3)
        for flags, n, words in ((('--severity', wrong[0]['severity']), 3, 'all 3 exchanges listed'), (('--severity', 'low'), 0, 'all 0'),
                                (('--status', '200'), 8, 'legacy answered 200 in 8, the candidate in 8'),
                                (('--status', '404', '--severity', 'medium'), 0, 'legacy answered 404 in 0')):
            some = support.shadowdiff('export', self.run_file, *flags)
            self.assertEqual((some.returncode, len(some.stdout.splitlines())), (0, n), flags)
            self.assertIn(words, some.stderr)
        for flags in ('--severity', 'grave'), ('--status', '2000'):
            self.assertEqual(support.shadowdiff('export', self.run_file, *flags).returncode, 2, flags)
        self.assertEqual(table[0]['target'], '/things/0?locale=tr')

    def test_nights_that_replay_one_recording_are_one_gate_together_or_merged(self):
        recording = self.folder / 'recording'
        self.run_over(self.targets(30, 10), '--record', recording, '--keep', 'all')
        files = [self.folder / 'mon.db', self.folder / 'tue.db']
        legacy, secondary, candidate = self.serve(answer('l')), self.serve(answer('l')), self.serve(answer('c', True))
        for file in files:
            night = support.shadowdiff('replay', *recording.iterdir(), '--legacy', legacy.url, '--secondary', secondary.url,
                                       '--candidate', candidate.url, '--as-fast-as-possible', '--keep', 'all', '--db', file,
                                       '--candidate-version', 'v2', '--legacy-version', 'v1')
            self.assertEqual(night.returncode, 0, night.stderr)
        week = self.folder / 'week.db'
        support.shadowdiff('merge', week, *files)
        report = support.report_of(week)
        self.assert_balanced(report)
        self.assertEqual([line['kept'] for line in report['ledger']['lines']],
                         [line['n'] for line in report['ledger']['lines']])
        ids = [json.loads(line)['id'] for line in support.shadowdiff('export', week).stdout.splitlines()]
        self.assertEqual((len(ids), len(set(ids))), (80, 80))
        support.shadowdiff('accept', week, report['findings'][0]['fingerprint'], '--as', 'intended', '--reason', 'r',
                           '--owner', 'o', cwd=self.folder)
        apart, merged = self.gate(*files, '--limit', '10'), self.gate(week, '--limit', '10')
        self.assertEqual((apart[0], merged[0]), (0, 0), (apart, merged))

    def test_nights_are_joined_and_old_exchanges_pruned(self):
        files = [self.folder / 'mon.db', self.folder / 'tue.db']
        versions = ('--candidate-version', 'v2', '--legacy-version', 'v1')
        for file in files:
            self.run_over(self.targets(20, 5), *versions, file=file)
        both = support.shadowdiff('gate', *files, cwd=self.folder)
        self.assertEqual((both.returncode, both.stderr), (1, ''))
        self.run_over(self.targets(4, 0), '--candidate-version', 'v3', '--legacy-version', 'v1')
        other = support.shadowdiff('gate', *files, self.run_file, cwd=self.folder)
        self.assertEqual(other.stderr.count('its candidate version is v2, that of the newest run is v3'), 2)

        week = self.folder / 'week.db'
        merged = support.shadowdiff('merge', week, *files, files[0])
        self.assertEqual(merged.returncode, 0, merged.stderr)
        self.assertIn('mon.db: is there already', merged.stderr)
        report = support.report_of(week)
        self.assert_balanced(report)
        self.assertEqual(report['totals']['seen'], 50)
        self.assertEqual(report['findings'][0]['count'], 10)
        shutil.copy(week, self.folder / 'copy.db')
        roomy = support.shadowdiff('prune', week, '--max-db-size', '500M')
        self.assertEqual((roomy.returncode, roomy.stdout, roomy.stderr), (0, '', ''))
        pruned = support.shadowdiff('prune', week, '--older-than', '1ms')
        self.assertEqual((pruned.returncode, pruned.stderr), (0, ''))
        tiny = support.shadowdiff('prune', week, '--max-db-size', '1K')
        self.assertEqual(tiny.returncode, 0)
        self.assert_one_line(tiny.stderr, 'still has', 'takes more than --max-db-size 1K')
        report = support.report_of(week)
        self.assert_balanced(report)
        self.assertEqual(report['findings'][0]['count'], 10)
        self.assertEqual(report['findings'][0]['kept'], 0)
        self.assertTrue(any('can no longer be listed' in line for line in report['not_verified']))
        for form in ('text', 'markdown', 'junit', 'sarif', 'html'):
            told = support.shadowdiff('report', week, '--format', form, cwd=self.folder).stdout
            self.assertIn('not kept', told, form)
            self.assertNotIn('(empty)', told, form)
        shown = support.shadowdiff('show', week, report['findings'][0]['fingerprint'])
        self.assertEqual(shown.returncode, 2)
        self.assert_one_line(shown.stderr, 'is kept any more')
        twice = support.shadowdiff('gate', *files, files[0], cwd=self.folder)
        self.assertIn('mon.db: a run that is in it is counted already', twice.stderr)
        self.assertLess(week.stat().st_size, (self.folder / 'copy.db').stat().st_size)
        baseline = json.loads(support.shadowdiff('report', files[1], '--baseline', files[0], '--format', 'json',
                                                 cwd=self.folder).stdout)
        self.assertEqual([finding['since'] for finding in baseline['findings']], ['persisting'])
        self.assertEqual(baseline['fixed'], [])


if __name__ == '__main__':
    unittest.main()
