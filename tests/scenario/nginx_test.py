#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""nginx serves real files on loopback while curl and wrk drive it; a second nginx has one changed file:
exactly the changed file is found."""
import os
import signal
import subprocess
import unittest

import support

CONFIGURATION = '''
daemon off; master_process off; pid {root}/nginx.pid; error_log {root}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/plain; gzip on; gzip_min_length 100; gzip_types application/json text/css;
  types {{ application/json json; text/css css; image/png png; text/html html; }}
  client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;
  uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
  server {{ listen 127.0.0.1:{port}; root {root}/www; keepalive_requests 100000; }}
}}
'''
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
        root = self.folder / name
        (root / 'www').mkdir(parents=True)
        for file, content in files.items():
            (root / 'www' / file).write_bytes(content)
            os.utime(root / 'www' / file, (1_610_000_000, 1_610_000_000))  # Last-Modified is compared
        port = support.free_port()
        (root / 'nginx.conf').write_text(CONFIGURATION.format(root=root, port=port))
        # Everything below the scenario's private folder stays readable for nginx: it runs as root here.
        server = subprocess.Popen(['nginx', '-e', root / 'error.log', '-c', root / 'nginx.conf'],
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        subprocess.run(['curl', '-s', '-o', '/dev/null', '--retry-connrefused', '--retry', '50', '--retry-delay', '0',
                        '--retry-max-time', '20', f'http://127.0.0.1:{port}/index.html'], check=True)
        return f'http://127.0.0.1:{port}', port

    def test_exactly_the_changed_file_is_found(self):
        legacy, port = self.nginx('legacy', FILES)
        candidate, _ = self.nginx('candidate', FILES | {'prices.json': b'{"green": 4.25, "black": 3.90}'})
        capture = self.start('capture', 'lo', '--port', port, '--candidate', candidate, '--db', self.run_file,
                             '--duration', '10m')
        self.wait_until_seen(legacy, capture)

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

    def wait_until_seen(self, legacy, capture):
        """The capture is at work when the run file has counted a request."""
        for _ in range(1_000):
            self.assertIsNone(capture.poll())
            subprocess.run(['curl', '-s', '-o', '/dev/null', f'{legacy}/index.html'], check=True)
            if self.run_file.exists():
                try:
                    if support.query(self.run_file, 'select sum(n) from tally')[0][0]:
                        return
                except support.sqlite3.OperationalError:
                    pass  # the file is being made
        self.fail('the capture saw nothing')


if __name__ == '__main__':
    unittest.main()
