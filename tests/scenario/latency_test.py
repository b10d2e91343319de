#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which times of the legs are held against each other."""
import json
import unittest

import recordings
import support


def plain(_):
    return 200, {'Content-Type': 'application/json'}, b'{"tea": 1}'


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


if __name__ == '__main__':
    unittest.main()
