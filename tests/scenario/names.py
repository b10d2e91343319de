#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""names.py ZONE LOG: inside a namespace with names of its own, a name server on 127.0.0.53 and services on 127.0.0.2 to
127.0.0.5. ZONE is read for each question, {"name": ["address", …]} as JSON: a name that it lacks does not exist, one
with null is never answered. LOG gets a line for each question and request. An address on the input is closed."""
import http.server
import json
import pathlib
import socket
import struct
import sys
import threading

import peers

PORT = 8080
FLAGS, NO_SUCH_NAME, ADDRESS, TTL_S = 0x8180, 3, 1, 0


def question_of(query):
    """(name, its type, where the question ends) of a query with one question (RFC 1035, section 4.1)."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode())
        at += 1 + query[at]
    return '.'.join(labels), struct.unpack_from('>H', query, at + 1)[0], at + 5


def answer_to(query, addresses):
    _, kind, end = question_of(query)
    shown = addresses if addresses and kind == ADDRESS else []
    flags = FLAGS | (NO_SUCH_NAME if addresses is None else 0)
    head = query[:2] + struct.pack('>5H', flags, 1, len(shown), 0, 0)
    records = [struct.pack('>3HIH', 0xc00c, ADDRESS, 1, TTL_S, 4) + socket.inet_aton(one) for one in shown]
    return head + query[12:end] + b''.join(records)


def serve_names(zone, log):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(('127.0.0.53', 53))
    while True:
        query, client = server.recvfrom(4096)
        name = question_of(query)[0]
        log(f'name {name}')
        names = json.loads(zone.read_text())
        if name not in names or names[name] is not None:
            server.sendto(answer_to(query, names.get(name)), client)


def serve(address, log):
    class Handler(peers.Teas):
        def do_GET(self):
            log(f'{address} {self.path}')
            super().do_GET()

    server = http.server.ThreadingHTTPServer((address, PORT), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main():
    zone, path = map(pathlib.Path, sys.argv[1:])
    with open(path, 'a', encoding='ascii', buffering=1) as file:
        lock = threading.Lock()

        def log(line):
            with lock:
                file.write(f'{line}\n')

        services = {address: serve(address, log) for address in (f'127.0.0.{i}' for i in range(2, 6))}
        threading.Thread(target=serve_names, args=(zone, log), daemon=True).start()
        print('ready', flush=True)
        for line in sys.stdin:
            services[line.strip()].shutdown()
            services[line.strip()].server_close()
            print('closed', flush=True)


if __name__ == '__main__':
    main()
