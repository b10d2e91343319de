#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Legs with names, in a namespace with a name server of its own: names that move, go, and are never answered."""
import collections
import json
import pathlib
import signal
import subprocess
import sys
import unittest

import names
import proxies
import support

LEGACY, CANDIDATE, SECONDARY = 'legacy.test', 'candidate.test', 'secondary.test'
OLD = {LEGACY: ['127.0.0.2'], CANDIDATE: ['127.0.0.4']}
NEW = {LEGACY: ['127.0.0.3'], CANDIDATE: ['127.0.0.5']}
NO_PATIENCE, FOR_MINUTES = '', 'options timeout:30 attempts:5\n'
SOURCES = pathlib.Path(__file__).parent


def has_namespaces():
    made = subprocess.run(['unshare', '--net', '--mount', 'true'], capture_output=True, check=False)
    return made.returncode == 0


@support.needs('unshare', 'nsenter', 'ip', 'curl')
@support.needs_root
class Names(proxies.Proxied):
    def setUp(self):
        super().setUp()
        if not has_namespaces():
            self.skipTest('no namespaces here')
        self.zone, self.log = self.folder / 'zone', self.folder / 'log'
        self.resolver = self.folder / 'resolv.conf'
        self.socket = self.folder / 'socket'
        self.log.touch()

    def begin(self, zone, patience=NO_PATIENCE):
        """The namespace, and the names in it."""
        self.set_names(zone)
        self.resolver.write_text(f'nameserver 127.0.0.53\n{patience}')
        (self.folder / 'nsswitch').write_text('hosts: dns\n')
        inside = ('ip link set lo up && mount --bind "$1/resolv.conf" /etc/resolv.conf && '
                  'mount --bind "$1/nsswitch" /etc/nsswitch.conf && exec "$2" "$3" "$1/zone" "$1/log"')
        self.space = subprocess.Popen(['unshare', '--net', '--mount', 'sh', '-c', inside, 'sh', self.folder,
                                       sys.executable, SOURCES / 'names.py'], text=True, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)
        self.addCleanup(support.end, self.space)
        support.wait_for_line(self.space.stdout, 'ready')

    def set_names(self, zone):
        whole = self.zone.with_suffix('.whole')
        whole.write_text(json.dumps(zone))
        whole.rename(self.zone)

    def proxy_inside(self, *flags):
        """Clients reach it by a path, which is the same inside and outside."""
        program = subprocess.Popen(
            ['nsenter', '--target', str(self.space.pid), '--net', '--mount', support.PROGRAM, 'proxy', '--listen',
             f'unix:{self.socket}', '--legacy', f'http://{LEGACY}:{names.PORT}', '--candidate',
             f'http://{CANDIDATE}:{names.PORT}', '--db', self.run_file, *flags],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(support.end, program)
        support.wait_for_line(program.stderr, 'listening on')
        return program

    def ask(self, path, *flags):
        """Statuses, one for each request."""
        run = subprocess.run(['curl', '-s', '--max-time', '60', '--unix-socket', self.socket, *flags, '-w',
                              '%{http_code}\n', '-o', '/dev/null', f'http://shop.test{path}'], capture_output=True,
                             text=True, check=False, timeout=support.DEADLINE_S)
        return run.stdout.split()

    def ask_before(self):
        """The names as they are are known then."""
        self.assertEqual(self.ask('/before'), ['200'])
        self.wait_until_settled(1)

    def asked(self, address):
        """The paths that it was asked for, in their order."""
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return [path for where, path in lines if where == address]

    def assert_all_match(self, report, requests):
        self.assertEqual(report['totals']['seen'], requests)
        ledger = self.ledger(report)
        self.assertEqual(ledger['match', ''] + ledger['equivalent', ''], requests, ledger)

    def test_requests_follow_names_that_move(self):
        """Nobody is told: by the time that a look-up is good for, all who use the names have followed."""
        self.begin(OLD)
        program = self.proxy_inside()
        self.ask_before()
        self.set_names(NEW)
        count = 800
        statuses = self.ask(f'/[1-{count}]', '--rate', '20/s')
        self.assertEqual(statuses, ['200'] * count)
        report, _ = self.finish(program)
        self.assert_all_match(report, count + 1)
        for old, new in (('127.0.0.2', '127.0.0.3'), ('127.0.0.4', '127.0.0.5')):
            before, after = self.asked(old), self.asked(new)
            self.assertEqual(before + after, ['/before'] + [f'/{i}' for i in range(1, count + 1)])
            self.assertGreater(len(after), 0, 'it did not follow')

    def test_requests_follow_at_once_when_told(self):
        self.begin(OLD)
        program = self.proxy_inside()
        self.ask_before()
        self.set_names(NEW)
        program.send_signal(signal.SIGHUP)
        asked = 1
        while not self.asked('127.0.0.3') or not self.asked('127.0.0.5'):
            self.assertEqual(self.ask('/between'), ['200'])
            asked += 1
        paths = [f'/after/{i}' for i in range(1, 21)]
        self.assertEqual(self.ask('/after/[1-20]'), ['200'] * 20)
        report, _ = self.finish(program)
        self.assert_all_match(report, asked + 20)
        self.assertEqual(self.asked('127.0.0.3')[-20:], paths)
        self.assertEqual(self.asked('127.0.0.5')[-10:], paths[-10:])  # some went over what was idle

    def test_a_service_that_went_is_followed_once_it_is_missed(self):
        self.begin(OLD)
        program = self.proxy_inside('--budget', 'candidate:breaker=off')
        self.ask_before()
        self.set_names(NEW)
        self.space.stdin.write('127.0.0.4\n')
        self.space.stdin.flush()
        support.wait_for_line(self.space.stdout, 'closed')
        asked = 1
        while not self.asked('127.0.0.5'):
            self.assertEqual(self.ask('/missed'), ['200'])
            asked += 1
        report, _ = self.finish(program)
        self.assertEqual(report['totals']['seen'], asked)
        ledger = self.ledger(report)
        self.assertEqual(ledger['match', ''] + ledger['mismatch', ''], asked, ledger)
        self.assertGreaterEqual(ledger['mismatch', ''], 1)

    def test_known_addresses_serve_while_their_names_are_gone(self):
        self.begin(OLD)
        program = self.proxy_inside()
        self.ask_before()
        self.set_names({})
        program.send_signal(signal.SIGHUP)
        self.assertEqual(self.ask('/[1-20]'), ['200'] * 20)
        report, _ = self.finish(program)
        self.assert_all_match(report, 21)

    def test_a_name_that_is_never_answered_keeps_no_other_leg_waiting(self):
        self.begin({**OLD, CANDIDATE: None, SECONDARY: ['127.0.0.5']}, FOR_MINUTES)
        for i in range(4):  # which of the two is asked for first is drawn
            self.run_file = self.folder / f'{i}.db'
            program = self.proxy_inside('--secondary', f'http://{SECONDARY}:{names.PORT}', '--budget',
                                        'candidate:connect=500ms')
            self.assertEqual(self.ask(f'/{i}'), ['200'])
            report, _ = self.finish(program)
            self.assertEqual(self.ledger(report)['mismatch', ''], 1)
            self.assertIn(f'/{i}', self.asked('127.0.0.5'))

    def test_the_end_waits_for_no_name(self):
        self.begin(OLD, FOR_MINUTES)
        program = self.proxy_inside()
        self.ask_before()
        self.set_names({LEGACY: None, CANDIDATE: None})
        program.send_signal(signal.SIGHUP)
        before = self.questions()
        while not all(self.questions()[name] > before[name] for name in OLD):
            self.assertEqual(self.ask('/known'), ['200'])
        self.finish(program)

    def questions(self):
        return collections.Counter(line.split()[1] for line in self.log.read_text().splitlines()
                                   if line.startswith('name '))


if __name__ == '__main__':
    unittest.main()
