#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two recordings are compared with no service at all: shadowdiff's own, captures, and one of each."""
import json
import random
import unittest

import captures
import recordings
import support

SECRET = 'planted-secret-9132'


def shop(version):
    def answer(path):
        body = {'path': path, 'v': version if path.startswith('/new') else 1, 'token': f'{SECRET}-{version}'}
        return 200, {'Content-Type': 'application/json', 'Set-Cookie': f'sid={SECRET}{version}; Path=/'}, json.dumps(body).encode()

    return answer


def with_ids(paths):
    return [['-H', f'X-Request-Id: {number}', f'HOST{path}'] for number, path in enumerate(paths)]


class Recorded(recordings.Recordings):
    def two_recordings(self, legacy_requests, candidate_requests, version=2):
        self.record_by_proxy(self.serve(shop(1)), legacy_requests, 'legacy')
        self.record_by_proxy(self.serve(shop(version)), candidate_requests, 'candidate')
        return sorted((self.folder / 'legacy').iterdir()), f'recorded:{self.folder / "candidate"}'

    def test_two_recordings_are_joined_by_request_id_in_any_order(self):
        requests = with_ids([f'/old/{n}' for n in range(8)] + ['/new'] * 4)
        shuffled = random.Random(3).sample(requests, len(requests))
        files, candidate = self.two_recordings(requests, shuffled)
        run, report = self.replay(*files, '--candidate', candidate, '--as-fast-as-possible')
        self.assertEqual(self.verdicts(report), {('match', ''): 8, ('mismatch', ''): 4})
        self.assertEqual(support.findings_of(report), {('GET /new', '$.v', 'changed')})
        self.assertIn('joined by X-Request-Id: 12, by method, target and body: 0; to no request of this recording: 0',
                      run.stderr)
        self.assertEqual(report['run']['candidate'], candidate)

    def test_without_ids_equal_requests_are_joined_in_their_order(self):
        requests = [['HOST/old'], ['HOST/old'], ['HOST/new'], ['-d', 'a=1', 'HOST/old'], ['-d', 'a=2', 'HOST/old']]
        files, candidate = self.two_recordings(requests, requests[::-1], version=1)
        run, report = self.replay(*files, '--candidate', candidate)
        self.assertEqual(self.verdicts(report), {('match', ''): 5})
        self.assertIn('by X-Request-Id: 0, by method, target and body: 5', run.stderr)

    def test_what_one_recording_lacks_is_counted(self):
        files, candidate = self.two_recordings(with_ids(['/old', '/old/b', '/old/c']), with_ids(['/old', '/gone']))
        run, report = self.replay(*files, '--candidate', candidate)
        self.assertEqual(self.verdicts(report), {('match', ''): 1, ('dropped', 'answer_not_seen'): 2})
        self.assertIn('to no request of this recording: 1', run.stderr)
        self.assertEqual(report['coverage'], {'answers_without_request': 1})
        self.assertEqual(report['run']['facts']['compared_redacted'], '1')

    def test_what_was_redacted_is_no_difference_against_a_live_candidate(self):
        files = self.record_by_proxy(self.serve(shop(1)), [['HOST/old'], ['HOST/new']])
        _, report = self.replay(*files, '--candidate', self.serve(shop(2)).url, '--as-fast-as-possible')
        self.assertEqual(support.findings_of(report), {('GET /new', '$.v', 'changed')})
        self.assertEqual(self.verdicts(report), {('match', ''): 1, ('mismatch', ''): 1})
        self.assertEqual(report['run']['facts']['compared_redacted'], '2')
        self.assertTrue(any('redacted' in sentence for sentence in report['not_verified']), report['not_verified'])
        for file in self.folder.rglob('*'):
            if file.is_file():
                self.assertNotIn(SECRET.encode(), file.read_bytes(), file)

    def test_captures_are_either_side(self):
        bodies = {'/old': b'{"v": 1}', '/new': b'{"v": 1}'}
        legacy = [[('GET ' + path, body) for path, body in bodies.items()]] * 3
        candidate = [[('GET ' + path, body.replace(b'1', b'2') if path == '/new' else body)
                      for path, body in bodies.items()]] * 3
        for name, content in (('legacy.pcap', legacy), ('candidate.pcap', candidate)):
            (self.folder / name).write_bytes(captures.conversations(content))
        ours = f'recorded:{self.folder / "candidate.pcap"}'
        for command in (['capture'], ['replay', '--as-fast-as-possible']):
            with self.subTest(command):
                run = support.shadowdiff(*command, self.folder / 'legacy.pcap', '--candidate', ours, '--db', self.run_file)
                self.assertEqual(run.returncode, 0, run.stderr)
                report = support.report_of(self.run_file)
                self.assert_balanced(report)
                self.assertEqual(self.verdicts(report), {('match', ''): 3, ('mismatch', ''): 3})
                self.assertEqual(support.findings_of(report), {('GET /new', '$.v', 'changed')})

    def test_a_recorded_secondary_shows_legacys_noise(self):
        legacy = [('GET /old', b'{"n": 1}')] * 6
        second = [('GET /old', b'{"n": 2}')] * 6
        for name, content in (('a.pcap', legacy), ('b.pcap', second), ('c.pcap', [('GET /old', b'{"n": 3}')] * 6)):
            (self.folder / name).write_bytes(captures.conversations([content]))
        run = support.shadowdiff('capture', self.folder / 'a.pcap', '--candidate', f'recorded:{self.folder / "c.pcap"}',
                                 '--secondary', f'recorded:{self.folder / "b.pcap"}', '--db', self.run_file)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.verdicts(support.report_of(self.run_file)), {('noise', ''): 6})

    def test_unsafe_requests_are_compared_because_nothing_is_sent(self):
        exchanges = [('POST /orders', b'{"id": 1}'), ('DELETE /orders/1', b'{}')]
        capture = self.folder / 'a.pcap'
        capture.write_bytes(captures.conversations([exchanges]))
        run = support.shadowdiff('capture', capture, '--candidate', f'recorded:{capture}', '--db', self.run_file)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.verdicts(support.report_of(self.run_file)), {('match', ''): 2})

    def test_what_cannot_be_compared_says_so_and_leaves_the_run_file_alone(self):
        capture = self.folder / 'a.pcap'
        capture.write_bytes(captures.conversations([[('GET /', b'{}')]]))
        self.run_file.write_text('mine')
        (self.folder / 'picture').write_bytes(b'\x89PNG\r\n')
        (self.folder / 'empty').mkdir()
        for arguments, words in [
            (['capture', capture, '--candidate', f'recorded:{self.folder / "missing"}'], 'No such file'),
            (['capture', capture, '--candidate', f'recorded:{self.folder / "picture"}'], 'no recorded traffic'),
            (['capture', capture, '--candidate', f'recorded:{self.folder / "empty"}'], 'no file there'),
            (['proxy', '--listen', '127.0.0.1:0', '--legacy', 'http://127.0.0.1:1', '--candidate', f'recorded:{capture}'],
             'what is live is not recorded yet'),
        ]:
            with self.subTest(words):
                run = support.shadowdiff(*arguments, '--db', self.run_file)
                self.assertEqual(run.returncode, 2)
                self.assert_one_line(run.stderr, words)
                self.assertEqual(self.run_file.read_text(), 'mine')


if __name__ == '__main__':
    unittest.main()
