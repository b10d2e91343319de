#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""capture --list prints what a file holds and sends nothing; with SHADOWDIFF_CORPUS, it agrees with
independent readers over real captures."""
import gzip
import hashlib
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import unittest

import captures
import support

ROOT = pathlib.Path(__file__).parents[2]
CORPUS = os.environ.get('SHADOWDIFF_CORPUS')


class List(support.Scenario):
    def test_exchanges_come_as_json_lines_in_the_order_of_each_connection(self):
        file = self.folder / 'day.pcap'
        file.write_bytes(captures.conversations([[('GET /a?b=c', b'{"a": 1}'), ('HEAD /b', b'')], [('PUT /c', b'x' * 5000)]]))
        run = support.shadowdiff('capture', '--list', file)
        self.assertEqual((run.returncode, run.stderr), (0, ''))
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        digest = lambda body: hashlib.sha256(body).hexdigest()
        self.assertEqual(rows, [
            {'client': '10.0.0.1:40000', 'server': '10.0.0.2:8080', 'method': 'GET', 'uri': '/a?b=c', 'status': 200,
             'complete': True, 'body_len': 8, 'body_sha256': digest(b'{"a": 1}')},
            {'client': '10.0.0.1:40000', 'server': '10.0.0.2:8080', 'method': 'HEAD', 'uri': '/b', 'status': 200,
             'complete': True, 'body_len': 0, 'body_sha256': digest(b'')},
            {'client': '10.0.0.1:40001', 'server': '10.0.0.2:8080', 'method': 'PUT', 'uri': '/c', 'status': 200,
             'complete': True, 'body_len': 5000, 'body_sha256': digest(b'x' * 5000)}])

    def test_a_pipe_and_packed_files_list_what_the_file_lists(self):
        whole = captures.conversations([[('GET /a', b'{"a": 1}'), ('GET /b', b'x' * 5000)]])
        file = self.folder / 'day.pcap'
        file.write_bytes(whole)
        listed = support.shadowdiff('capture', '--list', file).stdout
        self.assertEqual(len(listed.splitlines()), 2)
        for content in (whole, gzip.compress(whole)):
            run = subprocess.run([support.PROGRAM, 'capture', '--list', '-'], input=content, capture_output=True,
                                 timeout=support.DEADLINE_S, check=True)
            self.assertEqual(run.stdout.decode(), listed)

    def test_only_given_ports_are_listed_from_files_too(self):
        file = self.folder / 'day.pcap'
        file.write_bytes(captures.conversations([[('GET /a', b'{}')]]))
        for ports, listed in ((['8080'], 1), (['81', '8080'], 1), (['81'], 0)):
            flags = [flag for port in ports for flag in ('--port', port)]
            run = support.shadowdiff('capture', '--list', file, *flags)
            self.assertEqual((run.returncode, len(run.stdout.splitlines())), (0, listed), ports)

    def test_wrong_checksums_leave_packets_out_only_when_they_are_verified(self):
        file = self.folder / 'day.pcap'
        data = bytearray(captures.conversations([[('GET /a', b'{}')]]))
        at = 24
        while at < len(data):
            captured, = struct.unpack_from('<I', data, at + 8)
            data[at + 16 + 20 + 16:at + 16 + 20 + 18] = b'\xba\xad'  # TCP's, behind record and IP header
            at += 16 + captured
        file.write_bytes(data)
        self.assertEqual(len(support.shadowdiff('capture', '--list', file).stdout.splitlines()), 1)
        self.assertEqual(support.shadowdiff('capture', '--list', '--verify-checksums', file).stdout, '')

    def test_an_interface_cannot_be_listed(self):
        run = support.shadowdiff('capture', '--list', 'lo')
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, '--list', 'lo')

    @unittest.skipUnless(CORPUS, 'SHADOWDIFF_CORPUS is unset: real captures are not scored')
    def test_real_captures_read_as_independent_readers_read_them(self):
        results = self.folder / 'results'
        results.mkdir()
        for capture in sorted(pathlib.Path(CORPUS, 'captures').glob('*.pcap*')):
            run = support.shadowdiff('capture', '--list', capture)
            self.assertIn(run.returncode, (0, 2), f'{capture.name}: {run.stderr}')
            (results / f'{capture.name}.jsonl').write_text(run.stdout)
        score = subprocess.run([sys.executable, pathlib.Path(CORPUS, 'score.py'), pathlib.Path(CORPUS, 'expected'),
                                results, '--json', self.folder / 'score.json'], capture_output=True, text=True, check=True)
        print(score.stdout[-2000:])
        self.assert_score(json.loads((self.folder / 'score.json').read_text()))

        self.assert_all_named(json.loads((self.folder / 'score.json').read_text())['captures'])

    def assert_all_named(self, captures):
        """docs/leniency.md names each capture that is read otherwise, and no other."""
        table = (ROOT / 'docs' / 'leniency.md').read_text().split('## Real captures')[1]
        self.assertEqual({name.split('.')[0] for name, score in captures.items() if score.get('notes')},
                         set(re.findall(r'^\| `([0-9a-f]{16})` \|', table, re.MULTILINE)))

    def assert_score(self, score):
        total = score['total']
        ratio = lambda part, whole: total[part] / total[whole]
        self.assertEqual(total.get('PAIR_wrong', 0), 0)
        self.assertEqual(total.get('no_result', 0), 0)
        self.assertGreaterEqual(ratio('strict_status_ok', 'strict_resp'), 0.995)
        self.assertEqual(ratio('strict_hash_ok', 'strict_hash_given'), 1)
        self.assertGreaterEqual(ratio('strict_found', 'strict_expected'), 0.995)
        self.assertGreaterEqual(ratio('strict_matched', 'strict_reported'), 0.995)


if __name__ == '__main__':
    unittest.main()
