# SPDX-License-Identifier: Apache-2.0
"""The whole machine without a network: two savefiles in, a run file out, beside a bare libpcap walk of both."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "capture"))
from processes import figures, run  # noqa: E402

PROGRAMS, SHADOWDIFF = Path(sys.argv[1]), Path(sys.argv[2])
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
PAIRS = [("490 B", 200_000, 5), ("10 KB", 30_000, 105)]
RULE = """[[rule]]
paths = ["{path}"]
action = "{action}"
{more}reason = "measured"
owner = "bench"
expires = "never"
"""
RULES = [("$.updated_at", "time_window", 'within = "5s"\n'), ("$.items[*].updated_at", "time_window", 'within = "5s"\n'),
         ("$.served_by", "ignore", ""), ("$..trace_id", "ignore", ""), ("headers.x-served-by", "ignore", ""),
         ("$.items[*].weight", "tolerance", "absolute = 0.01\n"), ("$.items[*].note", "whitespace", ""),
         ("$.items[*].code", "case", ""), ("$.total", "tolerance", "relative = 0.001\n"), ("$.cursor", "ignore", "")]


def measure(name, pairs, items, folder):
    legacy, candidate, rules, run_file = (folder / part for part in ("legacy.pcap", "candidate.pcap", "rules.toml", "run.db"))
    run(PROGRAMS / "make_pairs", legacy, candidate, pairs, items)
    rules.write_text("".join(RULE.format(path=path, action=action, more=more) for path, action, more in RULES))
    rates, ratios, memory = [], [], 0
    for _ in range(ROUNDS):
        floor = sum(run(PROGRAMS / "floor", file).cpu for file in (legacy, candidate))
        ours = run(SHADOWDIFF, "capture", legacy, "--candidate", f"recorded:{candidate}", "--rules", rules, "--keep",
                   "mismatches", "--db", run_file)
        rates.append(pairs / ours.cpu)
        ratios.append(ours.cpu / floor)
        memory = max(memory, ours.rss_mb)
    report = json.loads(subprocess.run([SHADOWDIFF, "report", run_file, "--format", "json"], capture_output=True, text=True,
                                       check=True).stdout)
    mismatches = sum(line["n"] for line in report["ledger"]["lines"] if line["verdict"] == "mismatch")
    seen = report["totals"]["seen"]
    if (seen, mismatches) != (pairs, pairs // 20):  # or the figure would be worth nothing
        raise SystemExit(f"{seen} of {pairs} pairs, {mismatches} mismatches")
    print(f"whole machine, {name} answers: {figures([rate / 1e3 for rate in rates])} thousand pairs per second of CPU; "
          f"{figures(ratios)} x a libpcap walk of both files, at most {memory:.0f} MB", flush=True)


with tempfile.TemporaryDirectory(prefix="shadowdiff-bench-") as folder:
    for pair in PAIRS:
        measure(*pair, Path(folder))
