# SPDX-License-Identifier: Apache-2.0
"""What HAProxy and our proxy add to the median latency at 3,000 requests a second: ours with every
request mirrored, compared and stored. Alternated rounds, the client's own clock.

  latency_bench.py PROGRAM"""
import os
import statistics
import sys

from services import Services, needed
# Found by services.
from processes import ROUNDS as ROUNDS_USUAL, figures
from wrk import paced

SECONDS = int(os.environ.get("BENCH_SECONDS", "2"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", ROUNDS_USUAL))
RATE = 3_000

if needed:
    raise SystemExit(f"latency_bench: needs {', '.join(needed)}")
with Services() as services:
    legacy = services.nginx("legacy")
    candidate = services.nginx("candidate", differing="1%")
    addresses = {"direct": legacy,
                 "HAProxy": f"127.0.0.1:{services.haproxy(legacy)[1]}",
                 "mirrored": f"127.0.0.1:{services.proxy(sys.argv[1], legacy, candidate)[1]}"}
    medians = {name: [] for name in addresses}
    rates = []
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            told = paced(services.folder, f"http://{address}/490", RATE, SECONDS)
            medians[name].append(told.latency_us(50))
            rates.append(told.rate)
    direct = statistics.median(medians["direct"])
    added = {name: statistics.median(of) - direct for name, of in medians.items()}
    for name, of in medians.items():
        print(f"{name}: median {figures(of)} µs, added {added[name]:.0f} µs")
    print(f"the proxy adds {added['mirrored'] / added['HAProxy']:.2f} x of what HAProxy adds, at "
          f"{figures(rates)} requests a second")
