#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Traffic is recorded by capture, by proxy and by others' tools, and replayed against services."""
import base64
import gzip
import json
import signal
import subprocess
import unittest
import urllib.request

import support

SECRET = 'planted-secret-7261'


def answers(version):
    """A small shop; `version` is in one answer."""

    def answer(path):
        if path.startswith('/items'):
            return 200, {'Content-Type': 'application/json'}, json.dumps({'items': [1, 2], 'v': version}).encode()
        if path == '/picture':
            return 200, {'Content-Type': 'image/png'}, b'\x89PNG' + bytes(range(200))
        if path.startswith('/packed'):
            return 200, {'Content-Type': 'text/plain', 'Content-Encoding': 'gzip'}, gzip.compress(b'tea ' * 200, mtime=0)
        return 404, {'Content-Type': 'text/plain'}, b'nothing here'

    return answer


class Replay(support.Scenario):
    def record_by_proxy(self, legacy, requests):
        """Sends the requests (lists of curl arguments) through a proxy that records; gives the files."""
        folder = self.folder / 'recordings'
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy.url, '--record', folder,
                           '--db', self.folder / 'recorded.db')
        port = support.wait_for_line(proxy.stderr, 'listening on').rsplit(':', 1)[1].strip()
        for arguments in requests:
            subprocess.run(['curl', '-s', '-o', '/dev/null',
                            *(a.replace('HOST', f'http://127.0.0.1:{port}') for a in arguments)], check=True)
        proxy.send_signal(signal.SIGINT)
        _, errors = proxy.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(proxy.returncode, 0, errors)
        self.assertIn(f'{len(requests)} requests recorded', errors)
        return sorted(folder.glob('*.sdrec'))

    def replay(self, *arguments):
        run = support.shadowdiff('replay', *arguments, '--db', self.run_file)
        self.assertEqual(run.returncode, 0, run.stderr)
        report = support.report_of(self.run_file)
        self.assert_balanced(report)
        return run, report

    def verdicts(self, report):
        return {(line['verdict'], line['reason'] or ''): line['n'] for line in report['ledger']['lines'] if line['n']}

    def test_what_was_recorded_matches_the_same_service(self):
        legacy = self.serve(answers(1))
        requests = [['HOST/items'], ['HOST/items?page=2'], ['HOST/picture'], ['HOST/packed'], ['-I', 'HOST/items'],
                    ['HOST/none']]
        files = self.record_by_proxy(legacy, requests)
        _, report = self.replay(*files, '--candidate', self.serve(answers(1)).url, '--as-fast-as-possible')
        self.assertEqual(self.verdicts(report), {('match', ''): 6})

    def test_exactly_the_change_is_found(self):
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items'], ['HOST/packed']] * 3)
        _, report = self.replay(*files, '--candidate', self.serve(answers(2)).url, '--rate', '500/s')
        self.assertEqual(support.findings_of(report), {('GET /items', '$.v', 'changed')})
        self.assertEqual(self.verdicts(report), {('match', ''): 3, ('mismatch', ''): 3})

    def test_no_secret_is_recorded_and_what_lost_one_is_excluded(self):
        legacy = self.serve(answers(1))
        files = self.record_by_proxy(legacy, [['HOST/items', '-H', f'Authorization: Bearer {SECRET}'],
                                              [f'HOST/items?token={SECRET}'], ['HOST/items']])
        for file in files:
            self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        candidate = self.serve(answers(1))
        _, report = self.replay(*files, '--candidate', candidate.url)
        self.assertEqual(self.verdicts(report), {('match', ''): 1, ('excluded', 'redacted'): 2})
        self.assertEqual(len(candidate.requests), 1)
        for file in self.folder.rglob('*'):
            if file.is_file():
                self.assertNotIn(SECRET.encode(), file.read_bytes(), file)

    def test_a_credential_is_supplied_again_and_stands_on_no_command_line(self):
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items', '-H', f'Authorization: Bearer {SECRET}']])
        candidate = self.serve(answers(1))
        token = self.folder / 'token'
        token.write_text('Bearer fresh\n')
        _, report = self.replay(*files, '--candidate', candidate.url, '--rewrite',
                                f'candidate:set-header=Authorization: file:{token}')
        self.assertEqual(self.verdicts(report), {('match', ''): 1})
        self.assertEqual(candidate.requests[0][2]['Authorization'], 'Bearer fresh')

    def test_a_cut_recording_is_replayed_up_to_the_cut(self):
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items']] * 2)
        whole = files[0].read_bytes()
        files[0].write_bytes(whole + whole[16:-20])
        run, report = self.replay(files[0], '--candidate', self.serve(answers(1)).url)
        self.assertEqual(self.verdicts(report), {('match', ''): 2})
        self.assertIn(f'byte {len(whole)}: a block that is cut', run.stderr)

    def test_legacy_is_asked_where_the_recording_has_no_answers(self):
        urls = self.folder / 'urls.txt'
        urls.write_text('/items\nhttp://shop.example.com/packed\n/none\nnot a url\n')
        legacy, candidate = self.serve(answers(1)), self.serve(answers(2))
        run, report = self.replay(urls, '--legacy', legacy.url, '--candidate', candidate.url, '--host', 'example.com')
        self.assertEqual(support.findings_of(report), {('GET /items', '$.v', 'changed')})
        self.assertIn('1 records could not be read', run.stderr)
        hosts = {request[2]['Host'] for request in candidate.requests}
        self.assertEqual(hosts, {'example.com', 'shop.example.com'})
        _, report = self.replay(urls, '--candidate', candidate.url, '--host', 'example.com')
        self.assertEqual(self.verdicts(report), {('dropped', 'answer_not_seen'): 3})

    def test_others_recordings(self):
        candidate = self.serve(answers(1))
        body = json.dumps({'items': [1, 2], 'v': 1})
        with urllib.request.urlopen(f'{candidate.url}/items') as answer:
            server = answer.headers['Server']
        headers = [{'name': 'Content-Type', 'value': 'application/json'}, {'name': 'Server', 'value': server},
                   {'name': 'Date', 'value': 'Sat, 28 Nov 2026 19:00:00 GMT'}]
        har = self.folder / 'a.har'
        har.write_text(json.dumps({'log': {'version': '1.2', 'entries': [{
            'startedDateTime': '2026-11-28T19:00:00Z', 'time': 3,
            'request': {'method': 'GET', 'url': 'http://example.com/items', 'headers': []},
            'response': {'status': 200, 'headers': headers, 'content': {
                'text': base64.b64encode(body.encode()).decode(), 'encoding': 'base64', 'size': len(body)}}}]}}))
        raw = ''.join(f'{field["name"]}: {field["value"]}\r\n' for field in headers)
        gor = self.folder / 'a.gor.gz'
        gor.write_bytes(gzip.compress((
            '1 aa 1700000000000000000 0\nGET /items HTTP/1.1\r\nHost: example.com\r\n\r\n\n🐵🙈🙉\n'
            f'2 aa 1700000000000000000 5\nHTTP/1.1 200 OK\r\n{raw}Content-Length: {len(body)}\r\n\r\n{body}'
            '\n🐵🙈🙉\n').encode()))
        for file in (har, gor):
            with self.subTest(file.suffixes):
                _, report = self.replay(file, '--candidate', candidate.url)
                self.assertEqual(report['totals']['seen'], 1)
                self.assertEqual(support.findings_of(report), set())

    def test_a_pace_that_cannot_be_kept_is_told(self):
        urls = self.folder / 'urls.txt'
        urls.write_text('/items\n' * 50)
        run, report = self.replay(urls, '--legacy', self.serve(answers(1)).url, '--candidate',
                                  self.serve(answers(1)).url, '--rate', '1000/s', '--loop', '--limit', '120')
        self.assertEqual(report['totals']['seen'], 120)
        self.assertRegex(run.stderr, r'lag behind the pace: median [\d.e+-]+ ms')

    def test_what_cannot_be_replayed_says_so(self):
        picture = self.folder / 'picture'
        picture.write_bytes(b'\x89PNG\r\n')
        for arguments, words in [
            ([picture], 'no recorded traffic'),
            ([self.folder / 'missing'], 'No such file'),
            ([picture, '--speed', 'fast'], 'expected a number and x'),
            ([picture, '--speed', '2x', '--rate', '1/s'], 'one pace'),
            ([picture, '--format', 'xml'], 'none of'),
        ]:
            with self.subTest(words):
                run = support.shadowdiff('replay', *arguments, '--candidate', 'http://127.0.0.1:1', '--db', self.run_file)
                self.assertEqual(run.returncode, 2)
                self.assert_one_line(run.stderr, words)

    @support.needs_root
    def test_capture_records_and_kill_leaves_whole_blocks(self):
        legacy = self.serve(answers(1))
        folder = self.folder / 'recordings'
        capture = self.start('capture', 'lo', '--port', legacy.port, '--record', folder, '--db',
                             self.folder / 'recorded.db')
        files = lambda: list(folder.glob('*.sdrec')) if folder.exists() else []
        while not any(file.stat().st_size > 16 for file in files()):
            self.assertIsNone(capture.poll())
            subprocess.run(['curl', '-s', '-o', '/dev/null', f'{legacy.url}/items'], check=True)
        capture.kill()
        capture.wait()
        _, report = self.replay(*files(), '--candidate', legacy.url)
        verdicts = self.verdicts(report)
        verdicts.pop(('dropped', 'resynchronised_pairing'), None)  # the capture began inside a connection
        self.assertEqual(set(verdicts), {('match', '')})


if __name__ == '__main__':
    unittest.main()
