#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever happens to the process, the disk or the run file: traffic is served, and what is left is readable and balances.

SHADOWDIFF_KILLS says how often the program is killed (200 takes some minutes); with SHADOWDIFF_SOAK the run file is
locked for a minute."""
import contextlib
import http.client
import os
import random
import resource
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

import support

KILLS = int(os.environ.get('SHADOWDIFF_KILLS', '8'))
CLIENTS = 4
LOCKED_S = 60 if 'SHADOWDIFF_SOAK' in os.environ else 0


class Load:
    """Clients that ask as fast as they are answered, until they are stopped or cut off."""

    def __init__(self, port):
        self.sent = self.answered = 0
        self.stopped = False
        self.changed = threading.Condition()
        self.threads = [threading.Thread(target=self.ask, args=(port, n), daemon=True) for n in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def ask(self, port, client):
        connection = http.client.HTTPConnection('127.0.0.1', port, timeout=support.DEADLINE_S)
        number = 0
        with contextlib.suppress(OSError, http.client.HTTPException):
            while not self.stopped:
                number += 1
                with self.changed:
                    self.sent += 1
                connection.request('GET', f'/things/{client * 1_000_000 + number}')
                connection.getresponse().read()
                with self.changed:
                    self.answered += 1
                    self.changed.notify_all()
        connection.close()

    def wait_for(self, answers):
        with self.changed:
            if not self.changed.wait_for(lambda: self.answered >= answers, support.DEADLINE_S):
                raise AssertionError(f'only {self.answered} of {answers} requests were answered')

    def go_on(self, answers, seconds=0):
        """So many more answers, and for so long at least."""
        end = time.monotonic() + seconds
        self.wait_for(self.answered + answers)
        while time.monotonic() < end:
            self.wait_for(self.answered + 1)

    def stop(self):
        self.stopped = True
        for thread in self.threads:
            thread.join(support.DEADLINE_S)


class Crash(support.Scenario):
    def setUp(self):
        super().setUp()
        chance = random.Random(3)
        noise = bytes(chance.choices(range(ord('a'), ord('z') + 1), k=20_000)).decode()
        self.legacy = self.serve(lambda path: (200, {'Content-Type': 'application/json'},
                                               b'{"path": "%s", "n": 1}' % path.encode()))
        self.candidate = self.serve(lambda path: (200, {'Content-Type': 'application/json'},
                                                  ('{"path": "%s", "n": 2, "noise": "%s"}' % (path, noise)).encode()))

    def proxy(self, *flags, **options):
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', self.legacy.url,
                           '--candidate', self.candidate.url, '--db', self.run_file, *flags, **options)
        port = int(support.wait_for_line(proxy.stderr, 'listening').rsplit(':', 1)[1])
        return proxy, Load(port)

    def finish(self, proxy, load):
        load.stop()
        proxy.send_signal(signal.SIGINT)
        _, errors = proxy.communicate(timeout=support.DEADLINE_S)
        return errors

    def assert_sound(self, report, sent):
        self.assert_balanced(report)
        self.assertLessEqual(report['totals']['seen'], sent)
        self.assertEqual(support.query(self.run_file, 'pragma integrity_check'), [('ok',)])
        self.assertEqual(support.query(self.run_file, 'pragma foreign_key_check'), [])
        counted = support.query(self.run_file, "select coalesce(sum(n), 0) from tally where verdict = 'mismatch'")
        listed = support.query(self.run_file, "select count(*) from exchange where verdict = 'mismatch'")
        self.assertEqual(counted, listed)  # a row and its count enter in one transaction

    def test_killed_at_any_moment_it_leaves_a_file_that_is_whole_and_balances(self):
        chance = random.Random(11)
        for kill in range(KILLS):
            with self.subTest(kill=kill):
                proxy, load = self.proxy()
                load.wait_for(chance.randint(1, 400))
                proxy.kill()
                proxy.communicate()
                load.stop()
                self.assert_sound(support.report_of(self.run_file), load.sent)
                for file in self.folder.iterdir():
                    file.unlink()

    def test_a_locked_run_file_is_written_when_it_is_free_again(self):
        proxy, load = self.proxy()
        load.wait_for(50)
        with contextlib.closing(sqlite3.connect(self.run_file, isolation_level=None)) as other:
            other.execute('begin immediate')
            load.go_on(400, LOCKED_S)
            other.execute('rollback')
        errors = self.finish(proxy, load)
        self.assertEqual(proxy.returncode, 0, errors)
        report = support.report_of(self.run_file)
        self.assertEqual(report['totals']['seen'], load.answered)
        self.assert_sound(report, load.sent)

    def test_a_reader_that_stays_holds_nothing_up(self):
        proxy, load = self.proxy()
        load.wait_for(50)
        with contextlib.closing(sqlite3.connect(self.run_file, isolation_level=None)) as reader:
            reader.execute('begin')
            before = reader.execute('select seen from run').fetchall()
            load.go_on(400, LOCKED_S)
            self.assertEqual(reader.execute('select seen from run').fetchall(), before)
            errors = self.finish(proxy, load)
        self.assertEqual(proxy.returncode, 0, errors)
        self.assert_sound(support.report_of(self.run_file), load.sent)

    def test_a_removed_run_file_is_written_anew_and_traffic_is_served_on(self):
        proxy, load = self.proxy()
        load.wait_for(50)
        self.run_file.unlink()
        load.wait_for(load.answered + 200)
        errors = self.finish(proxy, load)
        self.assertEqual(proxy.returncode, 0, errors)
        self.assertIn('the run file was removed; it is written anew', errors)
        report = support.report_of(self.run_file)
        self.assertEqual(report['totals']['seen'], load.answered)
        self.assert_sound(report, load.sent)

    def test_a_replaced_run_file_is_told_and_traffic_is_served_on(self):
        proxy, load = self.proxy()
        load.wait_for(50)
        self.run_file.unlink()
        self.run_file.write_text("somebody's")
        load.wait_for(load.answered + 200)
        errors = self.finish(proxy, load)
        self.assertEqual(proxy.returncode, 2)
        self.assertIn('another file took its place during the run', errors)
        self.assertEqual(self.run_file.read_text(), "somebody's")

    def test_on_a_full_disk_traffic_is_served_on_and_the_counts_are_whole(self):
        def small_disk():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then it is an error like that of a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

        self.assert_survives_a_full_disk(*self.proxy('--keep', 'all', preexec_fn=small_disk))

    @support.needs_root
    def test_on_a_full_file_system_likewise(self):
        disk = self.folder / 'disk'
        disk.mkdir()
        subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], check=True)
        self.addCleanup(subprocess.run, ['umount', disk], check=True)
        self.run_file = disk / 'run.db'
        self.assert_survives_a_full_disk(*self.proxy('--keep', 'all'))

    def assert_survives_a_full_disk(self, proxy, load):
        support.wait_for_line(proxy.stderr, 'cannot write to')  # at once, not only at the end
        load.go_on(1_500)  # several batches wait for a disk that has no room
        errors = self.finish(proxy, load)
        self.assertEqual(proxy.returncode, 2)
        self.assertNotIn('the run goes on', errors)  # that is told once
        self.assertRegex(errors, 'exchanges are counted but not kept: cannot write to .*run.db')
        report = support.report_of(self.run_file)
        self.assert_balanced(report)
        self.assertEqual(report['totals']['seen'], load.answered)
        self.assertEqual(support.query(self.run_file, 'pragma integrity_check'), [('ok',)])


if __name__ == '__main__':
    unittest.main()
