# SPDX-License-Identifier: Apache-2.0
"""The proxy beside HAProxy, both in front of one nginx: CPU time of the whole process per request,
in alternated rounds. Paused it is a plain proxy; else every request is mirrored to a second nginx,
of whose answers one in a hundred differs, compared, and stored. What the machine left no time to
compare is told at the end: it costs less, and flatters.

  proxy_bench.py PROGRAM [490|10k CONNECTIONS]..."""
import contextlib
import os
import signal
import sqlite3
import sys

from services import Services, cpu_seconds, needed
# Found by services.
from processes import ROUNDS as ROUNDS_USUAL, figures
from wrk import load

SECONDS = int(os.environ.get("BENCH_SECONDS", "2"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", ROUNDS_USUAL))


def cost_us(process, port, path, connections):
    before = cpu_seconds(process)
    told = load(f"http://127.0.0.1:{port}/{path}", connections, SECONDS)
    if told.has_errors:
        raise SystemExit(f"proxy_bench: errors: {told.output}")
    return (cpu_seconds(process) - before) / told.requests * 1e6, told.rate


def measure(programs, path, connections):
    costs = {name: [] for name in programs}
    rates = {name: [] for name in programs}
    for name, (process, port) in programs.items():
        load(f"http://127.0.0.1:{port}/{path}", connections, 1)  # caches warm, connections open
    for _ in range(ROUNDS):
        for name, (process, port) in programs.items():
            cost, rate = cost_us(process, port, path, connections)
            costs[name].append(cost)
            rates[name].append(rate)
    for name in programs:
        ratios = [ours / theirs for ours, theirs in zip(costs[name], costs["HAProxy"])]
        print(f"{path} answers, {connections} connections, {name}: {figures(ratios)} x of HAProxy; "
              f"{figures(costs[name])} µs each, {figures(rates[name])} a second", flush=True)


def print_verdicts(process, port, folder):
    process.terminate()
    process.wait()
    with contextlib.closing(sqlite3.connect(folder / f"{port}.db")) as run:
        rows = run.execute("SELECT verdict, reason, sum(n) FROM tally GROUP BY 1, 2 ORDER BY 3 DESC").fetchall()
    total = sum(count for _, _, count in rows)
    shares = (f"{count / total:.2%} {verdict} {reason}".strip() for verdict, reason, count in rows)
    print(f"of {total:,} mirrored requests: {', '.join(shares)}")


if needed:
    raise SystemExit(f"proxy_bench: needs {', '.join(needed)}")
with Services() as services:
    legacy = services.nginx("legacy")
    candidate = services.nginx("candidate", differing="1%")
    program = sys.argv[1]
    programs = {"HAProxy": services.haproxy(legacy),
                "plain": services.proxy(program, legacy, candidate),
                "mirrored": services.proxy(program, legacy, candidate)}
    programs["plain"][0].send_signal(signal.SIGUSR1)
    wanted = sys.argv[2:] or ["490", "32", "490", "512", "10k", "32", "10k", "512"]
    for path, connections in zip(wanted[::2], wanted[1::2]):
        measure(programs, path, int(connections))
    print_verdicts(*programs["mirrored"], services.folder)
