#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No credential of the traffic is found in anything that a run leaves or prints; equal ones stay equal."""
import http.client
import signal
import unittest

import support

CARD = '4111 1111 1111 1111'
JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQ'
REQUEST_HEADERS = {'Authorization': 'Bearer planted-bearer-1', 'Cookie': 'session=planted-cookie-2; theme=dark',
                   'X-Api-Key': 'planted-key-3'}
SECRETS = ['planted-bearer-1', 'planted-cookie-2', 'planted-key-3', 'planted-query-4', 'planted-set-cookie-5',
           'planted-body-6', 'planted-body-7', JWT, CARD, CARD.replace(' ', '')]


def answer(side):
    def respond(path):
        body = ('{"side": "%s", "access_token": "planted-body-6%s", "note": "pay with %s", "jwt": "%s", '
                '"nested": {"password": "planted-body-7"}}' % (side, side, CARD, JWT))
        return 200, {'Content-Type': 'application/json', 'Set-Cookie': 'session=planted-set-cookie-5; Secure'}, body.encode()
    return respond


class Secrets(support.Scenario):
    def test_no_secret_is_left_anywhere(self):
        legacy, candidate = self.serve(answer('legacy')), self.serve(answer('candidate'))
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy.url, '--candidate', candidate.url,
                           '--db', self.run_file)
        port = int(support.wait_for_line(proxy.stderr, 'listening').rsplit(':', 1)[1])
        client = http.client.HTTPConnection('127.0.0.1', port, timeout=support.DEADLINE_S)
        for number in range(5):
            client.request('GET', f'/login/{number}?token=planted-query-4', headers=REQUEST_HEADERS)
            client.getresponse().read()
        client.close()
        proxy.send_signal(signal.SIGINT)
        output, errors = proxy.communicate(timeout=support.DEADLINE_S)

        printed = [output, errors]
        for form in ('text', 'markdown', 'comment', 'json', 'junit', 'html'):
            printed.append(support.shadowdiff('report', self.run_file, '--format', form).stdout)
        for form in ('jsonl', 'csv'):
            printed.append(support.shadowdiff('export', self.run_file, '--format', form).stdout)
        identity = support.report_of(self.run_file)['findings'][0]['fingerprint']
        printed.append(support.shadowdiff('show', self.run_file, identity).stdout)
        printed.append(support.shadowdiff('show', self.run_file, identity, '--curl').stdout)
        self.assertIn('"$', printed[-1])
        self.assertIn('redacted:', printed[-2])
        files = [path.read_bytes() for path in self.folder.iterdir()]
        for secret in SECRETS:
            with self.subTest(secret):
                for text in printed:
                    self.assertNotIn(secret, text)
                for content in files:
                    self.assertNotIn(secret.encode(), content)

        self.assertIn('planted-bearer-1', str(candidate.requests))  # the candidate was asked the same
        found = support.findings_of(support.report_of(self.run_file))
        self.assertIn(('GET /login/{id}', '$.access_token', 'changed'), found)  # compared before redaction


if __name__ == '__main__':
    unittest.main()
