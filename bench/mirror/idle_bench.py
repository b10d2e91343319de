# SPDX-License-Identifier: Apache-2.0
"""What an idle client connection costs the proxy in memory, the one to legacy with it: thousands of
them, each after an answer.

  idle_bench.py PROGRAM"""
import socket
import sys
from pathlib import Path

from services import Services, needed

CONNECTIONS = 4_000
REQUEST = b"GET /490 HTTP/1.1\r\nHost: a\r\n\r\n"


def memory(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return next(int(line.split()[1]) << 10 for line in status.splitlines()
                if line.startswith("VmRSS"))


def connect(port):
    client = socket.create_connection(("127.0.0.1", port))
    client.sendall(REQUEST)
    got = b""
    while len(got) < 490 or not got.endswith(b" "):
        got += client.recv(65_536)
    return client


if needed:
    raise SystemExit(f"idle_bench: needs {', '.join(needed)}")
with Services() as services:
    legacy = services.nginx("legacy")
    process, port = services.proxy(sys.argv[1], legacy, services.nginx("candidate"))
    clients = [connect(port) for _ in range(100)]
    before = memory(process)
    clients += [connect(port) for _ in range(CONNECTIONS - len(clients))]
    grown = memory(process) - before
    print(f"{CONNECTIONS} idle connections: {grown / (CONNECTIONS - 100):.0f} bytes each, "
          f"{memory(process) >> 20} MB in all")
