#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which times of the legs are held against each other."""
import json
import threading
import unittest

import captures
import recordings
import support


def plain(_):
    return 200, {'Content-Type': 'application/json'}, b'{"tea": 1}'


def slow(path):
    threading.Event().wait(0.05)
    return plain(path)


class Latency(recordings.Recordings):
    def urls(self, requests):
        """They share one client connection: each waits for the leg's answer to the one before."""
        file = self.folder / 'one.jsonl'
        file.write_text(''.join(json.dumps({'url': '/teas', 'connection': 1, 'time': 1_700_000_000 + at / 100}) + '\n'
                                for at in range(requests)))
        return file

    def test_a_leg_that_is_shed_leaves_the_times_of_the_others_as_they_are(self):
        _, report = self.replay(self.urls(80), '--legacy', self.serve(plain).url, '--candidate', self.serve(plain).url,
                                '--secondary', f'http://127.0.0.1:{support.free_port()}', '--rate', '200/s')
        shed = support.query(self.run_file, "select sum(n) from leg_failure where leg = 'secondary' and failure = 'shed'")
        self.assertGreater(shed[0][0], 0)
        (line,) = report['latency']
        self.assertLess(line['legacy']['p99_us'], 60_000_000)
        self.assertLess(line['candidate']['p99_us'], 60_000_000)

    def assert_indicative(self, report):
        self.assertEqual(report['run']['facts']['pace'], 'none')
        for line in report['latency']:
            self.assertEqual((line['is_indicative'], line['quantiles']), (True, []))
        text = support.shadowdiff('report', self.run_file).stdout
        self.assertIn('without a pace the two were not sent at the same time', ' '.join(text.split()))

    def test_without_a_pace_a_leg_is_not_billed_for_the_others_speed(self):
        file, requests = self.urls(60), 60
        legs = '--legacy', self.serve(slow).url, '--candidate', self.serve(plain).url
        _, report = self.replay(file, *legs, '--as-fast-as-possible')
        self.assert_indicative(report)
        (line,) = report['latency']
        # The last request was sent to it three seconds after the other leg had it.
        self.assertLess(line['legacy']['p50_us'], 50_000 * requests / 4)

        _, report = self.replay(file, *legs, '--rate', '20/s', '--limit', '5')
        self.assertNotIn('pace', report['run']['facts'])

    def test_a_savefile_is_read_without_a_pace(self):
        file = self.folder / 'day.pcap'
        file.write_bytes(captures.conversations([[(f'GET /teas?n={i}', b'{"tea": 1}') for i in range(20)]]))
        run = support.shadowdiff('capture', file, '--legacy', self.serve(plain).url, '--candidate',
                                 self.serve(plain).url, '--db', self.run_file)
        self.assertEqual(run.returncode, 0, run.stderr)
        report = support.report_of(self.run_file)
        self.assertEqual(len(report['latency']), 1)
        self.assert_indicative(report)


if __name__ == '__main__':
    unittest.main()
