#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""capture --explain names each loss with its place; --max-memory holds against floods; neither says more of
the wire than it was asked for."""
import re
import resource
import socket
import struct
import unittest
import urllib.request

import captures
import support

SECRET = b'hunter2-very-secret'
ACK, PSH, SYN = captures.ACK, captures.PSH, captures.SYN
SIZE = 64 << 20
# The program and its libraries, and what a heap in pieces takes beyond what is held.
BASE = 40 << 20


class Damaged(captures.Writer):
    """Conversations with something wrong."""
    server = (captures.SERVER, captures.SERVER_PORT)

    def begin(self, port):
        client = (captures.CLIENT, port)
        self.packet(client, self.server, 1000, 0, SYN)
        self.packet(self.server, client, 5000, 1001, SYN | ACK)
        return client

    def gap(self, port):
        """Half of a request's body never comes, and is acknowledged."""
        client = self.begin(port)
        head = b'POST /%s HTTP/1.1\r\nContent-Length: 20\r\n\r\n' % SECRET
        self.packet(client, self.server, 1001, 5001, PSH | ACK, head)
        self.packet(client, self.server, 1001 + len(head) + 10, 5001, PSH | ACK, SECRET[:10])

    def tls(self, port):
        self.packet(self.begin(port), self.server, 1001, 5001, PSH | ACK,
                    b'\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03' + SECRET)

    def orphan(self, port):
        self.packet(self.server, self.begin(port), 5001, 1001, PSH | ACK,
                    b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: %s\r\n\r\n' % SECRET)

    def fragment(self):
        ip = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + 24, 7, 0x2000, 64, 6, 0, captures.CLIENT, captures.SERVER)
        self.bytes += struct.pack('<IIII', captures.START_S + 1, 0, 44, 44) + ip + SECRET[:16] + bytes(8)
        self.packets += 1


class Explain(support.Scenario):
    def damaged(self):
        writer = Damaged()
        writer.gap(40_000)
        writer.tls(40_001)
        writer.orphan(40_002)
        writer.fragment()
        file = self.folder / 'damaged.pcap'
        file.write_bytes(writer.bytes)
        return file

    def test_each_loss_is_one_line_with_its_place_and_nothing_that_was_said(self):
        run = support.shadowdiff('capture', '--list', '--explain', self.damaged())
        self.assertEqual(run.returncode, 0)
        lines = run.stderr.splitlines()
        for line in lines:
            self.assertRegex(line, r'^2021-01-07T06:13:2\d\.\d{6}Z [a-z0-9_]+( [a-z]+=\S+)*$')
        place = r' connection=10.0.0.1:%d->10.0.0.2:8080'
        for expected in ('gap_bytes' + place % 40_000 + r' sender=10.0.0.1:40000 offset=\d+ amount=10$',
                         'request_incomplete|gap' + place % 40_000 + ' method=POST',
                         'tls_connections' + place % 40_001 + ' sender=10.0.0.1:40001 offset=0$',
                         'answers_without_request' + place % 40_002 + r' sender=10.0.0.2:8080 offset=0$',
                         'ip_fragments amount=1$'):
            self.assertTrue([line for line in lines if re.search(f'Z ({expected})', line)], (expected, lines))
        self.assertNotIn('hunter2', run.stderr)

    def test_without_it_only_the_number_of_requests_that_are_not_listed_is_said(self):
        run = support.shadowdiff('capture', '--list', self.damaged())
        self.assertEqual((run.returncode, run.stdout), (0, ''))
        self.assert_one_line(run.stderr, 'cut', 'not listed: 1', '--explain')

    def test_bytes_are_shown_on_request_only_and_made_harmless(self):
        run = support.shadowdiff('capture', '--list', '--explain-bytes', '3', self.damaged())
        self.assertIn('bytes="\\x16\\x03\\x01"\n', run.stderr)
        self.assertNotIn('hunter2', run.stderr)
        for wrong in ('0', '65', 'x'):
            run = support.shadowdiff('capture', '--list', '--explain-bytes', wrong, 'x.pcap')
            self.assertEqual(run.returncode, 2)
            self.assert_one_line(run.stderr, '--explain-bytes')

    def test_a_run_explains_too_and_many_alike_are_counted(self):
        writer = Damaged()
        for port in range(30_000, 31_005):
            writer.tls(port)
        file = self.folder / 'tls.pcap'
        file.write_bytes(writer.bytes)
        candidate = self.serve(lambda path: (200, {}, b''))
        run = support.shadowdiff('capture', file, '--explain', '--candidate', candidate.url, '--db', self.run_file)
        self.assertEqual(run.returncode, 0, run.stderr)
        lines = run.stderr.splitlines()
        self.assertEqual(len([line for line in lines if ' tls_connections ' in line]), 1_000)
        self.assertIn('… and 5 more tls_connections', lines)

    def test_flags_that_make_no_sense_are_refused(self):
        file = self.damaged()
        rows = ((['--max-memory', '63M', '--list'], ['--max-memory', '64 MiB']),
                (['--max-memory', 'much', '--list'], ['--max-memory', '256M']),
                (['--cpu-budget', '0.5', '--candidate', 'http://a'], ['--cpu-budget', 'interface']),
                (['--cpu-budget', '7', '--candidate', 'http://a'], ['--cpu-budget']),
                (['--list', '--workers', '2'], ['--workers', '--list']),
                (['--list', '--candidate', 'http://a'], ['--candidate', '--list']))
        for flags, words in rows:
            with self.subTest(flags):
                run = support.shadowdiff('capture', file, *flags)
                self.assertEqual(run.returncode, 2)
                self.assert_one_line(run.stderr, *words)


class Workers(support.Scenario):
    def test_they_change_nothing_but_ids_and_order(self):
        candidate = self.serve(lambda path: (200, {'Content-Type': 'application/json'},
                                             b'{"n": 2}' if path.endswith('/7') else b'{"n": 1}'))
        writer = Damaged()
        for port in range(41_000, 41_010):
            writer.conversation(port, [(f'GET /items/{i}', b'{"n": 1}') for i in range(20)])
        writer.tls(40_001)
        writer.orphan(40_002)
        file = self.folder / 'damaged.pcap'
        file.write_bytes(writer.bytes)
        told = []
        for workers in (1, 4):
            run = support.shadowdiff('capture', file, '--candidate', candidate.url, '--workers', workers, '--keep', 'all',
                                     '--db', self.run_file)
            self.assertEqual(run.returncode, 0, run.stderr)
            report = support.report_of(self.run_file)
            rows = support.query(self.run_file, '''
                select client, target, verdict, reason, pairing, severity
                from exchange join request on exchange_key = key order by 1, 2, 3''')
            told.append((rows, report['ledger']['lines'], report['coverage'], support.findings_of(report)))
        self.assertEqual(len([row for row in told[0][0] if row[5] != 'low']), 10)
        self.assertEqual(told[0], told[1])


@support.needs_root
class Live(support.Scenario):
    def test_nobody_waits_for_whoever_reads_the_lines(self):
        service = self.serve(lambda path: (200, {}, b'one'))
        candidate = self.serve(lambda path: (200, {}, b'one'))
        capture = self.start('capture', 'lo', '--port', service.port, '--candidate', candidate.url, '--explain',
                             '--db', self.run_file)
        self.ask_until_mirrored(service, candidate, capture)
        for _ in range(1_500):  # 64 KiB of lines fill the pipe that nobody reads
            with socket.create_connection(('127.0.0.1', service.port), support.DEADLINE_S) as client:
                client.sendall(b'\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03 hello\r\n\r\n')
                while client.recv(4_096):  # it says what it thinks of that, and is there for the next
                    pass
        self.ask_until_mirrored(service, candidate, capture)

    def ask_until_mirrored(self, service, candidate, capture):
        before = len(candidate.requests)
        while len(candidate.requests) == before:
            self.assertIsNone(capture.poll())
            urllib.request.urlopen(service.url, timeout=support.DEADLINE_S).read()


class Memory(support.Scenario):
    def flood(self, half_open):
        """Half-open connections, then a head without end and a hole that is never filled."""
        with (self.folder / 'flood.pcap').open('wb') as file:
            for packets in self.packets_of_flood(half_open):
                file.write(packets)
        return self.folder / 'flood.pcap'

    def packets_of_flood(self, half_open):
        """In pieces: what this process holds would count as the program's own memory."""
        writer = Damaged()

        def take():
            taken = bytes(writer.bytes)
            writer.bytes.clear()
            return taken

        for i in range(half_open):
            writer.packet((bytes([10, 1 + i // 60_000, 0, 1]), 1_024 + i % 60_000), writer.server, 1, 0, SYN)
            if i % 10_000 == 0:
                yield take()
        client = writer.begin(40_000)
        line = b'X-%s: ' % SECRET + b'a' * 1_000 + b'\r\n'
        sequence = 1001
        for piece in [b'GET / HTTP/1.1\r\n'] + [line] * 1_000:
            writer.packet(client, writer.server, sequence, 5001, PSH | ACK, piece)
            sequence += len(piece)
        for port in range(41_000, 41_100):
            client = writer.begin(port)
            for i in range(1, 20):
                writer.packet(client, writer.server, 1001 + i * 60_000, 5001, ACK, b'b' * 60_000)
            yield take()

    def test_floods_stay_inside_the_given_memory_and_what_is_given_up_is_counted(self):
        half_open = 200_000
        file = self.flood(half_open)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
        run = support.shadowdiff('capture', '--list', '--explain', '--max-memory', '64M', file)
        after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
        self.assertEqual(run.returncode, 0, run.stderr)
        for reason in ('evicted_connections', 'gap_bytes', 'unparsable_bytes'):
            self.assertIn(f' {reason} ', run.stderr)
        more = int(re.search(r'and (\d+) more evicted_connections', run.stderr)[1]) + 1_000
        self.assertGreater(more, half_open * 9 // 10)
        self.assertLess(more, half_open)
        if not is_sanitised() and before < SIZE + BASE:
            self.assertLess(after, SIZE + BASE)


def is_sanitised():
    with open(support.PROGRAM, 'rb') as program:
        return b'__asan_init' in program.read()


if __name__ == '__main__':
    unittest.main()
