# SPDX-License-Identifier: Apache-2.0
"""Capture files for scenarios: whole TCP conversations over IPv4, written without any library."""
import struct

CLIENT, SERVER = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
SERVER_PORT = 8080
START_S = 1_610_000_000
SYN, ACK, FIN, PSH = 2, 16, 1, 8


def header(link_type=101):
    """The head of a pcap file with microseconds (101: raw IP)."""
    return struct.pack('<IHHiIII', 0xA1B2C3D4, 2, 4, 0, 0, 262_144, link_type)


class Writer:
    def __init__(self):
        self.bytes = bytearray(header())
        self.packets = 0

    def packet(self, source, destination, sequence, acknowledgement, flags, payload=b''):
        tcp = struct.pack('>HHIIBBHHH', source[1], destination[1], sequence, acknowledgement, 5 << 4, flags,
                          65_535, 0, 0) + payload
        ip = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, source[0], destination[0])
        micros = self.packets * 100
        self.bytes += struct.pack('<IIII', START_S + micros // 1_000_000, micros % 1_000_000,
                                  len(ip) + len(tcp), len(ip) + len(tcp)) + ip + tcp
        self.packets += 1

    def conversation(self, client_port, exchanges):
        client, server = (CLIENT, client_port), (SERVER, SERVER_PORT)
        ours, theirs = 1000, 5000
        self.packet(client, server, ours, 0, SYN)
        self.packet(server, client, theirs, ours + 1, SYN | ACK)
        ours, theirs = ours + 1, theirs + 1
        for request, body in exchanges:
            head = f'{request} HTTP/1.1\r\nHost: api.example.com\r\n\r\n'.encode()
            self.packet(client, server, ours, theirs, PSH | ACK, head)
            ours += len(head)
            answer = (b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n' % len(body)) + body
            for start in range(0, len(answer), 1400):
                piece = answer[start:start + 1400]
                self.packet(server, client, theirs, ours, PSH | ACK, piece)
                theirs += len(piece)
        self.packet(client, server, ours, theirs, FIN | ACK)
        self.packet(server, client, theirs, ours + 1, FIN | ACK)


def conversations(list_of_exchanges):
    """A pcap file: one connection for each list of (request line without version, JSON body)."""
    writer = Writer()
    for number, exchanges in enumerate(list_of_exchanges):
        writer.conversation(40_000 + number, exchanges)
    return bytes(writer.bytes)
