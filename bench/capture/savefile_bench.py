# SPDX-License-Identifier: Apache-2.0
"""Savefiles to complete, paired, digested exchanges: CPU time against a bare libpcap walk of the
same file, beside other tools where they are installed."""
import re
import shutil
import sys
import tempfile
from pathlib import Path

from processes import ROUNDS, figures, run

PROGRAMS = Path(sys.argv[1])
SAVEFILES = [("490 B", 350_000, 490), ("10 KB", 64_000, 10_000), ("1 MB", 400, 1_000_000)]


def peers(folder):
    """The other tools, as their users would make them fastest."""
    if (PROGRAMS / "libtins_follower").exists():
        yield "a libtins stream follower", lambda file: run(PROGRAMS / "libtins_follower", file)
    if shutil.which("tcpflow"):
        out = folder / "tcpflow"
        yield "tcpflow", lambda file: run("tcpflow", "-q", "-o", out, "-r", file)
    if shutil.which("tshark"):
        yield "tshark", lambda file: run(
            "tshark", "-n", "-r", file, "-Y", "http.response", "-T", "fields", "-e",
            "http.response.code", "-e", "http.request_in")


def measure(name, pairs, body_bytes, folder):
    file = folder / "traffic.pcap"
    run(PROGRAMS / "make_savefile", file, pairs, body_bytes)
    ratios, costs, memory = [], [], 0
    for _ in range(ROUNDS):
        floor = run(PROGRAMS / "floor", file)
        ours = run(PROGRAMS / "exchanges", file)
        exact = int(re.search(r"exact (\d+)", ours.output)[1])
        if exact != pairs:  # or the figure would be worth nothing
            raise SystemExit(f"exchanges: {exact} of {pairs} pairs")
        ratios.append(ours.cpu / floor.cpu)
        costs.append(ours.cpu / pairs * 1e6)
        memory = max(memory, ours.rss_mb)
    print(f"capture, {name} answers: {figures(ratios)} x a libpcap walk; {figures(costs)} µs a pair, "
          f"at most {memory:.0f} MB", flush=True)
    for peer, work in peers(folder):
        rounds = ROUNDS if "libtins" in peer else 1
        ratios = [work(file).cpu / run(PROGRAMS / "floor", file).cpu for _ in range(rounds)]
        print(f"  {peer}: {figures(ratios)} x, {rounds} round{'s' if rounds > 1 else ''}", flush=True)
        shutil.rmtree(folder / "tcpflow", ignore_errors=True)
    file.unlink()


with tempfile.TemporaryDirectory(prefix="shadowdiff-bench-") as folder:
    for savefile in SAVEFILES:
        measure(*savefile, Path(folder))
