#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A daemon's run files follow one another: each is whole and balances, and no request is in two or in none."""
import signal
import unittest

import support
from crash_test import Load

RULE = '[[rule]]\npaths = ["$.n"]\naction = "ignore"\nreason = "counted anew"\nowner = "ana"\nexpires = "never"\n'


class Rotation(support.Scenario):
    def proxy(self, *flags):
        legacy, candidate = (
            self.serve(lambda path, n=n: (200, {'Content-Type': 'application/json'},
                                          b'{"path": "%s", "n": %d}' % (path.encode(), n))) for n in (1, 2))
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy.url, '--candidate', candidate.url,
                           '--db', self.run_file, *flags)
        port = int(support.wait_for_line(proxy.stderr, 'listening').rsplit(':', 1)[1])
        return proxy, Load(port)

    def run_files(self):
        return sorted(self.folder.glob('run*.db'), key=lambda file: support.query(file, 'select started_at_us from run'))

    def finish(self, proxy, load):
        load.stop()
        proxy.send_signal(signal.SIGINT)
        output, errors = proxy.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(proxy.returncode, 0, errors)
        return output, errors

    def assert_all_counted_once(self, files, load):
        ids, seen = set(), 0
        for file in files:
            with self.subTest(file.name):
                report = support.report_of(file)
                self.assert_balanced(report)
                self.assertNotEqual(support.query(file, 'select ended_at_us from run'), [(0,)])
                self.assertEqual(support.query(file, "select count(*) from ledger where reason = 'crashed' and n > 0"), [(0,)])
                listed = {row[0] for row in support.query(file, 'select id from exchange')}
                self.assertFalse(ids & listed)
                ids |= listed
                seen += report['totals']['seen']
        self.assertEqual(seen, load.answered)

    def test_by_size_and_by_age(self):
        for limit in ('150K', '400ms'):
            with self.subTest(limit):
                proxy, load = self.proxy('--rotate', limit, '--keep', 'all')
                while len(self.run_files()) < 3:
                    load.wait_for(load.answered + 50)
                _, errors = self.finish(proxy, load)
                files = self.run_files()
                self.assertGreaterEqual(len(files), 3)
                self.assertEqual(errors.count('the next run has begun'), len(files) - 1)
                self.assertFalse(self.run_file.exists())  # all have the time of their beginning in their names
                self.assert_all_counted_once(files, load)
                for file in files:
                    file.unlink()

    def test_new_rules_begin_a_new_run(self):
        rules = self.folder / 'team.rules.toml'
        rules.write_text('')
        proxy, load = self.proxy('--rules', rules)
        load.wait_for(100)
        proxy.send_signal(signal.SIGHUP)  # nothing has changed
        load.wait_for(load.answered + 100)
        rules.write_text('[[rule]]\nnonsense = 1\n')
        proxy.send_signal(signal.SIGHUP)
        support.wait_for_line(proxy.stderr, 'team.rules.toml:')
        rules.write_text(RULE)
        proxy.send_signal(signal.SIGHUP)
        support.wait_for_line(proxy.stderr, 'the next run has begun')
        load.wait_for(load.answered + 100)
        output, _ = self.finish(proxy, load)
        first, second = self.run_files()
        self.assertEqual(first, self.run_file)
        self.assert_all_counted_once([first, second], load)
        digests = [support.query(file, "select value from run_fact where name = 'rules_digest'") for file in (first, second)]
        self.assertNotEqual(*digests)
        verdicts = [{row[0] for row in support.query(file, 'select verdict from ledger where n > 0')} for file in (first, second)]
        self.assertIn('mismatch', verdicts[0])
        self.assertEqual(verdicts[1], {'equivalent'})
        self.assertIn(str(support.report_of(second)['totals']['seen']), output)  # the last run is reported

    def test_what_is_no_limit_is_refused(self):
        for limit in ('', 'often', '3', '0G'):
            run = support.shadowdiff('proxy', '--legacy', 'http://127.0.0.1:1', '--candidate', 'http://127.0.0.1:1',
                                     '--db', self.run_file, '--rotate', limit)
            self.assertEqual(run.returncode, 2)
            self.assert_one_line(run.stderr, '--rotate')


if __name__ == '__main__':
    unittest.main()
