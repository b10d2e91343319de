# SPDX-License-Identifier: Apache-2.0
"""Real programs for the proxy's benchmarks: nginx as legacy and as candidate, HAProxy beside our
proxy, and wrk as the client. Each has one thread."""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path += [str(HERE.parent / "capture"), str(HERE.parents[1] / "tests" / "scenario")]

SIZES = {"490": 490, "10k": 10_000}

# One answer in a hundred of the candidate's is another one.
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
worker_rlimit_nofile 16384;
events {{ worker_connections 8192; }}
http {{ access_log off; keepalive_requests 100000000; default_type application/json;
  sendfile on; tcp_nopush on; open_file_cache max=10;
  split_clients "$connection-$connection_requests" $variant {{ {variants} * ""; }}
  server {{ listen {address} backlog=4096; root {folder}; location / {{ rewrite ^ $variant$uri break; }} }} }}
"""

HAPROXY = """
global
  nbthread 1
  maxconn 8000
defaults
  mode http
  option http-keep-alive
  http-reuse always
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend in
  bind 127.0.0.1:{port} backlog 4096
  default_backend out
backend out
  server legacy {address}
"""

needed = [name for name in ("nginx", "wrk", "haproxy") if not shutil.which(name)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_served(process, port):
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise SystemExit(f"{process.args}: ended with {process.returncode}")


def answer_of(size, price):
    teas = {"price": price, "teas": ["green"] * (size // 10)}
    text = json.dumps(teas, separators=(",", ":"))
    return text + " " * (size - len(text))


class Services:
    """Started one after the other; all end with the block."""

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="shadowdiff-bench-")
        self.folder = Path(self.temporary.name)
        os.chmod(self.folder, 0o755)
        self.processes = []
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()
        self.temporary.cleanup()

    def start(self, command, port=None, **options):
        process = subprocess.Popen([str(part) for part in command], **options)
        self.processes.append(process)
        if port:
            wait_until_served(process, port)
        return process

    def nginx(self, name, differing=None):
        folder, port = self.folder / name, free_port()
        for variant, price in (("", 295), ("other", 296)):
            (folder / variant).mkdir(exist_ok=True)
            for file, size in SIZES.items():
                path = folder / variant / file
                path.write_text(answer_of(size, price))
                os.utime(path, (1_610_000_000, 1_610_000_000))
        address = f"127.0.0.1:{port}"
        (folder / "conf").write_text(
            NGINX.format(folder=folder, address=address,
                         variants=f"{differing} /other;" if differing else ""))
        self.start(["nginx", "-p", folder, "-c", folder / "conf"], port,
                   stderr=subprocess.DEVNULL)
        return address

    def haproxy(self, legacy):
        port = free_port()
        (self.folder / "haproxy").write_text(HAPROXY.format(port=port, address=legacy))
        process = self.start(["haproxy", "-db", "-f", self.folder / "haproxy"], port,
                             stderr=subprocess.DEVNULL)
        return process, port

    def proxy(self, program, legacy, candidate, *flags):
        port = free_port()
        process = self.start([program, "proxy", "--listen", f"127.0.0.1:{port}", "--legacy",
                              f"http://{legacy}", "--candidate", f"http://{candidate}", "--db",
                              self.folder / f"{port}.db", *flags], port,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return process, port


def cpu_seconds(process):
    """Of all its threads, to the nanosecond."""
    tasks = Path(f"/proc/{process.pid}/task")
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9
