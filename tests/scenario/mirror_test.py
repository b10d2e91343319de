#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The engine against real parts: nginx as legacy, whose access log tells what it was asked; candidates that
misbehave, speak TLS, or hold sessions of their own."""
import collections
import re
import signal
import subprocess
import unittest
import urllib.request

import peers
import support

CLIENT = ['curl', '-s', '-o', '/dev/null', '--max-time', '60']


def curl(*arguments):
    subprocess.run([*CLIENT, *map(str, arguments)], check=True, timeout=support.DEADLINE_S)


class Mirrored(support.Scenario):
    """A proxy in front of a legacy, with a candidate beside it."""

    def proxy(self, legacy, candidate, *flags):
        program = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy, '--candidate', candidate,
                             '--db', self.run_file, *flags)
        line = support.wait_for_line(program.stderr, 'listening on')
        return program, f'http://127.0.0.1:{line.rsplit(":", 1)[1].strip()}'

    def finish(self, program):
        program.send_signal(signal.SIGTERM)
        _, errors = program.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(program.returncode, 0, errors)
        report = support.report_of(self.run_file)
        self.assert_balanced(report)
        return report, errors

    def wait_until_settled(self, requests):
        """Copies go out beside the client's answers: what follows must not overtake them."""
        for _ in range(1_000_000):
            if support.query(self.run_file, 'select coalesce(sum(n), 0) from tally')[0][0] >= requests:
                return
        self.fail('the requests were not settled')

    def ledger(self, report):
        return collections.Counter({(line['verdict'], line['reason'] or ''): line['n']
                                    for line in report['ledger']['lines']})


def plain(_):
    return 200, {'Content-Type': 'application/json'}, b'{"tea": 1}'


@support.needs('nginx', 'curl')
class Methods(Mirrored):
    def test_legacy_gets_each_post_exactly_once(self):
        legacy = peers.LoggingNginx(self)
        candidate = self.serve(plain)
        program, url = self.proxy(legacy.url, candidate.url, '--allow-method', 'POST,PUT,DELETE', '--secondary',
                                  legacy.url)
        for i in range(40):
            curl('--data', f'n={i}', f'{url}/orders/{i}?once')
            curl('-X', ('PUT', 'DELETE')[i % 2], f'{url}/orders/{i}?twice')
            curl(f'{url}/teas/{i}')
        report, _ = self.finish(program)
        asked = collections.Counter(legacy.log())
        unsafe = {line: n for line, n in asked.items() if not line.startswith('GET ')}
        self.assertEqual(len(unsafe), 80)
        self.assertEqual(set(unsafe.values()), {1})
        sent = [request for request in candidate.requests if request[0] == 'POST']
        self.assertEqual(sorted(path for _, path, _ in sent), sorted(f'/orders/{i}?once' for i in range(40)))
        self.assertTrue(all('Shadowdiff-Run' in headers for _, _, headers in candidate.requests))
        self.assertNotIn(('excluded', 'unsafe_method'), self.ledger(report))

    @support.needs_root
    def test_in_capture_too(self):
        legacy = peers.LoggingNginx(self)
        candidate = self.serve(plain)
        program = self.start('capture', 'lo', '--port', legacy.port, '--candidate', candidate.url, '--db',
                             self.run_file, '--allow-method', 'POST', '--legacy', 'observed')
        peers.wait_until_captured(self, program, legacy.url)
        for i in range(40):
            curl('--data', f'n={i}', f'{legacy.url}/orders/{i}?once')
        self.finish(program)
        asked = collections.Counter(line for line in legacy.log() if 'once' in line)
        self.assertEqual((len(asked), set(asked.values())), (40, {1}))
        self.assertEqual(len([1 for method, *_ in candidate.requests if method == 'POST']), 40)

    def test_without_permission_no_unsafe_method_leaves(self):
        legacy, candidate = self.serve(plain), self.serve(plain)
        program, url = self.proxy(legacy.url, candidate.url, '--allow-unsafe', 'POST /open/*')
        curl('--data', 'a', f'{url}/closed/1', '-o', '/dev/null', '--data', 'a', f'{url}/open/1')
        report, _ = self.finish(program)
        self.assertEqual([path for _, path, _ in candidate.requests], ['/open/1'])
        self.assertEqual(self.ledger(report)['excluded', 'unsafe_method'], 1)


@support.needs('curl')
class Misbehaving(Mirrored):
    """Whatever the candidate does, the client gets legacy's answers and each failure is named."""

    def shadow(self, behaviour, requests=10, *flags):
        legacy = self.serve(plain)
        candidate = peers.Misbehaving(self, behaviour)
        program, url = self.proxy(legacy.url, candidate.url, '--budget', 'candidate:breaker=off', *flags)
        for i in range(requests):
            with urllib.request.urlopen(f'{url}/{i}', timeout=support.DEADLINE_S) as answer:
                self.assertEqual(answer.read(), b'{"tea": 1}')
        report, errors = self.finish(program)
        failures = {name: int(n) for n, name in re.findall(r'candidate: (\d+) × (\w+):', errors)}
        return report, errors, failures

    def test_accepts_and_never_answers(self):
        _, errors, failures = self.shadow(peers.never_answers, 3, '--budget', 'candidate:first-byte=200ms')
        self.assertEqual(failures, {'first_byte_timeout': 3})
        self.assertIn('no byte of an answer within 200 ms', errors)

    def test_one_byte_at_a_time_is_bounded_in_all(self):
        _, _, failures = self.shadow(peers.trickles, 3, '--budget', 'candidate:total=300ms')
        self.assertEqual(failures, {'total_timeout': 3})

    def test_ten_gigabytes_are_counted_and_not_kept(self):
        legacy = self.serve(plain)
        candidate = peers.Misbehaving(self, peers.sends_ten_gigabytes)
        program, url = self.proxy(legacy.url, candidate.url, '--budget', 'candidate:total=3s')
        curl(f'{url}/large')
        candidate.wait_until_asked()
        peak = peers.peak_memory(program.pid)
        report, _ = self.finish(program)
        self.assertLess(peak, 200 << 20)
        self.assertEqual(report['totals']['seen'], 1)

    def test_closing_at_every_offset_of_its_answer(self):
        whole = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"tea": 1}'
        _, _, failures = self.shadow(peers.closes_at_each_offset(whole), len(whole) + 1)
        head = whole.index(b'{')
        self.assertEqual(failures.get('reset_before_answer'), 1)
        self.assertEqual(failures.get('reset_inside_answer'), head - 1)
        self.assertEqual(failures.get('short_body'), len(whole) - head)

    def test_a_dead_candidate_is_left_alone_and_every_request_is_a_mismatch(self):
        legacy = self.serve(plain)
        program, url = self.proxy(legacy.url, f'http://127.0.0.1:{support.free_port()}')
        for i in range(60):
            curl(f'{url}/{i}')
        report, errors = self.finish(program)
        self.assertEqual(self.ledger(report)['mismatch', ''], 60)
        self.assertIn('refused', errors)
        self.assertIn('shed', errors)

    @support.needs_root
    def test_cut_off_by_the_network_in_mid_run(self):
        legacy = self.serve(plain)
        space = peers.Namespace(self)
        candidate = space.serve_teas()
        program, url = self.proxy(legacy.url, candidate, '--budget',
                                  'candidate:connect=200ms,first-byte=200ms,breaker=off')
        for i in range(10):
            curl(f'{url}/before/{i}')
        self.wait_until_settled(10)
        space.cut()
        for i in range(10):
            curl(f'{url}/after/{i}')
        report, _ = self.finish(program)
        ledger = self.ledger(report)
        self.assertEqual(ledger['match', ''] + ledger['equivalent', ''], 10)
        self.assertEqual(ledger['mismatch', ''], 10)


@support.needs('openssl', 'curl')
class Tls(Mirrored):
    def setUp(self):
        super().setUp()
        self.ca = peers.Authority(self.folder)

    def shadow(self, certificate, *flags, **server):
        legacy = self.serve(plain)
        candidate = peers.TlsService(self, certificate, **server)
        program, url = self.proxy(legacy.url, candidate.url, *flags)
        for i in range(5):
            curl(f'{url}/{i}')
        report, errors = self.finish(program)
        return self.ledger(report), errors, candidate

    def test_a_trusted_certificate(self):
        ledger, errors, candidate = self.shadow(self.ca.issue('localhost'), '--cacert', self.ca.file)
        self.assertEqual(ledger['mismatch', ''], 0, errors)
        self.assertEqual(candidate.names, {'localhost'})
        self.assertEqual(candidate.protocols, {'http/1.1'})

    def test_certificates_that_are_not_accepted(self):
        for certificate, flags, why in (
                (self.ca.issue('localhost'), (), 'certificate'),
                (self.ca.issue('elsewhere.test'), ('--cacert', self.ca.file), 'another name'),
                (self.ca.issue('localhost', expired=True),
                 ('--cacert', self.ca.file), 'expired')):
            with self.subTest(why=why):
                ledger, errors, _ = self.shadow(certificate, *flags)
                self.assertEqual(ledger['mismatch', ''], 5)
                self.assertIn('tls', errors)
                self.assertIn(why, errors)

    def test_insecure_asks_all_the_same(self):
        ledger, errors, _ = self.shadow(self.ca.issue('elsewhere.test'), '--insecure')
        self.assertEqual(ledger['mismatch', ''], 0, errors)

    def test_a_client_certificate(self):
        own = self.ca.issue('client')
        _, errors, _ = self.shadow(self.ca.issue('localhost'), '--cacert', self.ca.file, client_ca=self.ca.file)
        self.assertIn('alert', errors)
        ledger, errors, _ = self.shadow(self.ca.issue('localhost'), '--cacert', self.ca.file, '--cert', own.file,
                                        '--key', own.key, client_ca=self.ca.file)
        self.assertEqual(ledger['mismatch', ''], 0, errors)


@support.needs('curl')
class Sessions(Mirrored):
    def test_a_login_is_shadowed_on_a_candidate_with_its_own_sessions(self):
        legacy, candidate = peers.Accounts(self, 'legacy'), peers.Accounts(self, 'candidate')
        program, url = self.proxy(legacy.url, candidate.url, '--allow-unsafe', 'POST /login', '--allow-unsafe',
                                  'POST /orders', '--token', 'set-cookie:sid to cookie:sid', '--token',
                                  'json:$.csrf to header:X-Csrf', '--token', 'json:$.id to path')
        for user in ('ann', 'bob'):
            peers.shop(url, user)
        report, _ = self.finish(program)
        self.assertEqual(candidate.refused, [], candidate.refused)
        self.assertEqual({path for path, _ in candidate.served} & {'/account'}, {'/account'})
        self.assertEqual(len(candidate.served), len(legacy.served))
        stored = self.run_file.read_bytes()
        found = [token for token in legacy.tokens | candidate.tokens if token.encode() in stored]
        self.assertEqual(found, [])

    def test_without_it_the_candidate_does_not_know_the_client(self):
        legacy, candidate = peers.Accounts(self, 'legacy'), peers.Accounts(self, 'candidate')
        program, url = self.proxy(legacy.url, candidate.url, '--allow-unsafe', 'POST /login')
        peers.shop(url, 'ann')
        self.finish(program)
        self.assertNotEqual(candidate.refused, [])


@support.needs('curl')
class Steered(Mirrored):
    def test_the_kill_switch_stops_every_copy(self):
        legacy, candidate = self.serve(plain), self.serve(plain)
        settings = self.folder / 'shadowdiff.toml'
        settings.write_text('paused = false\n')
        program, url = self.proxy(legacy.url, candidate.url, '--config', settings)
        curl(f'{url}/1')
        for signal_number, word, text in ((signal.SIGUSR1, 'paused', None), (signal.SIGUSR1, 'goes on', None),
                                          (signal.SIGHUP, 'paused', 'paused = true\n'),
                                          (signal.SIGHUP, 'goes on', 'paused = false\n')):
            if text:
                settings.write_text(text)
            program.send_signal(signal_number)
            support.wait_for_line(program.stderr, word)
            curl(f'{url}/{word.replace(" ", "-")}')
        report, _ = self.finish(program)
        self.assertEqual(self.ledger(report)['excluded', 'paused'], 2)
        self.assertEqual([path for _, path, _ in candidate.requests], ['/1', '/goes-on', '/goes-on'])

    def test_what_is_declared_for_the_candidate_reaches_it_alone(self):
        legacy, candidate = self.serve(plain), self.serve(plain)
        program, url = self.proxy(legacy.url, f'{candidate.url}/v2', '--rewrite', 'candidate:host=api.test',
                                  '--rewrite', 'candidate:set-header=X-Shadow: yes', '--rewrite',
                                  'candidate:remove-query=secret')
        trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        curl('-H', f'traceparent: {trace}', f'{url}/a?secret=1&b=2')
        self.finish(program)
        (_, path, headers), = candidate.requests
        self.assertEqual((path, headers['Host'], headers['X-Shadow']), ('/v2/a?b=2', 'api.test', 'yes'))
        self.assertEqual(headers['traceparent'][:36], trace[:36])
        self.assertNotEqual(headers['traceparent'], trace)
        (_, path, headers), = legacy.requests
        self.assertEqual((path, headers['traceparent']), ('/a?secret=1&b=2', trace))
        self.assertNotIn('Shadowdiff-Run', headers)

    def test_a_leg_behind_a_unix_domain_socket(self):
        legacy = self.serve(plain)
        candidate = peers.UnixService(self, self.folder / 'app.sock')
        program, url = self.proxy(legacy.url, candidate.url)
        for i in range(5):
            curl(f'{url}/{i}')
        report, errors = self.finish(program)
        self.assertEqual(candidate.asked, 5)
        self.assertEqual(self.ledger(report)['mismatch', ''], 0, errors)


if __name__ == '__main__':
    unittest.main()
