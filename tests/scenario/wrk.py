# SPDX-License-Identifier: Apache-2.0
"""wrk as a client of scenarios and benchmarks: at full speed, or at a rate."""
import re
import subprocess

# In turns the connections ask, each when its next slot begins; what came late is caught up with.
REST_MS = 10
TURNS = """
local ffi = require('ffi')
ffi.cdef [[ typedef struct { long s, ns; } moment; int clock_gettime(int clock, moment *now); ]]
local monotonic, read = 1, ffi.new('moment')
local slot_ms
function delay()
  ffi.C.clock_gettime(monotonic, read)
  local now_ms = tonumber(read.s) * 1e3 + tonumber(read.ns) / 1e6
  slot_ms = (slot_ms or now_ms) + 1e3 / %d
  return math.max(0, slot_ms - now_ms)
end
"""


class Load:
    """What wrk told."""

    def __init__(self, output):
        self.output = output
        self.requests = int(re.search(r'(\d+) requests in', output)[1])
        self.rate = float(re.search(r'Requests/sec:\s+([\d.]+)', output)[1])
        self.has_errors = 'Socket errors' in output or 'Non-2xx' in output

    def latency_us(self, percent):
        number, unit = re.search(rf'\b{percent}%\s+([\d.]+)(us|ms|s)\b', self.output).groups()
        return float(number) * {'us': 1, 'ms': 1e3, 's': 1e6}[unit]


def load(url, connections, seconds, *flags):
    """One thread, as fast as the answers come."""
    output = subprocess.run(['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--latency', '--timeout', '30s',
                             *flags, url], capture_output=True, text=True, check=True).stdout
    return Load(output)


def paced(folder, url, rate, seconds):
    """So many requests a second, where answers come within REST_MS or the loss can be made up for."""
    script = folder / 'turns.lua'
    script.write_text(TURNS % rate)
    connections = max(1, round(rate * REST_MS / 1000))
    return load(url, connections, seconds, '-s', str(script))
