# SPDX-License-Identifier: Apache-2.0
"""Real servers on free ports of loopback, with the same few files, and real clients that ask them."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import support

FILES = {
    'index.html': b'<html><head><link rel="stylesheet" href="style.css"></head><body><img src="pot.png">'
                  b'<script src="script.js"></script></body></html>',
    'style.css': b'body { color: black }\n' * 40,
    'script.js': b'fetch("teas.json").then(a => a.json()).then(b => document.body.append(b.teas.length));\n',
    'teas.json': b'{"teas": [' + b', '.join(b'{"id": %d, "price": 4.20}' % i for i in range(2_000)) + b']}',
    'pot.png': bytes(range(256)) * 64,
    'large.txt': b'the quick brown fox\n' * 100_000,
    'empty.txt': b'',
}
MODULES = '/usr/lib/apache2/modules'
NGINX = '''
daemon off; master_process off; pid {root}/nginx.pid; error_log {root}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/plain; gzip on; gzip_min_length 100; gzip_types application/json text/css;
  types {{ application/json json; text/css css; image/png png; text/html html; }}
  client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;
  uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
  server {{ listen 127.0.0.1:{port}; root {root}/www; keepalive_requests 100000; client_max_body_size 100k; }}
}}
'''
APACHE = '''
ServerRoot {root}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {root}/apache.pid
ErrorLog {root}/error.log
Mutex posixsem
{modules}
User www-data
Group www-data
DocumentRoot {root}/www
MaxKeepAliveRequests 0
LimitRequestBody 100000
AddOutputFilterByType DEFLATE text/css application/json
TypesConfig /dev/null
AddType text/css .css
AddType application/json .json
<Directory />
  Require all granted
</Directory>
'''
NODE = '''
const http = require('http'), fs = require('fs'), path = require('path');
const root = process.argv[2];
http.createServer((request, answer) => {
  const url = new URL(request.url, 'http://a');
  if (url.pathname === '/echo') return request.pipe(answer);            // chunked, and may begin before the request ends
  if (url.pathname === '/nothing') return answer.writeHead(204).end();
  if (url.pathname === '/hints') {
    answer.writeEarlyHints({link: '</style.css>; rel=preload; as=style'});
    answer.setHeader('Trailer', 'X-End');
    answer.write('tea ');
    answer.addTrailers({'X-End': 'yes'});
    return answer.end('time');
  }
  if (url.pathname === '/refuse') {                                      // before the request's body has come
    answer.writeHead(413, {connection: 'close'});
    return answer.end('too large');
  }
  const file = path.join(root, path.basename(url.pathname) || 'index.html');
  if (!fs.existsSync(file)) return answer.writeHead(404).end('no such file');
  const types = {'.css': 'text/css', '.json': 'application/json', '.html': 'text/html', '.js': 'text/javascript'};
  answer.setHeader('content-type', types[path.extname(file)] || 'text/plain');
  fs.createReadStream(file).pipe(answer);
}).listen(0, '127.0.0.1', function () { console.log('port ' + this.address().port); });
'''


def has(program, must):
    """Whether it is installed; says so in one line when it is not."""
    if shutil.which(program):
        return True
    if must:
        raise AssertionError(f'not installed: {program}')
    print(f'not installed, so left out: {program}')
    return False


def needs_in_soak(*programs):
    for program in programs:
        has(program, True)
    return lambda test: test


class Server:
    """A program that serves FILES; stopped when the test ends."""

    def __init__(self, test):
        # Not below the test's private folder: servers give up root.
        folder = tempfile.TemporaryDirectory(prefix='shadowdiff-')
        test.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.root.chmod(0o755)
        (self.root / 'www').mkdir()
        for name, content in FILES.items():
            (self.root / 'www' / name).write_bytes(content)
        self.test = test

    def start(self, *command, **options):
        program = subprocess.Popen(command, text=True, stderr=subprocess.DEVNULL, **options)
        self.test.addCleanup(support.end, program)
        self.test.addCleanup(program.terminate)
        return program

    def start_on_free_port(self, configuration, command):
        self.port = support.free_port()
        (self.root / 'conf').write_text(configuration.format(root=self.root, port=self.port, modules=self.modules()))
        self.start(*command, stdout=subprocess.DEVNULL)
        curl('--retry-connrefused', '--retry', '100', '--retry-delay', '0', '--retry-max-time', '60',
             f'http://127.0.0.1:{self.port}/index.html')

    def modules(self):
        names = ('mpm_event', 'authz_core', 'dir', 'mime', 'filter', 'deflate')
        return '\n'.join(f'LoadModule {name}_module {MODULES}/mod_{name}.so' for name in names)


class Nginx(Server):
    def __init__(self, test):
        super().__init__(test)
        self.start_on_free_port(NGINX, ['nginx', '-e', self.root / 'error.log', '-c', self.root / 'conf'])


class Apache(Server):
    def __init__(self, test):
        super().__init__(test)
        self.start_on_free_port(APACHE, ['apache2', '-D', 'FOREGROUND', '-f', self.root / 'conf'])


class Node(Server):
    def __init__(self, test):
        super().__init__(test)
        (self.root / 'server.js').write_text(NODE)
        program = self.start('node', self.root / 'server.js', self.root / 'www', stdout=subprocess.PIPE)
        self.port = int(support.wait_for_line(program.stdout, 'port ').split()[-1])


class Python(Server):
    def __init__(self, test, protocol):
        super().__init__(test)
        program = self.start(sys.executable, '-u', '-m', 'http.server', '--bind', '127.0.0.1', '--directory',
                             self.root / 'www', '--protocol', protocol, '0', stdout=subprocess.PIPE)
        line = support.wait_for_line(program.stdout, 'Serving HTTP')
        self.port = int(line.split(' port ')[1].split()[0])


CUT_SHORT = (52, 55, 56)  # curl's exit status where a server answers, and closes, before it has read the request


def curl(*arguments, may_end_with=()):
    run = subprocess.run(['curl', '-s', '-o', '/dev/null', *map(str, arguments)], check=False,
                         timeout=support.DEADLINE_S, stdout=subprocess.DEVNULL)
    if run.returncode not in (0, *may_end_with):
        run.check_returncode()


def send(*arguments):
    """A request with a body, which a server may refuse before it has read it."""
    curl(*arguments, may_end_with=CUT_SHORT)


def many_curls(url, folder):
    """One connection each, then all files over one connection, with the forms that requests come in."""
    for name in FILES:
        for options in ([], ['--compressed'], ['-I'], ['-0'], ['-H', 'Connection: close'], ['-r', '10-99']):
            curl(*options, f'{url}/{name}')
    curl(*(part for name in [*FILES, 'no-such-file'] for part in ('-o', '/dev/null', f'{url}/{name}')))
    upload = folder / 'upload'
    for size in (0, 1, 5_000, 90_000):
        upload.write_bytes(b'u' * size)
        send('--data-binary', f'@{upload}', f'{url}/teas.json')
        send('-X', 'PUT', '-H', 'Expect: 100-continue', '--data-binary', f'@{upload}', f'{url}/style.css')
        send('-X', 'POST', '-H', 'Transfer-Encoding: chunked', '--data-binary', f'@{upload}', f'{url}/large.txt')
    curl('-X', 'DELETE', f'{url}/teas.json')
    curl('-X', 'OPTIONS', '--request-target', '*', url)


def uploads(url, folder):
    """What only a server of our own answers well."""
    upload = folder / 'upload'
    for size in (1, 5_000, 3_000_000):
        upload.write_bytes(b'e' * size)
        send('--data-binary', f'@{upload}', f'{url}/echo')
        send('-T', upload, '-H', 'Transfer-Encoding: chunked', f'{url}/echo')
    for path in ('nothing', 'hints'):
        curl(f'{url}/{path}', '-o', '/dev/null', f'{url}/{path}')
    send('-H', 'Expect: 100-continue', '--data-binary', f'@{upload}', f'{url}/refuse')


def wrk(url, _):
    subprocess.run(['wrk', '-t', '1', '-c', '4', '-d', '1s', f'{url}/style.css'], check=True, capture_output=True,
                   timeout=support.DEADLINE_S)


def chromium(url, folder):
    run = subprocess.run(
        ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
         '--disable-background-networking', '--disable-component-update', '--disable-sync',
         f'--user-data-dir={folder}/chromium', '--dump-dom', f'{url}/index.html'],
        capture_output=True, text=True, timeout=support.DEADLINE_S, check=False)
    if 'pot.png' not in run.stdout:
        raise AssertionError(f'chromium showed no page: {run.stderr[-500:]}')
