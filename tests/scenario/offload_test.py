#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""10 KB answers over a veth pair between two network namespaces, with segmentation offload as the kernel sets it:
packets longer than any frame, their checksums not filled in. Each of wrk's requests is an exact pair, both
payloads whole, with no option set."""
import os
import re
import signal
import subprocess
import unittest

import nginx
import support

REQUESTS = 3_000  # fewer than a capture holds at once, so that a slow build refuses none
CONNECTIONS = 16
SERVER, CLIENT = '10.211.0.1', '10.211.0.2'
ITEMS = {'items.json': (b'{"items": [' + b', '.join(b'{"id": %d, "price": 4.20}' % i for i in range(400)) + b']}')[:10_000]}
SCRIPT = '''
local answers = 0
function response()
  answers = answers + 1
  if answers == {requests} then wrk.thread:stop() end
end
'''


def ip(*arguments):
    return subprocess.run(['ip', *arguments], capture_output=True, text=True, check=False)


class Namespaces:
    """Two network namespaces with one cable between them, removed at the end."""

    def __init__(self, scenario):
        self.names = [f'shadowdiff-{os.getpid()}-{side}' for side in ('server', 'client')]
        for name in self.names:
            made = ip('netns', 'add', name)
            if made.returncode != 0:
                scenario.skipTest(f'no network namespace may be made: {made.stderr.strip()}')
            scenario.addCleanup(ip, 'netns', 'del', name)
        server, client = self.names
        made = ip('link', 'add', 'wire', 'netns', server, 'type', 'veth', 'peer', 'name', 'wire', 'netns', client)
        if made.returncode != 0:
            scenario.skipTest(f'no veth pair may be made: {made.stderr.strip()}')
        for name, address in ((server, SERVER), (client, CLIENT)):
            for arguments in (['addr', 'add', f'{address}/24', 'dev', 'wire'], ['link', 'set', 'wire', 'up'],
                              ['link', 'set', 'lo', 'up']):
                scenario.assertEqual(ip('-n', name, *arguments).stderr, '')
        self.server, self.client = (('ip', 'netns', 'exec', name) for name in self.names)


@support.needs_root
@support.needs('nginx', 'curl', 'wrk', 'ip')
class Offload(support.Scenario):
    def test_every_answer_is_whole_out_of_the_box(self):
        spaces = Namespaces(self)
        candidate = nginx.start(self, 'candidate', ITEMS, '127.0.0.1', 8081, spaces.server)
        legacy = nginx.start(self, 'legacy', ITEMS, SERVER, 8080, spaces.server)
        doctor = subprocess.run([*spaces.server, support.PROGRAM, 'doctor', 'wire', '--seconds', '1'],
                                capture_output=True, text=True, check=False)
        self.assertIn('TSO on', doctor.stdout)
        command = [*spaces.server, support.PROGRAM, 'capture', 'wire', '--port', '8080', '--legacy', 'observed',
                   '--candidate', candidate, '--db', self.run_file, '--duration', '10m', '--budget',
                   'wait=60s']  # a slow build sheds none as stale
        capture = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(support.end, capture)
        asked = nginx.wait_until_captured(self, f'{legacy}/items.json', capture, spaces.client)

        script = self.folder / 'requests.lua'
        script.write_text(SCRIPT.format(requests=REQUESTS))
        wrk = subprocess.run([*spaces.client, 'wrk', '-t', '1', '-c', str(CONNECTIONS), '-d', '2s', '-s', script,
                              f'{legacy}/items.json'], check=True, capture_output=True, text=True)
        answered = int(re.search(r'(\d+) requests in', wrk.stdout)[1])
        capture.send_signal(signal.SIGINT)
        _, errors = capture.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(capture.returncode, 0, errors)

        report = support.report_of(self.run_file)
        self.assert_balanced(report)
        counts = {(line['verdict'], line.get('reason', '')): line['n'] for line in report['ledger']['lines'] if line['n']}
        judged = sum(n for (verdict, _), n in counts.items() if verdict == 'match')
        # wrk stops with a request under way on each connection, and the first of ours may have come too early.
        self.assertGreaterEqual(judged, answered, counts)
        self.assertLessEqual(judged, answered + CONNECTIONS + asked, counts)
        self.assertLessEqual(report['totals']['seen'] - judged, CONNECTIONS, counts)
        coverage = report['coverage']
        for blind in ('kernel_drops', 'snaplen_cuts', 'gap_bytes', 'bad_checksums', 'undecodable_frames'):
            self.assertEqual(coverage.get(blind, 0), 0, coverage)


if __name__ == '__main__':
    unittest.main()
