#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How legs are reached and steered: TLS, Unix-domain sockets, sessions of their own, rewrites, the kill switch."""
import http.client
import signal
import unittest

import peers
import proxies
import support


@support.needs('openssl', 'curl')
class Tls(proxies.Proxied):
    def setUp(self):
        super().setUp()
        self.ca = peers.Authority(self.folder)

    def shadow(self, certificate, *flags, **server):
        legacy = self.serve(proxies.plain)
        candidate = peers.TlsService(self, certificate, **server)
        program, url = self.proxy(legacy.url, candidate.url, *flags)
        for i in range(5):
            proxies.curl(f'{url}/{i}')
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

    def test_a_legacy_that_ends_tls_without_a_word(self):
        legacy = peers.AbruptTlsService(self, self.ca.issue('localhost'))
        program, url = self.proxy(legacy.url, self.serve(proxies.plain).url, '--cacert', self.ca.file)
        client = http.client.HTTPConnection('127.0.0.1', int(url.rsplit(':', 1)[1]), timeout=support.DEADLINE_S)
        self.addCleanup(client.close)
        client.request('GET', '/')
        self.assertEqual(client.getresponse().read(), b'all of it')  # a reset would raise
        report, errors = self.finish(program)
        self.assertEqual(sum(n for (verdict, _), n in self.ledger(report).items() if verdict == 'legacy_error'), 1,
                         errors)

    def ask_until(self, url, holds):
        """New connections are made with what was read last; those that are open stay."""
        for i in range(1_000):
            proxies.curl(f'{url}/{i}')
            if holds():
                return
        self.fail('it never came to hold')

    def test_authorities_and_our_certificate_are_read_again_on_sighup(self):
        trusted, own = self.folder / 'trusted.pem', self.folder / 'own.pem'
        own_key = self.folder / 'own.key'
        other = self.folder / 'other'
        other.mkdir()
        stranger = peers.Authority(other)
        shown = stranger.issue('client')
        trusted.write_bytes(stranger.file.read_bytes())
        own.write_bytes(shown.file.read_bytes())
        own_key.write_bytes(shown.key.read_bytes())
        legacy = self.serve(proxies.plain)
        candidate = peers.TlsService(self, self.ca.issue('localhost'), client_ca=self.ca.file)
        program, url = self.proxy(legacy.url, candidate.url, '--cacert', trusted, '--cert', own, '--key', own_key,
                                  '--budget', 'candidate:breaker=off')
        proxies.curl(f'{url}/before')  # the candidate's authority is not trusted
        self.wait_until_settled(1)
        trusted.write_text('no certificate at all')
        program.send_signal(signal.SIGHUP)
        self.assertIn('trusted.pem', support.wait_for_line(program.stderr, 'trusted.pem'))
        trusted.write_bytes(self.ca.file.read_bytes())
        renewed = self.ca.issue('client')
        own.write_bytes(renewed.file.read_bytes())
        own_key.write_bytes(renewed.key.read_bytes())
        self.assertEqual(candidate.protocols, set())
        program.send_signal(signal.SIGHUP)
        self.ask_until(url, lambda: candidate.protocols)
        report, errors = self.finish(program)
        ledger = self.ledger(report)
        self.assertGreaterEqual(ledger['mismatch', ''], 1)
        self.assertGreaterEqual(ledger['match', ''] + ledger['equivalent', ''], 1, errors)
        self.assertIn(('candidate', 'tls'), {(one['leg'], one['failure']) for one in report['failures']})


@support.needs('curl')
class Sessions(proxies.Proxied):
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
class Steered(proxies.Proxied):
    def test_the_kill_switch_stops_every_copy(self):
        legacy, candidate = self.serve(proxies.plain), self.serve(proxies.plain)
        settings = self.folder / 'shadowdiff.toml'
        settings.write_text('paused = false\n')
        program, url = self.proxy(legacy.url, candidate.url, '--config', settings)
        proxies.curl(f'{url}/1')
        for signal_number, word, text in ((signal.SIGUSR1, 'paused', None), (signal.SIGUSR1, 'goes on', None),
                                          (signal.SIGHUP, 'paused', 'paused = true\n'),
                                          (signal.SIGHUP, 'goes on', 'paused = false\n')):
            if text:
                settings.write_text(text)
            program.send_signal(signal_number)
            support.wait_for_line(program.stderr, word)
            proxies.curl(f'{url}/{word.replace(" ", "-")}')
        report, _ = self.finish(program)
        self.assertEqual(self.ledger(report)['excluded', 'paused'], 2)
        self.assertEqual([path for _, path, _ in candidate.requests], ['/1', '/goes-on', '/goes-on'])

    def test_a_stderr_that_nobody_reads_holds_no_switch_up(self):
        legacy, candidate = self.serve(proxies.plain), self.serve(proxies.plain)
        program, url = self.proxy(legacy.url, candidate.url)
        support.fill_stderr(program)
        program.send_signal(signal.SIGUSR1)

        def is_paused():
            proxies.curl(f'{url}/1')
            return support.query(self.run_file, "select 1 from tally where reason = 'paused'")
        self.wait_until(is_paused)
        before = len(candidate.requests)
        program.send_signal(signal.SIGUSR1)

        def goes_on():
            proxies.curl(f'{url}/2')
            return len(candidate.requests) > before
        self.wait_until(goes_on)
        report, errors = self.finish(program)
        self.assertIn('mirroring goes on', errors)
        self.assertEqual(report['failures'], [])

    def test_what_is_declared_for_the_candidate_reaches_it_alone(self):
        legacy, candidate = self.serve(proxies.plain), self.serve(proxies.plain)
        program, url = self.proxy(legacy.url, f'{candidate.url}/v2', '--rewrite', 'candidate:host=api.test',
                                  '--rewrite', 'candidate:set-header=X-Shadow: yes', '--rewrite',
                                  'candidate:remove-query=secret')
        trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        proxies.curl('-H', f'traceparent: {trace}', f'{url}/a?secret=1&b=2')
        self.finish(program)
        (_, path, headers), = candidate.requests
        self.assertEqual((path, headers['Host'], headers['X-Shadow']), ('/v2/a?b=2', 'api.test', 'yes'))
        self.assertEqual(headers['traceparent'][:36], trace[:36])
        self.assertNotEqual(headers['traceparent'], trace)
        (_, path, headers), = legacy.requests
        self.assertEqual((path, headers['traceparent']), ('/a?secret=1&b=2', trace))
        self.assertNotIn('Shadowdiff-Run', headers)

    def test_what_the_proxy_tells_of_itself_reaches_every_leg(self):
        legacy, candidate = self.serve(proxies.plain), self.serve(proxies.plain)
        program, url = self.proxy(legacy.url, candidate.url, '--via', 'edge', '--forwarded', '--x-forwarded-for')
        proxies.curl('-H', 'Host: shop.test', '-H', 'X-Forwarded-For: 192.0.2.1', f'{url}/a')
        self.finish(program)
        for service in (legacy, candidate):
            (_, _, headers), = service.requests
            self.assertEqual(headers['Via'], '1.1 edge')
            self.assertEqual(headers['Forwarded'], 'for=127.0.0.1;proto=http;host=shop.test')
            self.assertEqual(headers['X-Forwarded-For'], '192.0.2.1, 127.0.0.1')

    def test_a_leg_behind_a_unix_domain_socket(self):
        legacy = self.serve(proxies.plain)
        candidate = peers.UnixService(self, self.folder / 'app.sock')
        program, url = self.proxy(legacy.url, candidate.url)
        for i in range(5):
            proxies.curl(f'{url}/{i}')
        report, errors = self.finish(program)
        self.assertEqual(candidate.asked, 5)
        self.assertEqual(self.ledger(report)['mismatch', ''], 0, errors)


if __name__ == '__main__':
    unittest.main()
