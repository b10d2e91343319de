#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""nginx serves real files on loopback while curl and wrk drive it; a second nginx has one changed file:
exactly the changed file is found."""
import signal
import subprocess
import unittest

import nginx
import support

FILES = {
    'index.html': b'<html><body>' + b'<p>tea</p>' * 50 + b'</body></html>',
    'teas.json': b'{"teas": [' + b', '.join(b'{"id": %d, "price": 4.20}' % i for i in range(200)) + b']}',
    'prices.json': b'{"green": 4.20, "black": 3.90}',
    'style.css': b'body { color: black }\n' * 40,
    'pot.png': bytes(range(256)) * 64,
    'large.txt': b'the quick brown fox\n' * 20_000,
}


@support.needs_root
@support.needs('nginx', 'curl', 'wrk')
class Nginx(support.Scenario):
    def nginx(self, name, files):
        port = support.free_port()
        return nginx.start(self, name, files, '127.0.0.1', port), port

    def test_exactly_the_changed_file_is_found(self):
        legacy, port = self.nginx('legacy', FILES)
        candidate, _ = self.nginx('candidate', FILES | {'prices.json': b'{"green": 4.25, "black": 3.90}'})
        capture = self.start('capture', 'lo', '--port', port, '--candidate', candidate, '--db', self.run_file,
                             '--duration', '10m', '--budget', 'wait=60s')
        nginx.wait_until_captured(self, f'{legacy}/index.html', capture)

        for file in FILES:
            for options in ([], ['--compressed'], ['-I']):
                subprocess.run(['curl', '-s', '-o', '/dev/null', *options, f'{legacy}/{file}'], check=True)
        subprocess.run(['curl', '-s', '-o', '/dev/null', *(f'{legacy}/{file}' for file in FILES)], check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run(['curl', '-s', '-o', '/dev/null', '-r', '10-99', f'{legacy}/large.txt'], check=True)
        subprocess.run(['curl', '-s', '-o', '/dev/null', f'{legacy}/no-such-file'], check=True)
        wrk = subprocess.run(['wrk', '-t', '1', '-c', '4', '-d', '1s', f'{legacy}/style.css'], check=True,
                             capture_output=True, text=True)
        self.assertNotIn('Socket errors', wrk.stdout)
        capture.send_signal(signal.SIGINT)
        _, errors = capture.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(capture.returncode, 0, errors)

        report = support.report_of(self.run_file)
        self.assert_balanced(report)
        self.assertEqual(support.findings_of(report), {('GET /prices.json', '$.green', 'changed')})
        self.assertGreater(report['totals']['judged'], 100)
        # GET plain, compressed, and in the list; HEAD tells of another ETag, whose value is noise.
        self.assertEqual([finding['count'] for finding in report['findings']], [3])


if __name__ == '__main__':
    unittest.main()
