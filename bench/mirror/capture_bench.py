# SPDX-License-Identifier: Apache-2.0
"""Capture on loopback with every request sent to a candidate, compared and stored, at 20,000
requests a second: how many are lost.

  capture_bench.py PROGRAM"""
import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request

from services import Services, cpu_seconds, needed
# Found by services.
from wrk import paced

SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
RATE = int(os.environ.get("BENCH_RATE", "20000"))


def capture(services, program, legacy, candidate, run_file):
    process = services.start([program, "capture", "lo", "--port", legacy.rsplit(":", 1)[1],
                              "--legacy", "observed", "--candidate", f"http://{candidate}",
                              "--db", run_file], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    # It is made once the interface is open: a request before that would be seen in part.
    while not run_file.exists():
        if process.poll() is not None:
            raise SystemExit("capture_bench: the capture has ended")
        time.sleep(0.01)
    while not tallied(run_file):
        urllib.request.urlopen(f"http://{legacy}/490").read()
    return process


def tallied(run_file):
    """The capture is at work when the run file has counted a request."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{run_file}?mode=ro", uri=True)) as database:
            return database.execute("select sum(n) from tally").fetchone()[0]
    except sqlite3.OperationalError:
        return None  # the file is being made


def lines_of(program, run_file):
    report = json.loads(subprocess.run([program, "report", run_file, "--format", "json"],
                                       capture_output=True, text=True, check=True).stdout)
    ledger = {f"{line['verdict']} {line['reason'] or ''}".strip(): line["n"]
              for line in report["ledger"]["lines"]}
    blind = {key: n for key, n in report.get("coverage", {}).items() if isinstance(n, int) and n}
    return report["totals"]["seen"], ledger, blind


if needed:
    raise SystemExit(f"capture_bench: needs {', '.join(needed)}")
with Services() as services:
    legacy = services.nginx("legacy")
    candidate = services.nginx("candidate", differing="1%")
    for i in range(ROUNDS):
        run_file = services.folder / f"{i}.db"
        process = capture(services, sys.argv[1], legacy, candidate, run_file)
        told = paced(services.folder, f"http://{legacy}/490", RATE, SECONDS)
        cpu = cpu_seconds(process)
        process.send_signal(signal.SIGTERM)
        process.wait()
        seen, ledger, blind = lines_of(sys.argv[1], run_file)
        # wrk cuts what is under way when its time is over.
        print(f"{told.requests} answered at {told.rate:.0f} a second, {seen} seen: {ledger}, "
              f"coverage {blind}; {cpu / told.requests * 1e6:.1f} µs each", flush=True)
