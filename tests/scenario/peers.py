# SPDX-License-Identifier: Apache-2.0
"""Services that a leg may be: ones that log, misbehave, speak TLS, hold sessions, or sit behind a network."""
import http.server
import json
import secrets
import select
import socketserver
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import support

NGINX = '''
daemon off; master_process off; pid {{root}}/nginx.pid; error_log {{root}}/error.log;
events {{{{ worker_connections 1024; }}}}
http {{{{
  log_format line '$request_method $request_uri'; access_log {{root}}/access.log line; default_type application/json;
  client_body_temp_path {{root}}/b; proxy_temp_path {{root}}/p; fastcgi_temp_path {{root}}/f;
  uwsgi_temp_path {{root}}/u; scgi_temp_path {{root}}/s; keepalive_requests 1000000;
  server {{{{ listen 127.0.0.1:{{port}}; {locations} }}}}
}}}}
'''


class Nginx:
    """A real nginx that writes down what it was asked. `locations`: its configuration, where {root} is its folder."""

    def __init__(self, test, name, locations):
        self.root = test.folder / name
        (self.root / 'www').mkdir(parents=True)
        self.port = support.free_port()
        self.url = f'http://127.0.0.1:{self.port}'
        (self.root / 'conf').write_text(NGINX.format(locations=locations).format(root=self.root, port=self.port))
        self.server = None
        test.addCleanup(self.stop)
        self.start()

    def start(self):
        self.server = subprocess.Popen(['nginx', '-e', self.root / 'error.log', '-c', self.root / 'conf'],
                                       stderr=subprocess.DEVNULL)
        subprocess.run(['curl', '-s', '-o', '/dev/null', '--retry-connrefused', '--retry', '100', '--retry-delay', '0',
                        '--retry-max-time', '60', f'{self.url}/ready'], check=True)

    def stop(self):
        """At once, with connections under way."""
        self.server.terminate()
        self.server.wait()

    def log(self):
        """Without what only waited for the server, or for the capture."""
        lines = (self.root / 'access.log').read_text().splitlines()
        return [line for line in lines if 'ready' not in line]


class LoggingNginx(Nginx):
    """It gives everything the same answer."""

    def __init__(self, test, name='nginx'):
        super().__init__(test, name, """location / {{ return 200 '{{"tea": 1}}'; }}""")


def wait_until_captured(test, program, url):
    """The capture is at work when the run file has counted a request."""
    for _ in range(1_000):
        test.assertIsNone(program.poll())
        subprocess.run(['curl', '-s', '-o', '/dev/null', f'{url}/ready'], check=True)
        try:
            if support.query(test.run_file, 'select sum(n) from tally')[0][0]:
                return
        except support.sqlite3.OperationalError:
            pass  # the file is being made
    test.fail('the capture saw nothing')


class Threaded(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class Misbehaving:
    """Reads a request's head on each connection, and leaves the rest to `behave(connection, number)`."""

    def __init__(self, test, behave):
        service = self
        self.asked = threading.Event()
        self.count = 0
        self.lock = threading.Lock()

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                head = b''
                while b'\r\n\r\n' not in head:
                    piece = self.request.recv(65_536)
                    if not piece:
                        return
                    head += piece
                with service.lock:
                    number = service.count
                    service.count += 1
                service.asked.set()
                try:
                    behave(self.request, number)
                except OSError:
                    pass  # it had enough of us

        server = Threaded(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{server.server_address[1]}'
        threading.Thread(target=server.serve_forever, daemon=True).start()
        test.addCleanup(server.server_close)
        test.addCleanup(server.shutdown)

    def wait_until_asked(self):
        assert self.asked.wait(support.DEADLINE_S)


def never_answers(connection, _):
    while connection.recv(65_536):
        pass


def trickles(connection, _):
    """A byte whenever the other side has had a hundredth of a second to lose patience."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n')
    while not select.select([connection], [], [], 0.01)[0]:
        connection.sendall(b'x')


def sends_ten_gigabytes(connection, _):
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n')
    piece = bytes(1 << 20)
    for _ in range(10_000):
        connection.sendall(piece)


def closes_at_each_offset(whole):
    def behave(connection, number):
        connection.sendall(whole[:number])
    return behave


def peak_memory(pid):
    with open(f'/proc/{pid}/status', encoding='ascii') as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith('VmHWM'))


class Namespace:
    """A network namespace of its own, reached over a veth pair; gone when the test ends."""

    def __init__(self, test):
        self.test = test
        self.name = f'sd-{secrets.token_hex(4)}'
        outside, inside = f'{self.name}o', f'{self.name}i'
        number = secrets.randbelow(250) + 1
        self.address = f'10.213.{number}.2'
        for command in (f'ip netns add {self.name}', f'ip link add {outside} type veth peer name {inside}',
                        f'ip link set {inside} netns {self.name}', f'ip addr add 10.213.{number}.1/30 dev {outside}',
                        f'ip link set {outside} up',
                        f'ip netns exec {self.name} ip addr add {self.address}/30 dev {inside}',
                        f'ip netns exec {self.name} ip link set {inside} up'):
            subprocess.run(command.split(), check=True)
        test.addCleanup(subprocess.run, ['ip', 'netns', 'del', self.name], check=True)
        self.inside, self.outside = inside, outside
        self.outside_address = f'10.213.{number}.1'

    def serve_teas(self, address=None):
        """At an address of the namespace; else at the one behind the veth pair."""
        address = address or self.address
        code = ('import http.server\n'
                'class Handler(http.server.BaseHTTPRequestHandler):\n'
                '    protocol_version = "HTTP/1.1"\n'
                '    def do_GET(self):\n'
                '        self.send_response(200)\n'
                '        self.send_header("Content-Type", "application/json")\n'
                '        self.send_header("Content-Length", "10")\n'
                '        self.end_headers()\n'
                '        self.wfile.write(b\'{"tea": 1}\')\n'
                f'server = http.server.ThreadingHTTPServer(("{address}", 0), Handler)\n'
                'print("port", server.server_address[1], flush=True)\n'
                'server.serve_forever()\n')
        server = subprocess.Popen(['ip', 'netns', 'exec', self.name, sys.executable, '-c', code], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.test.addCleanup(support.end, server)
        port = support.wait_for_line(server.stdout, 'port ').split()[1]
        return f'http://{address}:{port}'

    def swallow(self):
        """What comes in is never answered: the way back is a black hole."""
        subprocess.run(['ip', 'netns', 'exec', self.name, 'ip', 'route', 'add', 'blackhole',
                        f'{self.outside_address}/32'], check=True)

    def cut(self):
        """No packet comes through any more, and nobody is told."""
        subprocess.run(['ip', 'netns', 'exec', self.name, 'ip', 'link', 'set', self.inside, 'down'], check=True)


class Certificate:
    def __init__(self, file, key):
        self.file, self.key = file, key


class Authority:
    """Issues certificates with openssl."""

    def __init__(self, folder):
        self.folder = folder
        self.count = 0
        self.file, self.key = folder / 'ca.pem', folder / 'ca.key'
        self.openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout',
                     self.key, '-out', self.file, '-subj', '/CN=tea authority', '-days', '2')

    def openssl(self, *arguments):
        subprocess.run(['openssl', *map(str, arguments)], check=True, capture_output=True)

    def issue(self, name, expired=False):
        self.count += 1
        base = self.folder / f'leaf{self.count}'
        key, request, file, extensions = (base.with_suffix(end) for end in ('.key', '.csr', '.pem', '.ext'))
        extensions.write_text(f'subjectAltName=DNS:{name}\n')
        self.openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key,
                     '-out', request, '-subj', f'/CN={name}')
        validity = ['-days', '-1' if expired else '2']
        self.openssl('x509', '-req', '-in', request, '-CA', self.file, '-CAkey', self.key, '-CAcreateserial',
                     '-out', file, '-extfile', extensions, *validity)
        return Certificate(file, key)


class Teas(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', '10')
        self.end_headers()
        self.wfile.write(b'{"tea": 1}')

    def log_message(self, *_):
        pass


class TlsService:
    """Python's HTTP server under TLS on localhost; remembers which names and protocols it was asked for."""

    def __init__(self, test, certificate, client_ca=None):
        self.names, self.protocols = set(), set()
        service = self
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.file, certificate.key)
        context.set_alpn_protocols(['h2', 'http/1.1'])
        context.sni_callback = lambda connection, name, _: self.names.add(name)
        if client_ca:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(client_ca)

        class Handler(Teas):
            def setup(self):
                self.request = context.wrap_socket(self.request, server_side=True)
                service.protocols.add(self.request.selected_alpn_protocol())
                super().setup()

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # refused handshakes are what the test is about

        server = Server(('127.0.0.1', 0), Handler)
        self.url = f'https://localhost:{server.server_address[1]}'
        threading.Thread(target=server.serve_forever, daemon=True).start()
        test.addCleanup(server.server_close)
        test.addCleanup(server.shutdown)


class AbruptTlsService:
    """Ends each answer by closing, which TLS is not told of."""

    def __init__(self, test, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.file, certificate.key)

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                with context.wrap_socket(self.request, server_side=True) as client:
                    request = b''
                    while not request.endswith(b'\r\n\r\n'):
                        piece = client.recv(65_536)
                        if not piece:
                            return
                        request += piece
                    client.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it')

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

            def shutdown_request(self, request):
                pass  # it is closed

        server = Server(('127.0.0.1', 0), Handler)
        self.url = f'https://localhost:{server.server_address[1]}'
        threading.Thread(target=server.serve_forever, daemon=True).start()
        test.addCleanup(server.server_close)
        test.addCleanup(server.shutdown)


class UnixService:
    """Python's HTTP server on a Unix-domain socket."""

    def __init__(self, test, path):
        service = self
        self.asked = 0
        self.url = f'unix:{path}'

        class Handler(Teas):
            def do_GET(self):
                service.asked += 1
                super().do_GET()

            def address_string(self):
                return 'unix'

        class Server(socketserver.ThreadingUnixStreamServer):
            daemon_threads = True

        server = Server(str(path), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        test.addCleanup(server.server_close)
        test.addCleanup(server.shutdown)


class Accounts:
    """A shop with sessions of its own: POST /login gives a cookie, a bearer token and a CSRF token, POST /orders
    makes an order under an id of this service, GET /account and /orders/ID want the cookie, GET /profile the bearer
    token. With a password a login without it is refused."""

    def __init__(self, test, name, password=None):
        service = self
        self.tokens, self.served, self.refused = set(), [], []
        self.sessions, self.bearers, self.orders = {}, {}, {}
        first_order = secrets.randbelow(10 ** 6) + 10 ** 6

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
                if self.path == '/login':
                    session, csrf, bearer = (secrets.token_hex(16) for _ in range(3))
                    login = json.loads(body)
                    if login.get('password') != password:
                        return self.refuse()
                    service.tokens |= {session, csrf, bearer}
                    service.sessions[session] = (login['user'], csrf)
                    service.bearers[f'Bearer {bearer}'] = login['user']
                    return self.give(200, {'csrf': csrf, 'access_token': bearer},
                                     ('Set-Cookie', f'sid={session}; Path=/; HttpOnly'))
                user, csrf = self.session()
                if user is None or self.headers.get('X-Csrf') != csrf:
                    return self.refuse()
                number = first_order + len(service.orders)
                service.orders[number] = user
                return self.give(201, {'id': number})

            def do_GET(self):
                user, _ = self.session()
                if self.path == '/profile':
                    user = service.bearers.get(self.headers.get('Authorization'))
                if user is None:
                    return self.refuse()
                if self.path in ('/account', '/profile'):
                    return self.give(200, {'user': user})
                number = int(self.path.rsplit('/', 1)[1])
                if service.orders.get(number) != user:
                    return self.refuse()
                return self.give(200, {'of': user, 'tea': 'green'})

            def session(self):
                cookie = self.headers.get('Cookie', '')
                return service.sessions.get(cookie.removeprefix('sid='), (None, None))

            def refuse(self):
                service.refused.append(f'{name}: {self.command} {self.path}')
                self.give(403, {'error': 'who are you?'})

            def give(self, status, value, *fields):
                if status != 403:
                    service.served.append((self.path if not self.path.startswith('/orders/') else '/orders/ID', status))
                content = json.dumps(value).encode()
                self.send_response(status)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(content)))
                for field in fields:
                    self.send_header(*field)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{server.server_address[1]}'
        threading.Thread(target=server.serve_forever, daemon=True).start()
        test.addCleanup(server.server_close)
        test.addCleanup(server.shutdown)


def shop(url, user, password=None):
    """What a client does: it logs in, looks at its account, orders, and looks at the order; a connection each. With
    a password it looks at its profile, too."""
    def ask(path, data=None, **fields):
        request = urllib.request.Request(url + path, data=data, headers=fields)
        try:
            with urllib.request.urlopen(request, timeout=support.DEADLINE_S) as answer:
                return answer.headers, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.headers, json.loads(error.read())

    credentials = {'user': user} if password is None else {'user': user, 'password': password}
    headers, login = ask('/login', json.dumps(credentials).encode(), **{'Content-Type': 'application/json'})
    cookie = headers['Set-Cookie'].split(';')[0]
    ask('/account', Cookie=cookie)
    _, order = ask('/orders', b'{}', Cookie=cookie, **{'X-Csrf': login['csrf']})
    ask(f'/orders/{order["id"]}', Cookie=cookie)
    if password is not None:
        ask('/profile', Authorization=f'Bearer {login["access_token"]}')
