# SPDX-License-Identifier: Apache-2.0
"""Replay against nginx on loopback: requests a second beside wrk's, with every answer compared and stored, and of the
engine alone that asks; and how late an open loop sends them, beside a bare timer loop."""
import contextlib
import json
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "capture"))
from processes import figures, run  # noqa: E402

PROGRAMS, SHADOWDIFF = Path(sys.argv[1]), Path(sys.argv[2])
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 9
REQUESTS, CONNECTIONS, BODY_BYTES, OPEN_RATE = 150_000, 64, 490, 20_000
NGINX = """daemon off; pid {root}/nginx.pid; error_log {root}/error.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{ access_log off; default_type application/json; keepalive_requests 100000000;
  client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f; uwsgi_temp_path {root}/u;
  scgi_temp_path {root}/s; etag off; max_ranges 0; add_header Last-Modified "";
  server {{ listen 127.0.0.1:{port}; root {root}/www; }} }}
"""


def body():
    """As make_savefile has it."""
    text = '{"items": ['
    while len(text) + 30 < BODY_BYTES:
        text += '{"id": 7, "name": "Tea"}, '
    return text.ljust(BODY_BYTES)


@contextlib.contextmanager
def nginx(root):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (root / "www").mkdir()
    (root / "www" / "search").write_text(body())
    root.chmod(0o755)
    (root / "conf").write_text(NGINX.format(root=root, port=port))
    server = subprocess.Popen(["nginx", "-e", root / "error.log", "-c", root / "conf"], stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    subprocess.run(["curl", "-s", "-o", "/dev/null", "--retry-connrefused", "--retry", "50", "--retry-delay", "0", url],
                   check=True)
    try:
        yield url
    finally:
        server.terminate()
        server.wait()


def wrk(url):
    output = run("wrk", "-t", 1, "-c", CONNECTIONS, "-d", "4s", f"{url}/search?q=tea&page=1").output
    return float(re.search(r"Requests/sec: +([\d.]+)", output)[1])


def replay(url, recording, run_file, *pace):
    start = time.monotonic()
    run(SHADOWDIFF, "replay", *recording, "--candidate", url, "--db", run_file, "--mark", "off", "--keep", "mismatches",
        "--budget", f"candidate:rate=1000000,in-flight={CONNECTIONS},connections={CONNECTIONS},wait=60s,slow=60s", *pace)
    seconds = time.monotonic() - start
    report = json.loads(subprocess.run([SHADOWDIFF, "report", run_file, "--format", "json"], capture_output=True, text=True,
                                       check=True).stdout)
    verdicts = {line["verdict"]: line["n"] for line in report["ledger"]["lines"] if line["n"]}
    return seconds, verdicts, report["run"]["facts"]


def measure(root):
    capture, run_file = root / "traffic.pcap", root / "run.db"
    run(PROGRAMS / "make_savefile", capture, REQUESTS, BODY_BYTES)
    run(SHADOWDIFF, "capture", capture, "--record", root / "recording", "--db", run_file)
    recording = sorted((root / "recording").iterdir())
    asked, shares, lags, rates = [], [], [], []
    with nginx(root) as url:
        for _ in range(ROUNDS):
            peer = wrk(url)
            asker = run(PROGRAMS / "asker", url.rpartition(":")[2], "/search?q=tea&page=1", REQUESTS, CONNECTIONS)
            asked.append(float(asker.output) / peer)
            seconds, verdicts, _ = replay(url, recording, run_file, "--as-fast-as-possible")
            if verdicts.get("match", 0) + verdicts.get("equivalent", 0) != REQUESTS:  # or the figure would be worth nothing
                raise SystemExit(f"{verdicts} of {REQUESTS} requests")
            rates.append(REQUESTS / seconds)
            shares.append(REQUESTS / seconds / peer)
            bare = float(run(PROGRAMS / "timer_loop", OPEN_RATE, REQUESTS).output)
            _, _, facts = replay(url, recording, run_file, "--rate", f"{OPEN_RATE}/s")
            lags.append(int(facts["lag_p99_us"]) / bare)
    print(f"asked and answered, neither compared nor stored: {figures(asked)} x wrk with {CONNECTIONS} connections")
    print(f"replay as fast as possible, compared and stored: {figures(shares)} x wrk with {CONNECTIONS} connections, "
          f"{figures([rate / 1e3 for rate in rates])} thousand requests a second")
    print(f"open loop at {OPEN_RATE}/s: lag of 99 % {figures(lags)} x a bare timer loop's", flush=True)


with tempfile.TemporaryDirectory(prefix="shadowdiff-bench-") as folder:
    measure(Path(folder))
