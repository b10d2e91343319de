# SPDX-License-Identifier: Apache-2.0
"""Live on loopback: nginx and wrk at full speed on the same cores, beside a bare ring that counts
packets, then beside the capture stages. Every request of wrk must come out as an exact pair."""
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from processes import ROUNDS as ROUNDS_USUAL, figures, start, wait

PROGRAMS = Path(sys.argv[1])
SIZES = {"490": 490, "10k": 10_000}
SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", ROUNDS_USUAL))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(folder, port):
    for name, size in SIZES.items():
        text = json.dumps({"items": ["tea"] * 10_000})
        (folder / name).write_text(text[:size])
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 100000000; default_type application/json;
        sendfile on; tcp_nopush on; open_file_cache max=10;
        server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
""")
    return subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")],
                            stderr=subprocess.DEVNULL)


def wait_until_served(port):
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return


def load(port, name):
    output = subprocess.run(["wrk", "-t1", "-c64", f"-d{SECONDS}s",
                             f"http://127.0.0.1:{port}/{name}"],
                            capture_output=True, text=True, check=True).stdout
    return int(re.search(r"(\d+) requests in", output)[1]), float(
        re.search(r"Requests/sec:\s+([\d.]+)", output)[1])


def beside(program, port, name):
    process = start(PROGRAMS / program, "lo", port)
    process.stdout.readline()  # ready
    requests, rate = load(port, name)
    process.send_signal(signal.SIGTERM)
    return requests, rate, wait(process)


def measure(name, port):
    extra, rates, costs, lost = [], [], [], 0
    for _ in range(ROUNDS):
        floor_requests, floor_rate, floor = beside("floor", port, name)
        requests, rate, ours = beside("exchanges", port, name)
        exact = int(re.search(r"exact (\d+)", ours.output)[1])
        if int(re.search(r"body_bytes (\d+)", ours.output)[1]) != exact * SIZES[name]:
            raise SystemExit(f"live_bench: bodies are not whole: {ours.output}")
        lost += max(0, requests - exact)
        costs.append(ours.cpu / requests * 1e6)
        extra.append(costs[-1] - floor.cpu / floor_requests * 1e6)
        rates.append(rate / floor_rate)
        print(f"  wrk {requests}, {rate:.0f}/s; {ours.output.strip()}", flush=True)
    print(f"live, {name} answers: {lost} pairs lost; {figures(extra)} µs a pair above the bare ring "
          f"({figures(costs)} in all); nginx keeps {figures(rates)} of its rate beside the bare "
          f"ring", flush=True)


if not shutil.which("nginx") or not shutil.which("wrk"):
    raise SystemExit("live_bench: needs nginx and wrk")
with tempfile.TemporaryDirectory(prefix="shadowdiff-bench-") as folder:
    os.chmod(folder, 0o755)
    port = free_port()
    server = serve(Path(folder), port)
    try:
        wait_until_served(port)
        for name in ("490", "10k"):
            measure(name, port)
    finally:
        server.terminate()
        server.wait()
