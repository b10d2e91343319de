#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Everything that can be wrong on the command line, in a file or on the disk gives one clear line, its
documented status, and leaves what was seen before."""
import os
import pathlib
import resource
import signal
import sqlite3
import subprocess
import unittest

import captures
import support

ANSWER = lambda path: (200, {'Content-Type': 'application/json'}, b'{"a": 1}')


class CommandLine(support.Scenario):
    def test_usage_errors_are_one_line_and_status_2(self):
        rows = (
            (['--no-such-flag'], ['--no-such-flag', 'shadowdiff --help']),
            ([], ['subcommand']),
            (['capture'], ['source']),
            (['report'], ['run']),
            (['capture', 'lo'], ['--candidate', 'http://']),
            (['capture', 'lo', '--candidate', 'ftp://x'], ['--candidate', 'ftp://x', 'use http']),
            (['capture', 'lo', '--candidate', 'http://127.0.0.1:99999'], ['--candidate', '99999']),
            (['capture', 'lo', '--candidate', 'http://a', '--duration', '5 parsecs'], ['--duration', 'parsecs', '30s']),
            (['report', 'x.db', '--format', 'yaml'], ['--format', 'yaml']),
            (['replay', 'x.har', '--candidate', 'http://a', '--limit', '-1'], ['--limit', '-1']),
            (['replay', 'x.har', '--candidate', 'http://a', '--limit', '0'], ['--limit', '0']),
            (['ci', 'x.har', '--candidate', 'http://a', '--requests', '-1'], ['--requests', '-1']),
        )
        for arguments, words in rows:
            with self.subTest(arguments):
                run = support.shadowdiff(*arguments)
                self.assertEqual(run.returncode, 2, run.stderr)
                self.assertEqual(run.stdout, '')
                self.assert_one_line(run.stderr, *words)

    def test_a_stderr_that_takes_nothing_ends_nothing(self):
        file = self.folder / 'day.pcap'
        file.write_bytes(captures.conversations([[('GET /a', b'{"a": 1}')]]))
        for redirection in ('2>/dev/full', '2>&-', '2>&- >&- <&-'):
            with self.subTest(redirection):
                run = lambda *words: subprocess.run(['sh', '-c', f'exec "$@" {redirection}', 'sh', support.PROGRAM,
                                                     *map(str, words)], capture_output=True, check=False).returncode
                self.assertEqual(run('capture', '--list', self.folder / 'none'), 2)
                recording = self.folder / 'recording'
                status = run('capture', file, '--record', recording, '--db', self.run_file)
                self.assertEqual(status, 2 if '>&- <' in redirection else 0)  # no report could be printed
                for written in recording.iterdir():
                    self.assertNotIn(b'shadowdiff: ', written.read_bytes())
                    written.unlink()

    def test_help_of_each_command_fits_a_screen_and_shows_an_example(self):
        for command in ([], ['demo'], ['capture'], ['proxy'], ['replay'], ['ci'], ['doctor'], ['export'], ['accept'], ['merge'], ['prune'], ['report'], ['gate'], ['diff'], ['rules'], ['rules', 'check'], ['show']):
            with self.subTest(command):
                run = support.shadowdiff(*command, '--help')
                self.assertEqual(run.returncode, 0)
                self.assertIn('Example: ', run.stdout)
                self.assertLessEqual(len(run.stdout.splitlines()), 40)


class Sources(support.Scenario):
    def capture(self, source, **options):
        candidate = self.serve(ANSWER)
        return support.shadowdiff('capture', source, '--candidate', candidate.url, '--db', self.run_file, **options)

    @support.needs_root
    def test_a_missing_interface_is_named_with_those_there_are(self):
        run = self.capture('nosuch0')
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'nosuch0', 'lo')

    @support.needs_root
    @support.needs('setpriv')
    def test_without_permission_it_says_what_to_try(self):
        program = pathlib.Path(support.PROGRAM).resolve()
        run = subprocess.run(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all',
                              '--bounding-set=-all', program, 'capture', 'lo', '--candidate', 'http://127.0.0.1:9',
                              '--db', '/tmp/none.db'], capture_output=True, text=True, check=False, cwd='/')
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assert_one_line(run.stderr, 'lo', 'setcap')

    def test_files_that_are_no_capture_are_named(self):
        rows = (('missing.pcap', None, 'missing.pcap'), ('empty.pcap', b'', 'empty.pcap'),
                ('text.pcap', b'GET / HTTP/1.1\r\n\r\n' * 9, 'text.pcap'), ('link.pcap', captures.header(147), '147'))
        for name, content, word in rows:
            with self.subTest(name):
                file = self.folder / name
                if content is not None:
                    file.write_bytes(content)
                run = self.capture(file)
                self.assertEqual(run.returncode, 2, run.stderr)
                self.assert_one_line(run.stderr, word)

    def test_a_cut_capture_gives_what_stood_before_the_cut(self):
        whole = captures.conversations([[('GET /a', b'{"a": 1}')] * 3])
        file = self.folder / 'cut.pcap'
        file.write_bytes(whole[:-7])
        run = self.capture(file)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn('cut.pcap', run.stderr)
        self.assertRegex(run.stderr, r'packet \d+')
        report = support.report_of(self.run_file)
        self.assertEqual(report['totals']['seen'], 3)
        self.assertEqual(report['coverage']['unreadable_records'], 1)
        self.assert_balanced(report)
        file.write_bytes(whole[:30])
        run = self.capture(file)
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn('packet 1', run.stderr)


class Legs(support.Scenario):
    """A candidate that misbehaves is a result: the run ends well and says so."""

    def run_against(self, candidate_url, exchanges=5):
        file = self.folder / 'day.pcap'
        file.write_bytes(captures.conversations([[('GET /a', b'{"a": 1}')] * exchanges]))
        return support.shadowdiff('capture', file, '--candidate', candidate_url, '--db', self.run_file)

    def test_a_candidate_that_is_not_there(self):
        run = self.run_against(f'http://127.0.0.1:{support.free_port()}')
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assert_one_line(run.stderr, 'candidate', 'refused', 'running')
        report = support.report_of(self.run_file)
        self.assertEqual([(f['path'], f['kind'], f['count']) for f in report['findings']], [('answer', 'unanswered', 5)])
        self.assert_balanced(report)

    def test_a_candidate_that_answers_garbage(self):
        with support.socket.create_server(('127.0.0.1', 0)) as server:
            def answer():
                while True:
                    try:
                        peer, _ = server.accept()
                    except OSError:
                        return
                    with peer:
                        peer.recv(4096)
                        peer.sendall(b'\x16\x03\x01 garbage \x1b[31m\r\n\r\n')
            support.threading.Thread(target=answer, daemon=True).start()
            run = self.run_against(f'http://127.0.0.1:{server.getsockname()[1]}')
            server.shutdown(support.socket.SHUT_RDWR)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assert_one_line(run.stderr, 'candidate', 'malformed_answer')
        self.assertNotIn('\x1b', run.stdout + run.stderr)
        self.assert_balanced(support.report_of(self.run_file))

    def test_a_candidate_that_never_answers_is_given_up_and_counted(self):
        with support.socket.create_server(('127.0.0.1', 0)) as server:  # the kernel accepts, nobody reads
            run = self.run_against(f'http://127.0.0.1:{server.getsockname()[1]}', exchanges=1)
        self.assertEqual(run.returncode, 0, run.stderr)
        report = support.report_of(self.run_file)
        self.assertEqual(report['totals']['seen'], 1)
        self.assert_balanced(report)


class RunFiles(support.Scenario):
    def test_a_run_file_of_another_program_is_refused_and_left_alone(self):
        other = self.folder / 'other.db'
        with sqlite3.connect(other) as database:
            database.execute('create table precious (x)')
        before = other.read_bytes()
        rows = ((['report', other], 'other.db'), (['gate', other], 'other.db'), (['show', other, 'ab'], 'other.db'),
                (['report', self.folder / 'missing.db'], 'missing.db'), (['report', self.folder], self.folder.name),
                (['capture', self.savefile(), '--candidate', 'http://127.0.0.1:9', '--db', other], 'other.db'))
        for arguments, word in rows:
            with self.subTest(arguments):
                run = support.shadowdiff(*arguments)
                self.assertEqual(run.returncode, 2)
                self.assert_one_line(run.stderr, word)
        self.assertEqual(other.read_bytes(), before)

    def savefile(self):
        file = self.folder / 'day.pcap'
        file.write_bytes(captures.conversations([[('GET /a', b'{"a": 1}')]]))
        return file

    def test_a_full_disk_leaves_a_readable_run_file_and_says_so(self):
        exchanges = [[(f'GET /{i}/x', b'{"a": "%s"}' % (b'x' * 2000))] * 25 for i in range(32)]
        file = self.folder / 'day.pcap'
        file.write_bytes(captures.conversations(exchanges))
        candidate = self.serve(ANSWER)

        def small_disk():
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        run = support.shadowdiff('capture', file, '--candidate', candidate.url, '--db', self.run_file,
                                 preexec_fn=small_disk)
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn('run.db', run.stderr)
        self.assertEqual(support.shadowdiff('report', self.run_file).returncode, 0)
        self.assert_balanced(support.report_of(self.run_file))


if __name__ == '__main__':
    unittest.main()
