# SPDX-License-Identifier: Apache-2.0
"""A real nginx that serves files of a scenario's folder, if wanted inside a network namespace."""
import os
import subprocess

import support

CONFIGURATION = '''
daemon off; master_process off; pid {root}/nginx.pid; error_log {root}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/plain; gzip on; gzip_min_length 100; gzip_types application/json text/css;
  types {{ application/json json; text/css css; image/png png; text/html html; }}
  client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;
  uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
  server {{ listen {address}:{port}; root {root}/www; keepalive_requests 100000; }}
}}
'''


def start(scenario, name, files, address, port, inside=()):
    """Serves `files` until the scenario ends; gives the URL when it answers. `inside`: a command in front."""
    root = scenario.folder / name
    (root / 'www').mkdir(parents=True)
    for file, content in files.items():
        (root / 'www' / file).write_bytes(content)
        os.utime(root / 'www' / file, (1_610_000_000, 1_610_000_000))  # Last-Modified is compared
    (root / 'nginx.conf').write_text(CONFIGURATION.format(root=root, address=address, port=port))
    # Everything below the scenario's private folder stays readable for nginx: it runs as root here.
    server = subprocess.Popen([*inside, 'nginx', '-e', root / 'error.log', '-c', root / 'nginx.conf'],
                              stderr=subprocess.DEVNULL)
    scenario.addCleanup(server.wait)
    scenario.addCleanup(server.terminate)
    url = f'http://{address}:{port}'
    subprocess.run([*inside, 'curl', '-s', '-o', '/dev/null', '--retry-connrefused', '--retry', '50', '--retry-delay',
                    '0', '--retry-max-time', '20', f'{url}/{next(iter(files))}'], check=True)
    return url


def wait_until_captured(scenario, url, capture, inside=()):
    """Asks for `url` until the run file has counted a request; gives how often it asked."""
    for asked in range(1, 1_000):
        scenario.assertIsNone(capture.poll())
        subprocess.run([*inside, 'curl', '-s', '-o', '/dev/null', url], check=True)
        if scenario.run_file.exists():
            try:
                if support.query(scenario.run_file, 'select sum(n) from tally')[0][0]:
                    return asked
            except support.sqlite3.OperationalError:
                pass  # the file is being made
    return scenario.fail('the capture saw nothing')
