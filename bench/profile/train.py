#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The load by which a profiled build is optimised: proxied, recorded, replayed and paired traffic, and reports.

  train.py BUILD FOLDER    runs the instrumented programs of a build folder; each leaves its profile in FOLDER

Answers and rules are other ones than those that the benchmarks measure with. What no run here reaches is
compiled as code that hardly ever runs."""
import os
import signal
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BENCH / "mirror"))
from orders import serve_orders  # noqa: E402
from services import Services, needed  # noqa: E402
# Found by services.
from processes import run  # noqa: E402
from wrk import load, paced  # noqa: E402

BUILD, PROFILES = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SHADOWDIFF = BUILD / "shadowdiff"
RULES = ("--rules", BENCH / "profile" / "rules.toml")
CONNECTIONS = 32
FORMATS = ("text", "markdown", "json", "junit", "sarif", "csv", "html")


def ask(port, paths, seconds):
    for path in paths:
        if (told := load(f"http://127.0.0.1:{port}/{path}", CONNECTIONS, seconds)).has_errors:
            raise SystemExit(f"train: errors: {told.output}")


def proxied(services):
    """Plain, mirrored, mirrored under rules, and recorded; then the recording is replayed. A run to report."""
    legacy, candidate = services.nginx("legacy"), services.nginx("candidate", differing="1%")
    orders, recording = serve_orders(services.folder), services.folder / "recording"
    plain, plain_port = services.proxy(SHADOWDIFF, legacy, candidate)
    plain.send_signal(signal.SIGUSR1)
    ask(plain_port, ("490", "10k"), 2)
    mirrored, port = services.proxy(SHADOWDIFF, legacy, candidate)
    ask(port, ("490", "10k"), 4)
    ruled, ruled_port = services.proxy(SHADOWDIFF, legacy, candidate, *RULES, "--keep", "mismatches")
    ask(ruled_port, orders, 1)
    recorder, recorder_port = services.proxy(SHADOWDIFF, legacy, candidate, "--record", recording)
    for path in ("490", *orders[:4]):
        paced(services.folder, f"http://127.0.0.1:{recorder_port}/{path}", 1_500, 1)  # as fast as a disk can take
    for process in (plain, mirrored, ruled, recorder):
        process.terminate()
        if process.wait():
            raise SystemExit(f"train: {process.args}: exit status {process.returncode}")
    replay = (SHADOWDIFF, "replay", *sorted(recording.iterdir()), "--candidate", f"http://{candidate}", "--mark", "off")
    run(*replay, "--as-fast-as-possible", "--budget", "candidate:rate=1000000,wait=60s", "--db", services.folder / "fast.db")
    run(*replay, "--rate", "2000/s", "--limit", 8_000, *RULES, "--db", services.folder / "paced.db")
    return services.folder / f"{ruled_port}.db"


def make_inputs(folder):
    for items in (3, 60):
        run(BUILD / "bench" / "make_pairs", folder / f"legacy{items}", folder / f"candidate{items}", 180_000 // items, items)
    run(BUILD / "bench" / "make_savefile", folder / "savefile", 4_000, 700)
    run(BUILD / "tests" / "make_run", folder / "made.db", 60_000, 60, 300, 1440)


def captured(folder):
    for items in (3, 60):
        for rules in ((), RULES):
            run(SHADOWDIFF, "capture", folder / f"legacy{items}", "--candidate", f"recorded:{folder / f'candidate{items}'}",
                *rules, "--keep", "mismatches", "--db", folder / "pairs.db")
    run(SHADOWDIFF, "capture", folder / "savefile", "--record", folder / "captured", "--db", folder / "captured.db")
    run(SHADOWDIFF, "demo", "--via", "proxy", "--rate", 0, "--requests", 6_000, "--directory", folder / "demo")
    return folder / "demo" / "run.db"


def reported(run_file):
    for format in FORMATS:
        run(SHADOWDIFF, "report", run_file, "--format", format)
    subprocess.run([SHADOWDIFF, "gate", run_file], stdout=subprocess.DEVNULL)  # its status is the answer


if missing := set(needed) - {"haproxy"}:
    raise SystemExit(f"train: needs {', '.join(sorted(missing))}")
with Services() as services:
    os.environ["LLVM_PROFILE_FILE"] = "/dev/null"  # what makes the inputs is no part of the load
    make_inputs(services.folder)
    os.environ["LLVM_PROFILE_FILE"] = str(PROFILES / "%p.profraw")
    for run_file in (captured(services.folder), proxied(services), services.folder / "made.db"):
        reported(run_file)
