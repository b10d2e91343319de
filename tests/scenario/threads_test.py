#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where the system grants no more threads, a run says so and ends, whichever of its threads it was that failed."""
import os
import subprocess
import unittest

import captures
import support

USER = 64_991  # has no other processes: they would count
MANY = 64  # more than it can want


@support.needs_root
@support.needs('setpriv')
@support.needs('prlimit')
class Threads(support.Scenario):
    def setUp(self):
        super().setUp()
        self.day = self.folder / 'day.pcap'
        self.day.write_bytes(captures.conversations([[(f'GET /{n}', b'{}') for n in range(20)]]))
        os.chown(self.folder, USER, USER)

    def replay(self, threads_max, file):
        """As a user that may have so many threads."""
        return subprocess.run(
            ['prlimit', f'--nproc={threads_max}', 'setpriv', f'--reuid={USER}', f'--regid={USER}', '--clear-groups',
             support.PROGRAM, 'replay', self.day, '--as-fast-as-possible', '--candidate', f'recorded:{self.day}',
             '--db', file], capture_output=True, text=True, timeout=support.DEADLINE_S)

    def test_a_run_that_gets_too_few_threads_ends_with_one_line(self):
        failed = 0
        for threads_max in range(1, MANY):
            with self.subTest(threads_max=threads_max):
                file = self.folder / f'run-{threads_max}.db'
                run = self.replay(threads_max, file)
                if run.returncode == 0:
                    break
                failed += 1
                self.assertEqual(run.returncode, 2, run.stderr)
                self.assertRegex(run.stderr.splitlines()[-1], 'cannot start a thread: Resource temporarily unavailable')
        self.assertEqual(run.returncode, 0)
        self.assertGreaterEqual(failed, 3)  # of the mirror's, the judge's and the store's
        self.assert_balanced(support.report_of(file))


if __name__ == '__main__':
    unittest.main()
