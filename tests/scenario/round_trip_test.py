#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What real clients ask of real servers is recorded and replayed against the same server: every answer matches.
Recorded by our proxy, by Chromium itself (through its DevTools protocol) and by mitmproxy."""
import base64
import json
import os
import pathlib
import select
import signal
import subprocess
import unittest

import real_programs
import recordings
import support

NODE_CLIENT = '''
const http = require('http');
const agent = new http.Agent({keepAlive: true, maxSockets: 4});
const ask = (path, headers) => new Promise((done, fail) =>
  http.get(process.argv[2] + path, {agent, headers}, answer => answer.resume().on('end', done)).on('error', fail));
(async () => {
  const files = ['/index.html', '/style.css', '/teas.json', '/pot.png', '/empty.txt', '/none'];
  await Promise.all(files.flatMap(file => [ask(file, {}), ask(file + '?a=1', {'accept-encoding': 'gzip'})]));
  agent.destroy();
})();
'''
HAR_DUMP = pathlib.Path('/usr/share/doc/mitmproxy/examples/contrib/har_dump.py')


def node(url, folder):
    script = folder / 'client.js'
    script.write_text(NODE_CLIENT)
    subprocess.run(['node', script, url], check=True, timeout=support.DEADLINE_S)


def curls(url, _):
    for name in real_programs.FILES:
        for options in ([], ['--compressed'], ['-I'], ['-H', 'Connection: close'], ['-r', '10-99']):
            real_programs.curl(*options, f'{url}/{name}')
    real_programs.curl('-X', 'DELETE', f'{url}/teas.json')
    real_programs.curl('--data-binary', 'tea', f'{url}/teas.json')


def aged(server):
    """Its files are old: of what was changed a second ago Apache gives a weak entity tag, and a strong one later."""
    for file in (server.root / 'www').iterdir():
        os.utime(file, (1_700_000_000, 1_700_000_000))
    return server


class DevTools:
    """Chromium, told what to do and telling what it does through a pair of pipes (remote-debugging-pipe)."""

    def __init__(self, test, folder):
        commands, self.commands = os.pipe()
        self.events, events = os.pipe()

        def take_pipes():  # the protocol's pipes are descriptors 3 and 4
            reading, writing = os.dup(commands), os.dup(events)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.program = subprocess.Popen(
            ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
             '--disable-component-update', '--disable-sync', f'--user-data-dir={folder}/chromium',
             '--remote-debugging-pipe', 'about:blank'],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=take_pipes)
        test.addCleanup(support.end, self.program)
        test.addCleanup(self.program.terminate)
        os.close(commands)
        os.close(events)
        test.addCleanup(os.close, self.commands)
        test.addCleanup(os.close, self.events)
        self.number, self.rest, self.waiting = 0, b'', []
        target = next(one for one in self.call('Target.getTargets')['targetInfos'] if one['type'] == 'page')
        self.session = self.call('Target.attachToTarget', targetId=target['targetId'], flatten=True)['sessionId']

    def call(self, method, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if hasattr(self, 'session'):
            message['sessionId'] = self.session
        os.write(self.commands, json.dumps(message).encode() + b'\0')
        while True:
            answer = self.read()
            if answer.get('id') == self.number:
                assert 'error' not in answer, answer
                return answer['result']
            self.waiting.append(answer)

    def event(self):
        return self.waiting.pop(0) if self.waiting else self.read()

    def read(self):
        while b'\0' not in self.rest:
            ready, _, _ = select.select([self.events], [], [], support.DEADLINE_S)
            piece = os.read(self.events, 1 << 20) if ready else b''
            if not piece:
                raise AssertionError('chromium says nothing more')
            self.rest += piece
        message, self.rest = self.rest.split(b'\0', 1)
        return json.loads(message)


def entries_of_page(tools, url, last):
    """Loads the page; an entry of a HAR for each of its requests, until that of the path `last` has ended."""
    tools.call('Network.enable')
    tools.call('Page.enable')
    tools.call('Page.navigate', url=url)
    requests, entries, sent = {}, [], {}
    while not any(entry['request']['url'].endswith(last) for entry in entries):
        event = tools.event()
        told = event.get('params', {})
        if event.get('method') == 'Network.requestWillBeSent':
            requests[told['requestId']] = told
        elif event.get('method') == 'Network.requestWillBeSentExtraInfo':  # the fields as they went on the wire
            sent[told['requestId']] = told['headers']
        elif event.get('method') == 'Network.responseReceived' and told['requestId'] in requests:
            requests[told['requestId']]['response'] = told['response']
        elif event.get('method') == 'Network.loadingFinished' and 'response' in requests.get(told['requestId'], {}):
            request_id = told['requestId']
            entries.append(entry_of(tools, requests.pop(request_id), request_id, sent.get(request_id)))
    return entries


def entry_of(tools, asked, request_id, sent):
    def fields(headers):
        return [{'name': name, 'value': value} for name, value in headers.items()]

    response, body = asked['response'], tools.call('Network.getResponseBody', requestId=request_id)
    content = {'text': body['body'], 'mimeType': response['mimeType'], 'size': len(body['body'])}
    if body['base64Encoded']:
        content['encoding'] = 'base64'
        content['size'] = len(base64.b64decode(body['body']))
    if not body['body']:  # not kept, as of an image that is none
        content = {'mimeType': response['mimeType'], 'size': int(response['headers'].get('Content-Length', 0))}
    return {'startedDateTime': '2026-11-28T10:00:00Z', 'time': 1,
            'request': {'method': asked['request']['method'], 'url': asked['request']['url'], 'httpVersion': 'HTTP/1.1',
                        'headers': fields(sent or asked['request']['headers'])},
            'response': {'status': response['status'], 'statusText': response['statusText'], 'httpVersion': 'HTTP/1.1',
                         'headers': fields(response['headers']), 'content': content}}


class RoundTrip(recordings.Recordings):
    def url_of(self, server):
        return f'http://127.0.0.1:{server.port}'

    def assert_round_trip(self, report, requests, unanswered=0, is_har=False):
        """Nothing is found, and all that may be sent again was compared but for a few without a recorded answer."""
        self.assertEqual(support.findings_of(report), set())
        verdicts = self.verdicts(report)
        # A HAR has bodies without their coding, and is equal to coded ones in all but that.
        compared = verdicts.pop(('match', ''), 0) + (verdicts.pop(('equivalent', ''), 0) if is_har else 0)
        verdicts.pop(('excluded', 'unsafe_method'), None)
        self.assertLessEqual(verdicts.pop(('dropped', 'answer_not_seen'), 0), unanswered)
        self.assertEqual(verdicts, {})
        self.assertGreaterEqual(compared, requests)

    def test_recorded_by_the_proxy(self):
        servers = [('nginx', real_programs.Nginx), ('apache2', real_programs.Apache), ('node', real_programs.Node)]
        clients = [('curl', curls, 30), ('wrk', real_programs.wrk, 10), ('chromium', real_programs.chromium, 5), ('node', node, 12)]
        for program, start in servers:
            if not real_programs.has(program, False):
                continue
            server = aged(start(self))
            for client, ask, requests in clients:
                if not real_programs.has(client, False):
                    continue
                with self.subTest(server=program, client=client):
                    folder = self.folder / f'{program}-{client}'
                    self.through_proxy(self.url_of(server), folder, lambda url, ask=ask: ask(url, self.folder))
                    _, report = self.replay(*sorted(folder.iterdir()), '--candidate', self.url_of(server),
                                            '--as-fast-as-possible', '--limit', '3000')
                    # Chromium may hang up on what it asked last; wrk does, on each of its connections.
                    self.assert_round_trip(report, requests, {'chromium': 2, 'wrk': 4}.get(client, 0))

    @support.needs('nginx', 'chromium')
    def test_recorded_by_chromium(self):
        server = aged(real_programs.Nginx(self))
        tools = DevTools(self, self.folder)
        entries = entries_of_page(tools, f'{self.url_of(server)}/index.html', '/teas.json')
        har = self.folder / 'page.har'
        har.write_text(json.dumps({'log': {'version': '1.2', 'creator': {'name': 'DevTools', 'version': '1'},
                                           'entries': entries}}))
        _, report = self.replay(har, '--candidate', self.url_of(server), '--as-fast-as-possible')
        self.assertEqual(report['totals']['seen'], len(entries))
        self.assert_round_trip(report, 4, unanswered=1, is_har=True)

    @support.needs('nginx', 'mitmdump')
    @unittest.skipUnless(HAR_DUMP.exists(), 'mitmproxy without its examples')
    def test_recorded_by_mitmproxy(self):
        server = aged(real_programs.Nginx(self))
        port, har = support.free_port(), self.folder / 'mitm.har'
        program = subprocess.Popen(
            ['mitmdump', '-q', '-s', HAR_DUMP, '--set', f'hardump={har}', '--set', f'confdir={self.folder}/mitm',
             '--mode', f'reverse:{self.url_of(server)}', '--listen-host', '127.0.0.1', '--listen-port', str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(support.end, program)
        url = f'http://127.0.0.1:{port}'
        real_programs.curl('--retry-connrefused', '--retry', '100', '--retry-delay', '0', '--retry-max-time', '60', url)
        texts = [name for name in real_programs.FILES if not name.endswith('.png')]  # others it writes as text, too
        for name in texts:
            real_programs.curl('--compressed', f'{url}/{name}')
        program.send_signal(signal.SIGINT)
        program.wait(timeout=support.DEADLINE_S)
        _, report = self.replay(har, '--candidate', self.url_of(server), '--as-fast-as-possible')
        self.assert_round_trip(report, len(texts), is_har=True)


if __name__ == '__main__':
    unittest.main()
