# SPDX-License-Identifier: Apache-2.0
"""System calls per request, of HAProxy and of our proxy, mirrored and paused, as strace counts them
under wrk with 32 connections and 490 B answers. Counts, so a busy machine changes them little.

  system_calls.py PROGRAM..."""
import re
import signal
import subprocess
import sys
import time

from services import Services, needed
# Found by services.
from wrk import load

SECONDS = 3
SHOWN_MIN = 0.02  # per request


def count(name, process, port):
    url = f"http://127.0.0.1:{port}/490"
    load(url, 32, 1)  # connections open
    strace = subprocess.Popen(["strace", "-c", "-f", "-p", str(process.pid)],
                              stderr=subprocess.PIPE, text=True)
    time.sleep(1)  # it attaches
    told = load(url, 32, SECONDS)
    strace.send_signal(signal.SIGINT)
    rows = [line.split() for line in strace.communicate()[1].splitlines()
            if re.match(r"\s*[\d.]+\s", line)]
    calls = {row[-1]: int(row[3]) / told.requests for row in rows if row[-1] != "total"}
    shown = ", ".join(f"{call} {n:.2f}" for call, n in
                      sorted(calls.items(), key=lambda item: -item[1]) if n >= SHOWN_MIN)
    print(f"{name}: {sum(calls.values()):.2f} a request ({shown})", flush=True)


if needed:
    raise SystemExit(f"system_calls: needs {', '.join(needed)}")
with Services() as services:
    legacy = services.nginx("legacy")
    candidate = services.nginx("candidate", differing="1%")
    count("HAProxy", *services.haproxy(legacy))
    for program in sys.argv[1:]:
        process, port = services.proxy(program, legacy, candidate)
        count(f"{program}, mirrored", process, port)
        process.send_signal(signal.SIGUSR1)
        time.sleep(1)  # it follows
        count(f"{program}, paused", process, port)
