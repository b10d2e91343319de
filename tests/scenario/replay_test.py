#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Traffic is recorded by capture, by proxy and by others' tools, and replayed against services."""
import base64
import gzip
import json
import os
import pathlib
import re
import signal
import subprocess
import threading
import unittest
import urllib.request

import captures
import peers
import recordings
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


def guarded(name):
    """A service that wants a session cookie for its account and a bearer token for its API, each its own."""
    session, token = f'{SECRET}-session-{name}', f'Bearer {SECRET}-{name}'

    def answer(path):
        _, _, headers = service.requests[-1]
        fields = {'Content-Type': 'application/json'}
        if path == '/login':
            return 200, fields | {'Set-Cookie': f'sid={session}; Path=/account; HttpOnly'}, b'{"ok": true}'
        is_known = headers.get('Cookie') == f'sid={session}' if path.startswith('/account') else \
            path != '/api' or headers.get('Authorization') == token
        return (200, fields, b'{"user": "me"}') if is_known else (401, fields, b'{"error": "who are you?"}')

    service = support.Service(answer)
    return service


def is_pending(pid, number):
    """A signal that the process was sent, and did not hear yet."""
    try:
        status = pathlib.Path(f'/proc/{pid}/status').read_text()
    except FileNotFoundError:
        return False
    return int(re.search(r'ShdPnd:\s*(\w+)', status)[1], 16) >> (number - 1) & 1


class Replay(recordings.Recordings):
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

    def test_a_session_is_supplied_again_from_a_cookie_jar(self):
        legacy, candidate = guarded('legacy'), guarded('candidate')
        for service in (legacy, candidate):
            self.addCleanup(service.close)
        jar = self.folder / 'jar'
        requests = [['-c', str(jar), '-d', 'user=me', 'HOST/login'], ['-b', str(jar), 'HOST/account'],
                    ['-b', str(jar), 'HOST/account/orders'], ['-H', f'Authorization: Bearer {SECRET}-legacy', 'HOST/api'],
                    ['HOST/public']]
        files = self.record_by_proxy(legacy, requests)
        for file in files:
            self.assertNotIn(SECRET.encode(), file.read_bytes())
        _, report = self.replay(*files, '--candidate', candidate.url)
        self.assertEqual(self.verdicts(report), {('match', ''): 1, ('excluded', 'unsafe_method'): 1,
                                                 ('excluded', 'redacted'): 3})
        fresh = self.folder / 'fresh-jar'
        subprocess.run(['curl', '-s', '-o', '/dev/null', '-c', fresh, '-d', 'user=me', f'{candidate.url}/login'], check=True)
        candidate.requests.clear()
        run, report = self.replay(*files, '--candidate', candidate.url, '--cookie-jar', f'candidate:{fresh}', '--rewrite',
                                  'candidate:set-header=Authorization: env:TOKEN',
                                  env=os.environ | {'TOKEN': f'Bearer {SECRET}-candidate'})
        self.assertEqual(self.verdicts(report), {('match', ''): 4, ('excluded', 'unsafe_method'): 1})
        self.assertNotIn(SECRET, run.stderr)
        with open(self.run_file, 'rb') as file:
            self.assertNotIn(SECRET.encode(), file.read())

    def test_a_session_is_begun_again_by_the_recorded_login(self):
        legacy = peers.Accounts(self, 'legacy', f'{SECRET}-old')
        folder = self.folder / 'recordings'

        def send(url):
            for user in ('ann', 'bob'):
                peers.shop(url, user, f'{SECRET}-old')

        self.through_proxy(legacy.url, folder, send)
        files = sorted(folder.glob('*.sdrec'))
        rules = ['--allow-method', 'POST', '--token', 'set-cookie:sid to cookie:sid', '--token',
                 'json:$.csrf to header:X-Csrf', '--token', 'json:$.access_token to header:Authorization', '--token',
                 'json:$.id to path']
        password = ['--rewrite', 'set-field=password: env:PASSWORD']
        environment = os.environ | {'PASSWORD': f'{SECRET}-new'}

        def service(name):
            return peers.Accounts(self, name, f'{SECRET}-new')

        def nothing_is_left_of(*services):
            stored = b''.join(file.read_bytes() for file in self.folder.rglob('*') if file.is_file())
            self.assertNotIn(SECRET.encode(), stored)
            tokens = set().union(*(service.tokens for service in services))
            self.assertEqual([token for token in tokens if token.encode() in stored], [])

        for pace in ('--as-fast-as-possible', '--speed=1000x'):
            candidate = service('candidate')
            run, report = self.replay(*files, '--candidate', candidate.url, pace, *rules, *password, env=environment)
            self.assertEqual(candidate.refused, [], run.stderr)
            self.assertNotIn(('excluded', 'redacted'), self.verdicts(report))
            self.assertEqual(len(candidate.served), 10)
            nothing_is_left_of(legacy, candidate)
        legacy_again, candidate = service('legacy'), service('candidate')
        self.replay(*files, '--legacy', legacy_again.url, '--resend-unsafe-to-legacy', '--candidate', candidate.url,
                    '--as-fast-as-possible', '--control-share', '0', *rules, *password, env=environment)
        self.assertEqual((legacy_again.refused, candidate.refused), ([], []))
        self.assertEqual((len(legacy_again.served), len(candidate.served)), (10, 10))
        nothing_is_left_of(legacy_again, candidate)
        # Without the login's password there is no session, and who needs one does not ask.
        candidate = service('candidate')
        _, report = self.replay(*files, '--candidate', candidate.url, '--as-fast-as-possible', *rules)
        self.assertEqual(self.verdicts(report), {('excluded', 'redacted'): 10})
        self.assertEqual((candidate.served, candidate.refused), ([], []))

    def test_a_cookie_jar_that_is_none_is_named_without_its_values(self):
        jar = self.folder / 'jar'
        for content, words in ((f'sid={SECRET}\n', 'line 1'), ('', 'no cookie in it'),
                               (f'a\tTRUE\t/\tFALSE\t1\tsid\t{SECRET}\n', 'expired')):
            jar.write_text(content)
            run = support.shadowdiff('replay', '/dev/null', '--candidate', 'http://127.0.0.1:1', '--cookie-jar', jar, '--db',
                                     self.run_file)
            self.assertEqual(run.returncode, 2)
            self.assert_one_line(run.stderr, '--cookie-jar', words)
            self.assertNotIn(SECRET, run.stderr)

    def test_a_run_file_that_kept_its_exchanges_is_replayed(self):
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items'], ['HOST/packed'], ['HOST/picture'],
                                                              ['-I', 'HOST/items'], ['HOST/none']])
        run = support.shadowdiff('replay', *files, '--candidate', self.serve(answers(1)).url, '--keep', 'all', '--db',
                                 self.folder / 'kept.db')
        self.assertEqual(run.returncode, 0, run.stderr)
        _, report = self.replay(self.folder / 'kept.db', '--candidate', self.serve(answers(2)).url, '--as-fast-as-possible')
        self.assertEqual(support.findings_of(report), {('GET /items', '$.v', 'changed')})
        # Bodies are kept without their coding, and not at all where they cannot be looked through for secrets.
        self.assertEqual(self.verdicts(report), {('mismatch', ''): 1, ('match', ''): 2, ('equivalent', ''): 1,
                                                 ('dropped', 'answer_not_seen'): 1})
        damaged = (self.folder / 'kept.db').read_bytes()[:5_000]
        (self.folder / 'damaged.db').write_bytes(damaged)
        run = support.shadowdiff('replay', self.folder / 'damaged.db', '--candidate', 'http://127.0.0.1:1', '--db',
                                 self.run_file)
        self.assertEqual(run.returncode, 2)
        self.assertIn('damaged.db', run.stderr)

    def test_a_cut_recording_is_replayed_up_to_the_cut(self):
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items']] * 2)
        whole = files[0].read_bytes()
        files[0].write_bytes(whole + whole[16:-20])
        run, report = self.replay(files[0], '--candidate', self.serve(answers(1)).url)
        self.assertEqual(self.verdicts(report), {('match', ''): 2})
        self.assertIn(f'byte {len(whole)}: a block that is cut', run.stderr)
        self.assertEqual(report['coverage'], {'unreadable_records': 2})

    def test_every_form_that_is_cut_is_replayed_up_to_the_cut(self):
        candidate = self.serve(lambda path: (200, {'Content-Type': 'application/json'}, b'{"v": 1}'))
        row = json.dumps({'url': '/items', 'response': {'status': 200, 'headers': {'Content-Type': 'application/json'},
                                                        'body': '{"v": 1}'}}).encode()
        entry = json.dumps({'request': {'method': 'GET', 'url': 'http://example.com/items', 'headers': []},
                            'response': {'status': 200, 'headers': [{'name': 'Content-Type', 'value': 'application/json'}],
                                         'content': {'text': '{"v": 1}', 'size': 8}}}).encode()
        response = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{"v": 1}'
        monkeys = '\n🐵🙈🙉\n'.encode()
        gor = b''.join(b'1 %d 17 0\nGET /items HTTP/1.1\r\nHost: a\r\n\r\n%s2 %d 17 5\n%s%s' %
                       (i, monkeys, i, response, monkeys) for i in range(3))
        # Hardly packed, so that what is cut off is a small part of it.
        many = b''.join(row + b'\n# %s\n' % os.urandom(30_000).hex().encode() for _ in range(9))
        capture = captures.conversations([[('GET /items', b'{"v": 1}')]] * 3)
        for name, content in (('a.jsonl', (row + b'\n') * 3 + row[:-2]), ('b.har', b'{"log": {"entries": [' + (entry + b',') * 3),
                              ('c.gor', gor + gor[:90]), ('d.jsonl.gz', gzip.compress(many)[:-40_000]),
                              ('e.pcap', capture[:-9]), ('f.pcap.gz', gzip.compress(capture)[:-3])):
            with self.subTest(name):
                (self.folder / name).write_bytes(content)
                run, report = self.replay(self.folder / name, '--candidate', candidate.url, '--as-fast-as-possible')
                self.assertIn(name, run.stderr)
                self.assertGreaterEqual(report['totals']['judged'], 3)
                self.assertEqual(report['coverage'], {'unreadable_records': 1})

    def test_a_file_of_which_nothing_can_be_read_is_trouble(self):
        candidate = self.serve(answers(1))
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items']])
        whole = files[0].read_bytes()
        for name, content, words in (('a.jsonl', b'{\n{\n', 'nothing in it could be read'),
                                     ('b.sdrec', whole[:-9], 'nothing in it could be read'),
                                     ('c.har', b'{"log": {"version": "1.2"}', 'nothing in it could be read')):
            with self.subTest(name):
                (self.folder / name).write_bytes(content)
                run = support.shadowdiff('replay', *files[1:], self.folder / name, '--candidate', candidate.url, '--db',
                                         self.run_file)
                self.assertEqual(run.returncode, 2, run.stderr)
                self.assertIn(f'{name}: {words}', run.stderr)

    def test_legacy_is_asked_where_the_recording_has_no_answers(self):
        urls = self.folder / 'urls.txt'
        urls.write_text('/items\nhttp://shop.example.com/packed\n/none\nnot a url\n')
        legacy, candidate = self.serve(answers(1)), self.serve(answers(2))
        run, report = self.replay(urls, '--legacy', legacy.url, '--candidate', candidate.url, '--host', 'example.com')
        self.assertEqual(support.findings_of(report), {('GET /items', '$.v', 'changed')})
        self.assertIn('1 record could not be read', run.stderr)
        hosts = {request[2]['Host'] for request in candidate.requests}
        self.assertEqual(hosts, {'example.com', 'shop.example.com'})
        candidate.requests.clear()
        _, report = self.replay(urls, '--legacy', legacy.url, '--candidate', candidate.url)
        hosts = {request[2]['Host'] for request in candidate.requests}
        self.assertEqual(hosts, {legacy.url.split('//')[1], 'shop.example.com'})
        run = support.shadowdiff('replay', urls, '--candidate', candidate.url, '--db', self.run_file)
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'urls.txt', 'no answer to compare with', '--legacy URL')

    def test_a_pipe_is_read_from_its_beginning_whatever_it_is_called(self):
        service = self.serve(answers(1))
        urls = ''.join(f'/items/{i}\n' for i in range(1_000))
        for name in ('-', '/dev/stdin'):
            with self.subTest(name):
                _, report = self.replay(name, '--legacy', service.url, '--candidate', service.url, '--as-fast-as-possible',
                                        input=urls)
                self.assertEqual(report['totals']['seen'], 1_000)
        where = ('--candidate', service.url, '--db', self.run_file)
        run = support.shadowdiff('replay', '/dev/stdin', *where, '--loop', input=urls)
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, '--loop', '/dev/stdin')
        with open(self.folder / 'a.pcap', 'w+b') as capture:
            capture.write(captures.conversations([[('GET /items', b'{}')]]))
            capture.seek(0)
            run = subprocess.run([support.PROGRAM, 'replay', '-', *map(str, where)], stdin=capture, capture_output=True,
                                 text=True, check=False)
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'standard input', 'shadowdiff capture -')

    def test_what_a_pipe_says_before_it_is_silent_is_sent(self):
        was_asked = threading.Event()

        def answer(path):
            was_asked.set()
            return answers(1)(path)

        service = self.serve(answer)
        replay = self.start('replay', '-', '--legacy', service.url, '--candidate', service.url, '--db', self.run_file,
                            stdin=subprocess.PIPE)
        replay.stdin.write('/items\n')
        replay.stdin.flush()
        self.assertTrue(was_asked.wait(support.DEADLINE_S))
        replay.send_signal(signal.SIGINT)
        self.assertEqual(replay.wait(timeout=support.DEADLINE_S), 130)
        self.assertEqual(support.report_of(self.run_file)['totals']['seen'], 1)

    def test_a_pipe_without_a_writer_is_told_and_waited_for(self):
        service, pipe = self.serve(answers(1)), self.folder / 'requests'
        os.mkfifo(pipe)
        where = ('replay', pipe, '--legacy', service.url, '--candidate', service.url, '--db', self.run_file)
        for stop in (signal.SIGINT, signal.SIGTERM):
            replay = self.start(*where)
            support.wait_for_line(replay.stderr, f'{pipe}: nothing has come of it yet')
            replay.send_signal(stop)
            _, errors = replay.communicate(timeout=support.DEADLINE_S)
            self.assertEqual(replay.returncode, 130)
            self.assert_one_line(errors, str(pipe), 'nothing came of it before the end')
            self.assertFalse(self.run_file.exists())
        replay = self.start(*where)
        support.wait_for_line(replay.stderr, 'nothing has come of it yet')
        pipe.write_text('/items\n')
        self.assertEqual(replay.wait(timeout=support.DEADLINE_S), 0)
        self.assertEqual(support.report_of(self.run_file)['totals']['seen'], 1)

    def test_what_is_due_much_later_is_told_and_not_sent_before(self):
        lines = self.folder / 'night.jsonl'
        lines.write_text(''.join(json.dumps({'url': f'/items/{at}', 'time': 1_700_000_000 + at}) + '\n' for at in (0, 3_600)))
        service = self.serve(answers(1))
        run, report = self.replay(lines, '--legacy', service.url, '--candidate', service.url, '--duration', '1s')
        self.assertRegex(run.stderr, r'the next request is due in \d+ minutes \(try: .*--as-fast-as-possible\)')
        self.assertEqual(report['totals']['seen'], 1)
        self.assertNotIn('/items/3600', {path for _, path, _ in service.requests})

    def test_who_is_stopped_while_answers_are_awaited_was_interrupted(self):
        is_over, was_asked = threading.Event(), threading.Event()
        self.addCleanup(is_over.set)

        def answer(path):
            was_asked.set()
            is_over.wait()
            return answers(1)(path)

        lines = self.folder / 'one.jsonl'
        lines.write_text(json.dumps({'url': '/items', 'response': {'status': 200, 'body': '{}'}}) + '\n')
        replay = self.start('replay', lines, '--candidate', self.serve(answer).url, '--db', self.run_file)
        self.assertTrue(was_asked.wait(support.DEADLINE_S))
        for _ in range(2):  # a third, while the report is written, would be nobody's but the system's
            replay.send_signal(signal.SIGINT)
            while is_pending(replay.pid, signal.SIGINT):
                os.sched_yield()
        self.assertEqual(replay.wait(support.DEADLINE_S), 130)
        self.assertEqual(self.verdicts(support.report_of(self.run_file)), {('dropped', 'interrupted'): 1})

    def test_how_late_requests_were_sent_holds_what_they_waited_for_an_answer(self):
        def answer(path):
            threading.Event().wait(0.2)
            return answers(1)(path)

        lines = self.folder / 'busy.jsonl'
        lines.write_text(''.join(json.dumps({'url': '/items', 'connection': 1, 'time': 1_700_000_000 + at / 100}) + '\n'
                                 for at in range(10)))
        _, report = self.replay(lines, '--legacy', self.serve(answers(1)).url, '--candidate', self.serve(answer).url)
        self.assertGreater(int(report['run']['facts']['lag_most_us']), 1_000_000)

    def test_a_recording_is_read_once(self):
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items']])
        copy = self.folder / 'copy.sdrec'
        copy.write_bytes(files[0].read_bytes())
        for again, words in ((files[0], 'is given twice'), (copy, 'is the same recording as')):
            run = support.shadowdiff('replay', *files, again, '--candidate', 'http://127.0.0.1:1', '--db', self.run_file)
            self.assertEqual(run.returncode, 2)
            self.assert_one_line(run.stderr, again.name, words)
            self.assertFalse(self.run_file.exists())

    def test_a_run_file_that_is_read_is_not_replaced(self):
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items']])
        candidate = self.serve(answers(1))
        self.replay(*files, '--candidate', candidate.url, '--keep', 'all')
        before = self.run_file.read_bytes()
        for arguments in ((self.run_file, '--candidate', candidate.url),
                          (*files, '--candidate', f'recorded:{self.run_file}')):
            run = support.shadowdiff('replay', *arguments, '--db', self.run_file)
            self.assertEqual(run.returncode, 2)
            self.assert_one_line(run.stderr, '--db', 'run.db', 'would be replaced')
        run = support.shadowdiff('ci', *files, '--candidate', candidate.url, '--baseline', self.run_file, '--db', self.run_file,
                                 '--output', self.folder / 'reports')
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, '--baseline', '--db', 'would be replaced')
        self.assertEqual(self.run_file.read_bytes(), before)

    def test_what_cannot_be_done_is_refused_at_once(self):
        where = ('--candidate', 'http://127.0.0.1:1', '--db', self.run_file)
        for arguments, words in ((('-', '--loop'), ('--loop', 'only once')),
                                 (('-', '--rewrite', 'set-header=Authorization: env:NOT_SET_HERE'), ('NOT_SET_HERE',)),
                                 (('-', '--rewrite', 'set-header=Authorization: env:EMPTY'), ('EMPTY',)),
                                 (('-', '--rewrite', f'set-header=Authorization: Bearer {SECRET}'), ('env:NAME',)),
                                 (('-', '--rewrite', f'set-field=password: {SECRET}'), ('set-field=password: env:NAME',))):
            run = support.shadowdiff('replay', *arguments, *where, input='', env=os.environ | {'EMPTY': ''})
            self.assertEqual(run.returncode, 2)
            self.assert_one_line(run.stderr, *words)
            self.assertNotIn(SECRET, run.stderr)
            self.assertFalse(self.run_file.exists())

    def test_a_credential_is_given_to_nobody_who_had_none(self):
        def who(path):
            _, _, headers = service.requests[-1]
            is_known = headers.get('Authorization') == 'Bearer fresh'
            return (200 if is_known else 401), {'Content-Type': 'application/json'}, b'{}'

        legacy = self.serve(lambda path: (200 if 'Authorization' in legacy.requests[-1][2] else 401,
                                          {'Content-Type': 'application/json'}, b'{}'))
        files = self.record_by_proxy(legacy, [['HOST/me'], ['HOST/me', '-H', f'Authorization: Bearer {SECRET}']])
        service = self.serve(who)
        _, report = self.replay(*files, '--candidate', service.url, '--rewrite',
                                'candidate:set-header=Authorization: env:TOKEN', env=os.environ | {'TOKEN': 'Bearer fresh'})
        self.assertEqual(self.verdicts(report), {('match', ''): 2})

    def test_a_jar_without_a_fitting_cookie_supplies_nothing(self):
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items', '-H', f'Cookie: sid={SECRET}']])
        jar = self.folder / 'jar'
        jar.write_text('example.com\tFALSE\t/\tFALSE\t0\tsid\tother\n')
        _, report = self.replay(*files, '--candidate', self.serve(answers(1)).url, '--cookie-jar', f'candidate:{jar}')
        self.assertEqual(self.verdicts(report), {('excluded', 'redacted'): 1})

    def test_the_pace_of_a_flag_wins_over_the_configuration(self):
        files = self.record_by_proxy(self.serve(answers(1)), [['HOST/items']])
        settings = self.folder / 'shadowdiff.toml'
        settings.write_text('as-fast-as-possible = true\n')
        _, report = self.replay(*files, '--candidate', self.serve(answers(1)).url, '--config', settings, '--rate', '100/s')
        self.assertIn('lag_p99_us', report['run']['facts'])
        run = support.shadowdiff('replay', *files, '--candidate', 'http://127.0.0.1:1', '--rate', '1/s', '--speed', '2x')
        self.assertEqual(run.returncode, 2)
        self.assertIn('--speed', run.stderr)

    def test_what_follows_a_write_that_only_legacy_had_is_not_compared(self):
        def shop(path):
            if path == '/orders':
                return 201, {'Content-Type': 'application/json'}, b'{}'
            is_known = path != '/orders/5' or any(method == 'POST' for method, _, _ in legacy.requests)
            return (200 if is_known else 404), {'Content-Type': 'application/json'}, b'{}'

        legacy = self.serve(shop)
        files = self.record_by_proxy(legacy, [['HOST/orders', '-d', 'tea=1'], ['HOST/orders/5'], ['HOST/teas']])
        legacy.requests.clear()
        _, report = self.replay(*files, '--candidate', legacy.url)
        self.assertEqual(self.verdicts(report), {('match', ''): 1, ('excluded', 'unsafe_method'): 1,
                                                 ('uncomparable', 'environment.unmirrored_write'): 1})
        self.assertTrue(any('--allow-unsafe' in line for line in report['not_verified']))

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
            ([picture, '--speed', '2x', '--rate', '1/s'], '--speed excludes --rate'),
            ([picture, '--format', 'xml'], 'none of'),
        ]:
            with self.subTest(words):
                run = support.shadowdiff('replay', *arguments, '--candidate', 'http://127.0.0.1:1', '--db', self.run_file)
                self.assertEqual(run.returncode, 2)
                self.assert_one_line(run.stderr, words)

    def test_a_capture_file_is_recorded_whole_for_its_reader_waits(self):
        file = self.folder / 'long.pcap'
        file.write_bytes(captures.conversations([[(f'GET /items/{i}', b'{"n": 1}') for i in range(200)]] * 100))
        run = support.shadowdiff('capture', file, '--record', self.folder / 'long', '--db', self.run_file)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn('20,000 requests recorded', run.stderr)

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
        # The capture may have begun inside a connection, which has one request.
        begun_inside = [verdicts.pop(('dropped', reason), 0) for reason in ('resynchronised_pairing', 'answer_not_seen')]
        self.assertLessEqual(sum(begun_inside), 1)
        self.assertEqual(set(verdicts), {('match', '')})


if __name__ == '__main__':
    unittest.main()
