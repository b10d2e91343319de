#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""pairs_test.py: two real pairs of services, shadowed live in a network namespace of their own, held against expectations
that another program measured. Reads SHADOWDIFF_PAIRS, the folder of the pairs (pairs.sh, drive.py, pairs_oracle.py,
score_pairs.py, requests_PAIR.jsonl), and SHADOWDIFF_PAIRS_WORK, where the services are or will be installed; is skipped
without the first."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'scenario'))
import support  # noqa: E402

PAIRS = pathlib.Path(os.environ.get('SHADOWDIFF_PAIRS', '/nowhere'))
WORK = pathlib.Path(os.environ.get('SHADOWDIFF_PAIRS_WORK', tempfile.gettempdir() + '/shadowdiff-pairs'))
PORTS = {'httpbin': (4401, 4402), 'jsonserver': (4001, 4002)}
IN_NAMESPACE = 'SHADOWDIFF_IN_NAMESPACE'
UNSAFE = 'POST,PUT,PATCH,DELETE,TRACE'
VERDICTS = {'match': 'equal', 'equivalent': 'equal', 'noise': 'noise', 'drift': 'noise', 'mismatch': 'diff'}

# What the expectations of jsonserver do not judge.
JSONSERVER_RULES = '''[[rule]]
paths = ["headers.*"]
action = "ignore"
reason = "the pair's expectations judge status, Content-Type and body"
owner = "tests"
expires = "never"

[[rule]]
paths = ["headers.content-type"]
action = "compare"
reason = "of the header fields, this one is judged"
owner = "tests"
expires = "never"
'''


def run(*command, **options):
    return subprocess.run([*map(str, command)], check=True, timeout=support.DEADLINE_S * 2, **options)


def wait_for_port(port):
    """A connection is refused until the service listens; refused ones are tried again at once."""
    last = None
    for _ in range(2_000):
        try:
            socket.create_connection(('127.0.0.1', port), timeout=support.DEADLINE_S).close()
            return
        except ConnectionRefusedError as error:
            last = error
            signal.sigtimedwait([], 0.05)
    raise AssertionError(f'nothing listens on port {port}: {last}')


def tool_row(exported):
    """One exported exchange as score_pairs.py wants it; None for what is no request of the workload."""
    if exported['verdict'] not in VERDICTS:
        return None
    names = {name.lower(): value for name, value in exported['request']['headers']}
    if 'x-req-id' not in names:
        return None
    found = [d for d in exported['differences'] if d['standing'] == 'finding']
    return {'req_id': names['x-req-id'], 'status_legacy': exported['legacy_status'],
            'status_new': exported['candidate_status'], 'verdict': VERDICTS[exported['verdict']],
            'paths': [d['pointer'] for d in found if d['pointer'] is not None]}


@support.needs_root
@support.needs('unshare', 'ip', 'npm')
@unittest.skipUnless(PAIRS.is_dir(), 'SHADOWDIFF_PAIRS names no folder')
class Pairs(support.Scenario):
    def shadow(self, pair, *flags):
        """The run of one pair, from fresh services; gives the score."""
        legacy, candidate = PORTS[pair]
        requests = PAIRS / f'requests_{pair}.jsonl'
        expected, rows = self.folder / 'expected.jsonl', self.folder / 'rows.jsonl'
        self.services('start', pair)
        run(sys.executable, PAIRS / 'pairs_oracle.py', requests, f'127.0.0.1:{legacy}', f'127.0.0.1:{candidate}',
            expected)
        self.services('stop', pair)
        self.services('start', pair)
        capture = self.start('capture', 'lo', '--port', legacy, '--legacy', 'observed',
                             '--candidate', f'http://127.0.0.1:{candidate}',
                             '--reask-legacy', f'http://127.0.0.1:{legacy}',
                             '--allow-method', UNSAFE, '--keep', 'all', '--db', self.run_file, *flags)
        while not self.run_file.exists():  # made once the interface is open: no packet is missed from here on
            self.assertIsNone(capture.poll())
        run(sys.executable, PAIRS / 'drive.py', requests, f'127.0.0.1:{legacy}', '--mode', 'keepalive',
            '--pause', '0.3')
        capture.send_signal(signal.SIGINT)
        _, errors = capture.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(capture.returncode, 0, errors)
        exported = support.shadowdiff('export', self.run_file)
        self.assertEqual(exported.returncode, 0, exported.stderr)
        with rows.open('w') as out:
            for line in exported.stdout.splitlines():
                row = tool_row(json.loads(line))
                if row:
                    out.write(json.dumps(row) + '\n')
        if keep := os.environ.get('SHADOWDIFF_PAIRS_KEEP'):
            for file in (expected, rows, self.run_file):
                shutil.copy(file, f'{keep}/{pair}-{file.name}')
        scored = run(sys.executable, PAIRS / 'score_pairs.py', expected, rows, '--noise-on', capture_output=True,
                     text=True).stdout
        print(f'{pair}: {scored}')
        return json.loads(scored.splitlines()[0])

    def services(self, act, pair):
        run('bash', PAIRS / 'pairs.sh', act, pair, WORK)
        if act == 'start':
            self.addCleanup(subprocess.run, ['bash', str(PAIRS / 'pairs.sh'), 'stop', pair, str(WORK)], check=False)
            for port in PORTS[pair]:
                wait_for_port(port)

    def assert_right(self, score):
        self.assertEqual(score['compared'], score['expected'], score)
        self.assertEqual(score['status_ok'], score['expected'], score)
        self.assertEqual((score['false_alarm'], score['miss']), (0, 0), score)
        found, missed = score['path_tp'], score['path_fn']
        self.assertGreaterEqual(found, 0.95 * (found + missed), score)

    def test_one_service_behind_two_servers_shows_no_false_alarm(self):
        self.assert_right(self.shadow('httpbin'))

    def test_a_breaking_major_version_is_found_wherever_it_breaks(self):
        rules = self.folder / 'shadowdiff.toml'
        rules.write_text(JSONSERVER_RULES)
        self.assert_right(self.shadow('jsonserver', '--config', rules))


if __name__ == '__main__':
    if PAIRS.is_dir() and os.geteuid() == 0 and IN_NAMESPACE not in os.environ:
        for name in PORTS:  # the registry cannot be reached from inside
            run('bash', PAIRS / 'pairs.sh', 'install', name, WORK)
        os.environ[IN_NAMESPACE] = '1'
        inside = 'ip link set lo up && exec "$0" "$@"'
        os.execvp('unshare', ['unshare', '--net', 'sh', '-c', inside, sys.executable, *sys.argv])
    unittest.main()
