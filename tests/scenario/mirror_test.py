#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which requests are sent to whom: nginx as legacy, whose access log tells what it was asked."""
import collections
import unittest

import peers
import proxies
import support


@support.needs('nginx', 'curl')
class Methods(proxies.Proxied):
    def test_legacy_gets_each_post_exactly_once(self):
        legacy = peers.LoggingNginx(self)
        candidate = self.serve(proxies.plain)
        program, url = self.proxy(legacy.url, candidate.url, '--allow-method', 'POST,PUT,DELETE', '--secondary',
                                  legacy.url)
        for i in range(40):
            proxies.curl('--data', f'n={i}', f'{url}/orders/{i}?once')
            proxies.curl('-X', ('PUT', 'DELETE')[i % 2], f'{url}/orders/{i}?twice')
            proxies.curl(f'{url}/teas/{i}')
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
        candidate = self.serve(proxies.plain)
        program = self.start('capture', 'lo', '--port', legacy.port, '--candidate', candidate.url, '--db',
                             self.run_file, '--allow-method', 'POST', '--legacy', 'observed')
        peers.wait_until_captured(self, program, legacy.url)
        for i in range(40):
            proxies.curl('--data', f'n={i}', f'{legacy.url}/orders/{i}?once')
        self.finish(program)
        asked = collections.Counter(line for line in legacy.log() if 'once' in line)
        self.assertEqual((len(asked), set(asked.values())), (40, {1}))
        self.assertEqual(len([1 for method, *_ in candidate.requests if method == 'POST']), 40)

    def test_without_permission_no_unsafe_method_leaves(self):
        legacy, candidate = self.serve(proxies.plain), self.serve(proxies.plain)
        program, url = self.proxy(legacy.url, candidate.url, '--allow-unsafe', 'POST /open/*')
        proxies.curl('--data', 'a', f'{url}/closed/1', '-o', '/dev/null', '--data', 'a', f'{url}/open/1')
        report, _ = self.finish(program)
        self.assertEqual([path for _, path, _ in candidate.requests], ['/open/1'])
        self.assertEqual(self.ledger(report)['excluded', 'unsafe_method'], 1)
        rows = support.query(self.run_file, 'select route, method, reason, is_whole from exchange where verdict = "excluded"')
        self.assertEqual(rows, [('POST /closed/{id}', 'POST', 'unsafe_method', 0)])


@support.needs_root
@support.needs('curl')
class Unmarked(proxies.Proxied):
    """With --mark off nothing in a request tells that it is ours; its connection does."""

    def test_what_we_send_is_not_captured_as_traffic(self):
        legacy, candidate = peers.LoggingNginx(self), self.serve(proxies.plain)
        recording = self.folder / 'recording'
        program = self.start('capture', 'lo', '--port', legacy.port, '--port', candidate.port, '--legacy', legacy.url,
                             '--candidate', candidate.url, '--mark', 'off', '--control-share', '0', '--record',
                             recording, '--db', self.run_file)
        peers.wait_until_captured(self, program, legacy.url)
        for i in range(30):
            proxies.curl(f'{legacy.url}/teas/{i}')
        self.wait_until(lambda: support.query(self.run_file, "select coalesce(sum(n), 0) from tally where reason = "
                                                             "'own_traffic'")[0][0] >= 60)
        report, errors = self.finish(program)
        ledger = self.ledger(report)
        asked = collections.Counter(line for line in legacy.log() if 'teas' in line)
        self.assertEqual((len(asked), set(asked.values())), (30, {2}))  # the client, and we
        teas = [path for _, path, headers in candidate.requests if 'teas' in path]
        self.assertEqual(sorted(teas), sorted(f'/teas/{i}' for i in range(30)))
        self.assertFalse([1 for _, _, headers in candidate.requests if 'Shadowdiff-Run' in headers])
        own = ledger['excluded', 'own_traffic']
        self.assertIn(f'{report["totals"]["seen"] - own} requests recorded', errors)


if __name__ == '__main__':
    unittest.main()
