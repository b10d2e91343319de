#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Common servers as legs and common programs as clients of the proxy: nginx, Apache, Node and Python; curl, wrk and
Chromium."""
import subprocess
import unittest

import proxies
import real_programs
import support
import wrk

SERVERS = {'nginx': real_programs.Nginx, 'apache2': real_programs.Apache, 'node': real_programs.Node,
           'python3': lambda test: real_programs.Python(test, 'HTTP/1.1')}


@support.needs('curl', *SERVERS)
class Servers(proxies.Proxied):
    def test_each_as_legacy_with_the_next_as_candidate(self):
        names = list(SERVERS)
        for legacy_name, candidate_name in zip(names, names[1:] + names[:1]):
            with self.subTest(legacy=legacy_name, candidate=candidate_name):
                legacy, candidate = SERVERS[legacy_name](self), SERVERS[candidate_name](self)
                program, url = self.proxy(f'http://127.0.0.1:{legacy.port}', f'http://127.0.0.1:{candidate.port}',
                                          '--budget', 'wait=60s')
                for name, content in real_programs.FILES.items():
                    got = subprocess.run(['curl', '-sf', '--compressed', f'{url}/{name}'], check=True,
                                         capture_output=True, timeout=support.DEADLINE_S).stdout
                    self.assertEqual(got, content, name)
                report, errors = self.finish(program)
                self.assertEqual(report['totals']['seen'], len(real_programs.FILES))
                ledger = self.ledger(report)
                self.assertEqual({verdict for verdict, _ in ledger} & {'dropped', 'legacy_error', 'both_error'},
                                 set(), errors)

    @support.needs('wrk')
    def test_a_client_with_many_connections(self):
        legacy, candidate = real_programs.Nginx(self), real_programs.Nginx(self)
        program, url = self.proxy(f'http://127.0.0.1:{legacy.port}', f'http://127.0.0.1:{candidate.port}')
        load = wrk.load(f'{url}/teas.json', 200, 1)
        self.assertFalse(load.has_errors, load.output)
        report, _ = self.finish(program)
        self.assertGreaterEqual(report['totals']['seen'], load.requests)

    @support.needs('chromium')
    def test_a_browser(self):
        legacy, candidate = real_programs.Nginx(self), real_programs.Nginx(self)
        program, url = self.proxy(f'http://127.0.0.1:{legacy.port}', f'http://127.0.0.1:{candidate.port}')
        real_programs.chromium(url, self.folder)
        report, _ = self.finish(program)
        self.assertGreaterEqual(report['totals']['seen'], 5)
        self.assertEqual({verdict for verdict, _ in self.ledger(report)} & {'legacy_error', 'both_error'}, set())


if __name__ == '__main__':
    unittest.main()
