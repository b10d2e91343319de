# SPDX-License-Identifier: Apache-2.0
"""What the scenarios share: the program as its user runs it, services to shadow, run files to read."""
import contextlib
import http.server
import json
import os
import pathlib
import select
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
import unittest

PROGRAM = os.environ.get('SHADOWDIFF_PROGRAM', 'build/dev/shadowdiff')
DEADLINE_S = 120  # for anything to happen at all; nothing here waits for time to pass

needs_root = unittest.skipUnless(os.geteuid() == 0, 'sniffing needs root')


def needs(*programs):
    """Skips where a program is not installed."""
    missing = [program for program in programs if not shutil.which(program)]
    return unittest.skipIf(missing, f'not installed: {", ".join(missing)}')


def shadowdiff(*arguments, **options):
    """Runs the program to its end; text in, text out."""
    options.setdefault('timeout', DEADLINE_S)
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False,
                          **options)


def start_shadowdiff(*arguments, **options):
    return subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, **options)


def report_of(run_file):
    run = shadowdiff('report', run_file, '--format', 'json')
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def findings_of(report):
    return {(f['route'], f['path'], f['kind']) for f in report['findings']}


def query(run_file, sql):
    """Rows of an SQL query over a run file, as the sqlite3 program would give them."""
    with contextlib.closing(sqlite3.connect(f'file:{run_file}?mode=ro', uri=True)) as database:
        return database.execute(sql).fetchall()


class Scenario(unittest.TestCase):
    """A test with a folder of its own, and the claims that hold for every run."""

    def setUp(self):
        # A browser's helpers may outlive it, and write on while the folder is removed.
        folder = tempfile.TemporaryDirectory(prefix='shadowdiff-', ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.run_file = self.folder / 'run.db'

    def assert_balanced(self, report):
        """The ledger of a finished run adds up to what was seen."""
        ledger = report['ledger']['lines']
        self.assertEqual(sum(line['n'] for line in ledger), report['totals']['seen'], ledger)

    def assert_one_line(self, text, *words):
        """A message for a person: one line that says what, where and what to try."""
        lines = [line for line in text.splitlines() if line.strip()]
        self.assertEqual(len(lines), 1, text)
        for word in words:
            self.assertIn(word, lines[0])
        self.assertRegex(lines[0], r'^shadowdiff: ')

    def start(self, *arguments, **options):
        process = start_shadowdiff(*arguments, **options)
        self.addCleanup(end, process)
        return process

    def serve(self, answer):
        """A real HTTP service on a free port; `answer(path)` gives (status, headers, body)."""
        service = Service(answer)
        self.addCleanup(service.close)
        return service


def end(process):
    if process.poll() is None:
        process.kill()
    process.communicate()


def wait_for_line(stream, words):
    """Reads a process's stream until a line holds `words`; gives the line. Nothing behind it is read, where a buffer
    would hide it from whoever waits next."""
    line = b''
    while True:
        ready, _, _ = select.select([stream], [], [], DEADLINE_S)
        octet = os.read(stream.fileno(), 1) if ready else b''
        if not octet:
            raise AssertionError(f'the stream ended, or nothing came, before: {words}')
        line += octet
        if octet == b'\n':
            if words in line.decode(errors='replace'):
                return line.decode(errors='replace')
            line = b''


def fill_stderr(process):
    """Leaves no room in the pipe, as where nobody reads it."""
    with open(f'/proc/{process.pid}/fd/2', 'wb', buffering=0,
              opener=lambda path, flags: os.open(path, flags | os.O_NONBLOCK)) as pipe:
        while pipe.write(b' ' * 512):  # no more than PIPE_BUF: all of it, or None
            pass


class Service:
    """Python's own HTTP server, one thread a connection."""

    def __init__(self, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def respond(self):
                self.rfile.read(int(self.headers.get('Content-Length', 0)))
                service.requests.append((self.command, self.path, dict(self.headers)))
                status, headers, body = answer(self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                if self.command != 'HEAD':
                    self.wfile.write(body)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = respond

            def log_message(self, *_):
                pass

        service = self
        self.requests = []
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that is killed is no news
        self.port = self.server.server_address[1]
        self.url = f'http://127.0.0.1:{self.port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def free_port():
    """A port that was free a moment ago: for programs that cannot be told to take any."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]
