#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A daemon's run files follow one another: each is whole and balances, and no request is in two or in none."""
import signal
import subprocess
import threading
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

    def count_files(self):
        """Of a run that has just begun the file may hold nothing yet."""
        return len(list(self.folder.glob('run*.db')))

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
                while self.count_files() < 3:
                    load.wait_for(load.answered + 50)
                _, errors = self.finish(proxy, load)
                files = self.run_files()
                self.assertGreaterEqual(len(files), 3)
                self.assertEqual(errors.count('the next run has begun'), len(files) - 1)
                self.assertFalse(self.run_file.exists())  # all have the time of their beginning in their names
                self.assert_all_counted_once(files, load)
                for file in files:
                    file.unlink()

    def test_a_reload_begins_a_new_run_and_what_is_broken_does_not(self):
        rules = self.folder / 'team.rules.toml'
        rules.write_text('')
        proxy, load = self.proxy('--rules', rules)
        load.wait_for(100)
        proxy.send_signal(signal.SIGHUP)
        support.wait_for_line(proxy.stderr, 'the next run has begun')
        load.wait_for(load.answered + 100)
        rules.write_text('[[rule]]\nnonsense = 1\n')
        proxy.send_signal(signal.SIGHUP)
        support.wait_for_line(proxy.stderr, 'the run goes on with the rules it had')
        rules.write_text(RULE)
        proxy.send_signal(signal.SIGHUP)
        support.wait_for_line(proxy.stderr, 'the next run has begun')
        load.wait_for(load.answered + 100)
        output, _ = self.finish(proxy, load)
        files = self.run_files()
        self.assertEqual(len(files), 3)
        self.assertEqual(files[0], self.run_file)
        self.assert_all_counted_once(files, load)
        digests = [support.query(file, "select value from run_fact where name = 'rules_digest'") for file in files]
        self.assertEqual(digests[0], digests[1])
        self.assertNotEqual(digests[1], digests[2])
        verdicts = [{row[0] for row in support.query(file, 'select verdict from ledger where n > 0')} for file in files]
        self.assertIn('mismatch', verdicts[0])
        self.assertIn('mismatch', verdicts[1])
        self.assertEqual(verdicts[2], {'equivalent'})
        self.assertIn(str(support.report_of(files[2])['totals']['seen']), output)  # the last run is reported

    def test_a_pause_reaches_a_run_that_drains(self):
        """Nor does a run that is to follow keep the pause waiting."""
        released = threading.Event()
        legacy = self.serve(lambda _: (200, {'Content-Type': 'application/json'}, b'{"n": 1}'))
        candidate = self.serve(lambda _: (released.wait(support.DEADLINE_S), (200, {}, b'{"n": 1}'))[1])
        rules = self.folder / 'team.rules.toml'
        rules.write_text('')
        config = self.folder / 'shadowdiff.toml'
        config.write_text('paused = false\n')
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy.url, '--candidate', candidate.url, '--db',
                           self.run_file, '--config', config, '--rules', rules, '--budget',
                           'candidate:in-flight=1,first-byte=60s,total=60s,wait=60s')
        url = support.wait_for_line(proxy.stderr, 'listening').split('listening on ')[1].strip()
        subprocess.run(['curl', '-s', '-o', '/dev/null', f'http://{url}/[1-20]'], check=True, timeout=support.DEADLINE_S)
        rules.write_text(RULE)
        proxy.send_signal(signal.SIGHUP)
        while self.count_files() < 2:
            pass
        rules.write_text(RULE.replace('$.n', '$.m'))  # for one that must wait until the first has drained
        config.write_text('paused = true\n')
        proxy.send_signal(signal.SIGHUP)
        support.wait_for_line(proxy.stderr, 'paused')
        support.wait_for_line(proxy.stderr, 'the next run has begun')
        released.set()
        proxy.send_signal(signal.SIGINT)
        _, errors = proxy.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(proxy.returncode, 0, errors)
        self.assertEqual(len(candidate.requests), 1)
        report = support.report_of(self.run_files()[0])
        self.assert_balanced(report)
        self.assertEqual(report['totals']['seen'], 20)
        self.assertEqual(sum(line['n'] for line in report['ledger']['lines'] if line['reason'] == 'paused'), 20)

    def test_new_rules_whose_run_cannot_begin_are_not_forgotten(self):
        rules = self.folder / 'team.rules.toml'
        rules.write_text('')
        named = self.folder / 'runs' / 'run.db'
        named.parent.mkdir()
        self.run_file = named
        proxy, load = self.proxy('--rules', rules)
        load.wait_for(10)
        moved = named.parent.rename(self.folder / 'moved')
        rules.write_text(RULE)
        proxy.send_signal(signal.SIGHUP)
        support.wait_for_line(proxy.stderr, 'the run goes on in')
        moved.rename(named.parent)
        proxy.send_signal(signal.SIGHUP)
        support.wait_for_line(proxy.stderr, 'the next run has begun')
        self.finish(proxy, load)
        self.assertEqual(len(list(named.parent.glob('run*.db'))), 2)

    def test_what_is_no_limit_is_refused(self):
        for limit in ('', 'often', '3', '0G'):
            run = support.shadowdiff('proxy', '--legacy', 'http://127.0.0.1:1', '--candidate', 'http://127.0.0.1:1',
                                     '--db', self.run_file, '--rotate', limit)
            self.assertEqual(run.returncode, 2)
            self.assert_one_line(run.stderr, '--rotate')


if __name__ == '__main__':
    unittest.main()
