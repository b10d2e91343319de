#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real servers and clients on loopback, recorded with tcpdump: `capture --list` reads the same requests and
answers as tshark, client port by client port, or RULES names the difference. What is not installed is skipped with a
line; with SHADOWDIFF_SOAK set it must be there, and Chromium is a client too."""
import collections
import os
import subprocess
import threading
import unittest

import real_programs
import support
import tshark

SOAK = 'SHADOWDIFF_SOAK' in os.environ
needs = real_programs.needs_in_soak if SOAK else support.needs

# Where both may differ, and why. Each is counted, and printed with what was compared.
RULES = {
    'interim': 'tshark lists 1xx answers as answers; here they belong to the final one that follows',
    'no length': 'tshark gives no length of a body that ends with the connection; only ours is known',
    'no body': 'Content-Length of an answer to HEAD, or of a 304, is of the body that it does not have',
    'cut': 'an answer whose body the connection cuts is none to tshark; here it has its status and is not complete',
    'reset': 'an answer that the server still sent into the reset of its client is one to tshark; here nobody had it',
    'never sent': 'a request that ends before its body does is none to tshark; here it is one that is not complete',
}


class Recording:
    """tcpdump on loopback, until a request for a path of its own has been answered and recorded."""
    MARK = b'/end-of-the-recording'

    def __init__(self, test, port, file):
        self.port, self.file = port, file
        self.program = subprocess.Popen(
            ['tcpdump', '-i', 'lo', '-s', '0', '-U', '-B', '65536', '-w', '-', f'tcp port {port}'],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        test.addCleanup(self.program.kill)
        support.wait_for_line(self.program.stderr, 'listening on')
        self.marked = threading.Event()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        tail = b''
        with self.file.open('wb') as file:
            while piece := self.program.stdout.read1(1 << 20):
                file.write(piece)
                tail = tail[-len(self.MARK):] + piece
                if self.MARK in tail:
                    self.marked.set()

    def end(self):
        """Gives what tcpdump says at its end."""
        real_programs.curl(f'http://127.0.0.1:{self.port}{self.MARK.decode()}')
        if not self.marked.wait(support.DEADLINE_S):
            raise AssertionError('the recording never came to its end')
        self.program.terminate()
        self.reader.join()
        with self.program.stdout, self.program.stderr:
            said = self.program.stderr.read().decode()
        self.program.wait()
        return said


@support.needs_root
@needs('tcpdump', 'tshark', 'curl')
class Tshark(support.Scenario):
    def compare(self, name, server, clients):
        """Runs the clients against the server and holds both readings of it against each other."""
        file = self.folder / 'traffic.pcap'
        port = server.port
        recording = Recording(self, port, file)
        for client in clients:
            client(f'http://127.0.0.1:{port}', self.folder)
        said = recording.end()
        self.assertIn('\n0 packets dropped by kernel', said)
        theirs = tshark.read(file, port)
        ours = tshark.read_ours(file)
        resets = tshark.ports_of_resets(file, port)
        self.assertGreater(len(theirs), 0)
        self.assertEqual(sorted(ours), sorted(theirs), 'the same client ports')
        counts = collections.Counter()
        for client_port, exchanges in theirs.items():
            self.compare_port(client_port, ours[client_port], exchanges, counts, client_port in resets)
        rules = {rule: counts[rule] for rule in RULES if counts[rule]}
        print(f'{name}: {counts["requests"]} requests and {counts["answers"]} answers from {len(theirs)} client ports '
              f'are the same, {counts["lengths"]} lengths too; by rule: {rules}')

    def compare_port(self, client_port, ours, theirs, counts, is_reset):
        self.assertEqual(len(ours), len(theirs), f'{client_port} {ours} {theirs}')
        for mine, other in zip(ours, theirs):
            what = f'{client_port} {mine} {other}'
            if other.method is None:
                counts['never sent'] += 1
                self.assertFalse(mine.is_complete, what)
            else:
                counts['requests'] += 1
                self.assertEqual((mine.method, mine.uri), (other.method, other.uri), what)
            counts['interim'] += other.interims
            if other.status is None and mine.status is not None:
                counts['cut'] += 1
                self.assertFalse(mine.is_complete, what)
                continue
            self.assertEqual(mine.status, other.status, what)
            if is_reset and mine.status is not None and not mine.is_complete:
                counts['reset'] += 1
                continue
            if mine.status is not None and other.method is not None:
                counts['answers'] += 1
                self.assertTrue(mine.is_complete, what)
                self.compare_length(mine, other, counts, what)

    def compare_length(self, mine, other, counts, what):
        if mine.method == 'HEAD' or mine.status in (204, 304):
            counts['no body'] += other.body_length is not None
            self.assertEqual(mine.body_length, 0, what)
        elif other.body_length is None:
            counts['no length'] += 1
        else:
            counts['lengths'] += 1
            self.assertEqual(mine.body_length, other.body_length, what)

    def clients(self, *more):
        clients = [real_programs.many_curls]
        if real_programs.has('wrk', SOAK):
            clients.append(real_programs.wrk)
        if SOAK and real_programs.has('chromium', SOAK):
            clients.append(real_programs.chromium)
        return [*clients, *more]

    @needs('nginx')
    def test_nginx(self):
        self.compare('nginx', real_programs.Nginx(self), self.clients())

    @needs('apache2')
    def test_apache(self):
        self.compare('Apache', real_programs.Apache(self), self.clients())

    @needs('node')
    def test_node(self):
        self.compare('Node', real_programs.Node(self), self.clients(real_programs.uploads))

    def test_python_1_0(self):
        self.compare("Python's http.server, HTTP/1.0", real_programs.Python(self, 'HTTP/1.0'), self.clients())

    def test_python_1_1(self):
        self.compare("Python's http.server, HTTP/1.1", real_programs.Python(self, 'HTTP/1.1'), self.clients())


if __name__ == '__main__':
    unittest.main(verbosity=2)  # says in a line what is skipped and why
