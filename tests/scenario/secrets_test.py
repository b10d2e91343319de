#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No secret of the traffic is found in anything that a run leaves or prints; equal ones stay equal."""
import json
import os
import re
import signal
import socket
import unittest
import urllib.parse
import zlib

import peers
import support

JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQ'
JSON = {'Content-Type': 'application/json'}
HTML = {'Content-Type': 'text/html; charset=utf-8'}
TEXT = {'Content-Type': 'text/plain'}


def message(status='200 OK', fields=(), body=b'', framing=None):
    head = [f'HTTP/1.1 {status}']
    head += [f'{name}: {value}' for name, value in (fields.items() if isinstance(fields, dict) else fields)]
    head.append(framing or f'Content-Length: {len(body)}')
    return '\r\n'.join(head).encode('latin-1') + b'\r\n\r\n' + body


def chunked(body, trailers='', extension=''):
    return b'%x%s\r\n%s\r\n0\r\n%s\r\n' % (len(body), extension.encode(), body, trailers.encode())


# Codings that leave the bytes as they are, so that a search of a file would find what was kept coded.
def gzipped(body):
    coder = zlib.compressobj(0, zlib.DEFLATED, 31)
    return coder.compress(body) + coder.flush()


def deflated(body):
    return zlib.compress(body, 0)


def zstandard(body):
    assert len(body) < 256
    return b'\x28\xb5\x2f\xfd\x20' + bytes([len(body)]) + (1 | len(body) << 3).to_bytes(3, 'little') + body


def brotli(body):
    return ((len(body) - 1) << 4 | 1 << 20).to_bytes(3, 'little') + body + b'\x03'


class Plants:
    """Secrets, each used once, by the name of the place where it was planted."""

    def __init__(self):
        self.secrets = {}

    def __call__(self, what):
        number = len(self.secrets) + 1
        return self.own(what, f'planted{number:02}hush{number * 7919 % 9973:04}')

    def own(self, what, secret):
        assert what not in self.secrets
        self.secrets[what] = secret
        return secret


class Traffic:
    """Requests with secrets, and what each side answers, with others."""

    def __init__(self):
        self.plant = Plants()
        self.requests = []
        self.answers = {}
        for add in (self.request_fields, self.queries, self.paths, self.request_bodies, self.answer_fields,
                    self.json_answers, self.pages, self.texts, self.codings, self.unreadable, self.broken):
            add()

    def ask(self, target, fields=(), body=None, method=None, answer=None):
        """`answer(side)` gives raw bytes."""
        head = [f'{method or ("GET" if body is None else "POST")} {target} HTTP/1.1', 'Host: shop.example']
        head += [f'{name}: {value}' for name, value in (fields.items() if isinstance(fields, dict) else fields)]
        if body is not None:
            head.append(f'Content-Length: {len(body)}')
        self.requests.append('\r\n'.join(head).encode('latin-1') + b'\r\n\r\n' + (body or b''))
        self.answers[target] = answer or (lambda side: message(fields=JSON, body=b'{"side": "%s"}' % side.encode()))

    def answer(self, target, fields, body, **options):
        """The body is a text with SIDE where the sides differ, or bytes."""
        def give(side):
            content = body.replace('SIDE', side).encode() if isinstance(body, str) else body.replace(b'SIDE', side.encode())
            return message(fields=fields, body=content, **options)
        self.ask(target, answer=give)

    def request_fields(self):
        plant = self.plant
        bearer = plant('Authorization: Bearer, echoed by the answer')
        self.ask('/fields', [
            ('Authorization', 'Bearer ' + bearer), ('Proxy-Authorization', 'Basic ' + plant('Basic')),
            ('Cookie', f'sid={plant("cookie")}; prefs="{plant("quoted cookie")}"'), ('X-Api-Key', plant('X-Api-Key')),
            ('X-Auth-Token', plant('X-Auth-Token')), ('X-CSRF-Token', plant('X-CSRF-Token')),
            ('X-Tenant', plant('declared header')), ('X-Amz-Security-Token', plant('X-Amz-Security-Token')),
            ('Referer', f'https://shop.example/cb?access_token={plant("Referer")}&x=1'),
            ('X-Origin', f'https://joe:{plant("user information")}@shop.example/')],
                 answer=lambda side: message(fields=JSON, body=json.dumps(
                     {'side': side, 'you_said': f'Bearer {bearer}', 'plain': bearer}).encode()))

    def queries(self):
        plant = self.plant
        inner = urllib.parse.quote(f'https://x/?access_token={plant("URL in a query")}&b=1', safe='')
        self.ask(f'/query?a=1&token={plant("query")}&user%5Bpassword%5D={plant("bracketed query")}'
                 f'&pass%77ord={plant("escaped name")}&next={inner}&q=Bearer+{plant("Bearer in a query")}'
                 f'&tax_id={plant("declared field in a query")}')
        self.ask(f'/query2?a=1;token={plant("behind a semicolon")}')
        self.ask(f'/query3?secret={plant("before a semicolon")};{plant("in the middle of semicolons")};'
                 f'{plant("at the end of semicolons")}&a=1')
        self.ask(f'/query4?mail={plant.own("e-mail in a query", "joe.planted@mail.example")}')

    def paths(self):
        plant = self.plant
        self.ask(f'/reset/token/{plant("part behind a secret name")}/form')
        self.ask(f'/pin/{plant.own("short part", "48z5127")}')
        self.ask(f'/invitations/{plant("declared path parameter")}')
        self.ask(f'/files;jsessionid={plant("path parameter")}/a')
        self.ask(f'/links/{plant.own("JWT in a path", JWT.replace("hbGci", "hbGcj"))}')
        self.ask(f'/keys/{plant.own("key in a path", "sk_live_plantedinapath")}')

    def request_bodies(self):
        plant = self.plant
        form = {'Content-Type': 'application/x-www-form-urlencoded'}
        self.ask('/form', form, (f'user=joe&password={plant("form")}&secret={plant("form before ;")};'
                                 f'{plant("form behind ;")}&tax_id={plant("declared field in a form")}').encode())
        multipart = {'Content-Type': 'multipart/form-data; boundary=b'}
        disposition = '--b\r\nContent-Disposition: form-data; name='
        self.ask('/multipart', multipart, (
            f'{disposition}"password"\r\n\r\n{plant("multipart")}\r\n'
            f'{disposition}"note"\r\n\r\nsecret={plant("text of a part")}\r\n'
            f'{disposition}"f"; filename="a"\r\nContent-Type: application/json\r\n\r\n'
            f'{{"token": "{plant("JSON file of a form")}"}}\r\n'
            f'{disposition}"p"; filename="b"\r\nContent-Type: image/png\r\n\r\n\0{plant("picture of a form")}\r\n'
            f'--b--\r\n').encode())
        self.ask('/multipart-lies', multipart, (
            f'{disposition}"a"\r\n\r\nx\n{disposition}"password"\n\n{plant("multipart with a lie")}\r\n--b--\r\n'
            ).encode())
        self.ask('/login', JSON, json.dumps({
            'user': {'name': 'joe', 'password': plant('nested JSON')}, 'secret': [plant('JSON array'), 1],
            'pin': int(plant.own('number', '7331944173319')), 'credentials': {plant('JSON key'): {'n': 1}},
            'customer': {'iban': plant('declared body path'), 'name': 'Joe'}}).encode())
        self.ask('/soap', {'Content-Type': 'text/xml'}, (
            f'<e><s:password>{plant("XML element")}</s:password><login secret="{plant("XML attribute")}"/>'
            f'<token><![CDATA[{plant("CDATA")}]]></token></e>').encode())

    def answer_fields(self):
        plant = self.plant
        cookie, other = plant('Set-Cookie'), plant('second Set-Cookie')
        location, user = plant('Location'), plant('user information in Location')
        self.ask('/answer-fields', answer=lambda side: message(
            '302 Found', [('Set-Cookie', f'sid={cookie}{side}; Secure'), ('Set-Cookie', f'b={other}; Path=/'),
                          ('Location', f'https://joe:{user}@x.example/cb?code=1&access_token={location}{side}')]))
        reason = plant('reason phrase')
        self.ask('/reason', answer=lambda side: message(f'200 token={reason}{side}'))
        trailer, extension = plant('trailer'), plant('chunk extension')
        self.ask('/trailers', answer=lambda side: message(
            fields=JSON | {'Trailer': 'X-Api-Key'}, framing='Transfer-Encoding: chunked',
            body=chunked(b'{"side": "%s"}' % side.encode(), f'X-Api-Key: {trailer}{side}\r\n', f';token={extension}')))

    def json_answers(self):
        plant = self.plant
        self.answer('/json', JSON, json.dumps({
            'access_token': plant('JSON answer') + 'SIDE', 'jwt_of_mine': plant.own('JWT', JWT) + 'SIDE',
            'note': f'pay with {plant.own("card", "4111 1111 1111 1111")} now, SIDE',
            'text': json.dumps({'password': plant('JSON in JSON') + 'SIDE'}),
            'secret': {plant('JSON key in an answer') + 'SIDE': 1}, 'mail': plant.own('e-mail', 'ann.planted@mail.example'),
            'iban': plant.own('declared pattern', 'XX51230000987654321098')}))
        again = plant('minted and said again')
        self.answer('/again', JSON, '{"side": "SIDE", "access_token": "%s", "links": ["/next/%s"], "%s": 1}' % ((again,) * 3))
        self.answer('/broken-json', JSON, '{"side": "SIDE", "token": {"a": "%s"' % plant('JSON that does not parse'))
        self.answer('/logins', JSON, '{"side": "SIDE", "logins": ["%sSIDE"]}' % plant('token below an index'))
        self.answer('/unnamed', JSON, '["SIDE", "%sSIDE"]' % plant('token without a name'))
        self.answer('/lines', {'Content-Type': 'application/x-ndjson'},
                    '{"a": 1, "side": "SIDE"}\n{"password": "%sSIDE"}\n' % plant('JSON lines'))

    def pages(self):
        plant = self.plant
        self.answer('/page', HTML, (
            '<html><head><meta name="csrf-token" content="%sSIDE"><meta content="%sSIDE" name="csrf-token"></head>'
            '<body><form><input type="hidden" name="token" value="%sSIDE"><input type="hidden" value="%sSIDE" name="secret">'
            "<INPUT VALUE='%sSIDE' TYPE=hidden ID='password'><input type=hidden name=api_key value=%sSIDE>"
            '<input value=%sSIDE name=api_key><textarea name="private_key">%sSIDE</textarea></form>'
            '<script>var csrfToken = "%sSIDE"; start({apiKey: \'%sSIDE\'})</script></body></html>') % tuple(
                plant('page: ' + what) for what in (
                    'meta', 'meta, content first', 'name, value', 'value, name', 'capitals', 'no quotes',
                    'no quotes, value first', 'textarea', 'script', 'script object')))

    def texts(self):
        plant = self.plant
        self.answer('/text', TEXT, '\n'.join((
            'side SIDE', f'password={plant("text")};{plant("text behind a semicolon")}', f'token: {plant("text, colon")}',
            f'aws {plant.own("AWS key", "AKIAPLANTEDPLANTED99")}', f'{plant.own("GitHub key", "ghp_plantedplantedplanted99")}',
            f'-----BEGIN PRIVATE KEY-----\n{plant("private key")}\n-----END PRIVATE KEY-----',
            f'cut {plant.own("cut JWT", "eyJhbGciOiJQTEFOVEVEIn0.eyJzdWIiOiJjdXQi")}')))
        self.answer('/latin1', {'Content-Type': 'text/plain; charset=iso-8859-1'},
                    b'password=%sSIDE\n\xfcber\n' % plant('text that is no UTF-8').encode())
        self.answer('/script', {'Content-Type': 'application/javascript'},
                    'window.session = {authToken: "%sSIDE"};' % plant('JavaScript'))

    def codings(self):
        for coding, code in (('gzip', gzipped), ('deflate', deflated), ('zstd', zstandard), ('br', brotli)):
            body = '{"side": "SIDE", "token": "%s"}' % self.plant(coding)
            self.ask('/' + coding, answer=lambda side, body=body, code=code, coding=coding: message(
                fields=JSON | {'Content-Encoding': coding}, body=code(body.replace('SIDE', side).encode())))
        half = gzipped(b'{"token": "%s"}' % self.plant('gzip, cut').encode())[:-9]
        self.ask('/gzip-cut', answer=lambda side: message(fields=JSON | {'Content-Encoding': 'gzip', 'X-Side': side}, body=half))
        self.answer('/no-gzip', JSON | {'Content-Encoding': 'gzip'}, '{"side": "SIDE", "token": "%s"}' % self.plant('no gzip'))
        self.answer('/pack', JSON | {'Content-Encoding': 'x-pack'}, '{"side": "SIDE", "token": "%s"}' % self.plant('unknown coding'))

    def unreadable(self):
        self.answer('/binary', {'Content-Type': 'application/octet-stream'},
                    b'\x00\xff\xfepassword=%sSIDE\x00' % self.plant('binary').encode())
        body = f'password={self.plant("UTF-16")}\n'
        self.ask('/utf16', answer=lambda side: message(
            fields={'Content-Type': 'text/plain; charset=utf-16'}, body=(body + side).encode('utf-16')))

    def broken(self):
        """The candidate's answers that are none, and that a failure tells of."""
        def only_candidate(target, wrong):
            self.ask(target, answer=lambda side: wrong if side == 'candidate' else message(fields=JSON, body=b'{}'))
        only_candidate('/cut', message(fields=JSON, framing='Content-Length: 9999',
                                       body=b'{"token": "%s"' % self.plant('cut body').encode()))
        only_candidate('/bad-status', b'HTTP/1.1 password=%s\r\n\r\n' % self.plant('status line').encode())
        only_candidate('/bad-field', b'HTTP/1.1 200 OK\r\nX-Api-Key %s\r\n\r\n' % self.plant('malformed field').encode())
        only_candidate('/bad-length', message(framing=f'Content-Length: token={self.plant("malformed length")}'))
        only_candidate('/bad-chunk', message(framing='Transfer-Encoding: chunked',
                                             body=b'token=%s\r\n' % self.plant('malformed chunk').encode()))


class Side:
    """A service that answers with raw bytes, and closes behind what is no whole answer."""

    def __init__(self, test, name, answers):
        self.heard = []

        def behave(connection, _):
            while request := read_request(connection):
                self.heard.append(request)
                target = request.split(b' ', 2)[1].decode('latin-1')
                answer = answers.get(target, lambda _: message('404 Not Found'))(name)  # a replay asks without secrets
                self.heard.append(answer)
                connection.sendall(answer)
                if target in ('/cut', '/bad-status', '/bad-field', '/bad-length', '/bad-chunk'):
                    return

        server = peers.Threaded(('127.0.0.1', 0), None)
        server.finish_request = lambda connection, address: behave(connection, address)
        self.url = f'http://127.0.0.1:{server.server_address[1]}'
        support.threading.Thread(target=server.serve_forever, daemon=True).start()
        test.addCleanup(server.server_close)
        test.addCleanup(server.shutdown)


def read_request(connection):
    head = b''
    while b'\r\n\r\n' not in head:
        piece = connection.recv(65_536)
        if not piece:
            return b''
        head += piece
    length = re.search(rb'(?i)\r\ncontent-length: *(\d+)', head)
    whole = head.index(b'\r\n\r\n') + 4 + int(length[1] if length else 0)
    while len(head) < whole:
        head += connection.recv(65_536)
    return head


def read_to_end(connection):
    pieces = []
    while piece := connection.recv(65_536):
        pieces.append(piece)
    return b''.join(pieces)


DECLARED = ('--redact', 'header:X-Tenant', '--redact', 'field:tax_id', '--redact', 'field:$.customer.iban',
            '--redact', 'email', '--redact', 'pattern:XX[0-9]{20}', '--route', 'GET /invitations/{token}',
            '--token', 'json:$.logins[0] to header:X-Login', '--token', 'json:$[1] to header:X-Login')


class Secrets(support.Scenario):
    def setUp(self):
        super().setUp()
        self.traffic = Traffic()
        self.legacy = Side(self, 'legacy', self.traffic.answers)
        self.candidate = Side(self, 'candidate', self.traffic.answers)
        self.temporary = self.folder / 'temporary'
        self.temporary.mkdir()
        self.printed = {}

    def run_and_keep(self, *arguments):
        run = support.shadowdiff(*arguments)
        self.assertIn(run.returncode, (0, 1, 3), run.stderr)
        self.printed[' '.join(map(str, arguments[:1] + arguments[2:]))] = run.stdout + run.stderr
        return run.stdout

    def files(self):
        return {str(path.relative_to(self.folder)): path.read_bytes()
                for path in sorted(self.folder.rglob('*')) if path.is_file()}

    def shadow(self):
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', self.legacy.url, '--candidate',
                           self.candidate.url, '--db', self.run_file, '--keep', 'all', '--allow-method', 'POST',
                           '--record', self.folder / 'recorded', *DECLARED,
                           env=os.environ | {'TMPDIR': str(self.temporary)})
        port = int(support.wait_for_line(proxy.stderr, 'listening').rsplit(':', 1)[1])
        for request in self.traffic.requests:
            with socket.create_connection(('127.0.0.1', port), support.DEADLINE_S) as client:
                client.sendall(request.replace(b'\r\n\r\n', b'\r\nConnection: close\r\n\r\n', 1))
                read_to_end(client)
        while support.query(self.run_file, 'select coalesce(sum(n), 0) from tally')[0][0] < len(self.traffic.requests):
            self.assertIsNone(proxy.poll())
        during = {f'{name} (while it runs)': content for name, content in self.files().items()}
        self.assertIn('run.db-wal (while it runs)', during)
        proxy.send_signal(signal.SIGINT)
        self.printed['proxy'] = ''.join(proxy.communicate(timeout=support.DEADLINE_S))
        return during

    def test_no_secret_is_left_anywhere(self):
        left = self.shadow()
        for form in ('text', 'markdown', 'comment', 'json', 'junit', 'sarif', 'csv', 'html'):
            self.run_and_keep('report', self.run_file, '--format', form)
        for form in ('jsonl', 'csv'):
            self.run_and_keep('export', self.run_file, '--format', form)
        exported = [json.loads(line) for line in self.printed['export --format jsonl'].splitlines()
                    if line.startswith('{')]
        self.assertEqual(len(exported), len(self.traffic.requests))
        for exchange in exported:
            self.run_and_keep('show', self.run_file, exchange['id'])
            self.run_and_keep('show', self.run_file, exchange['id'], '--curl')
        self.run_and_keep('gate', self.run_file)
        self.run_and_keep('merge', self.folder / 'merged.db', self.run_file)
        recordings = sorted((self.folder / 'recorded').iterdir())
        self.run_and_keep('replay', *recordings, '--candidate', self.candidate.url, '--as-fast-as-possible', '--db',
                          self.folder / 'replayed.db', *DECLARED)
        left |= self.files()

        on_the_wire = b''.join(self.traffic.requests + self.legacy.heard + self.candidate.heard)
        self.assertGreater(len(self.traffic.plant.secrets), 50)
        for what, secret in self.traffic.plant.secrets.items():
            with self.subTest(what):
                self.assertTrue(secret.encode() in on_the_wire or secret.encode('utf-16')[2:] in on_the_wire)
                for part in (secret, secret[-12:]):
                    found = [name for name, text in self.printed.items() if part in text]
                    found += [name for name, content in left.items()
                              if part.encode() in content or part.encode('utf-16')[2:] in content]
                    self.assertEqual(found, [], part)

    def test_what_is_redacted_was_compared_before_and_stays_comparable(self):
        self.shadow()
        found = support.findings_of(support.report_of(self.run_file))
        self.assertIn(('GET /json', '$.access_token', 'changed'), found)
        self.assertIn(('GET /gzip', '$.side', 'changed'), found)
        self.assertIn('redacted:', self.run_and_keep('report', self.run_file, '--format', 'json'))


if __name__ == '__main__':
    unittest.main()
