# SPDX-License-Identifier: Apache-2.0
"""wrk as a client of scenarios and benchmarks: at full speed, or at a rate."""
import re
import subprocess

REST_MS = 10


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
    """About so many requests a second: each connection rests after an answer."""
    script = folder / 'rest.lua'
    script.write_text(f'function delay() return {REST_MS} end\n')
    connections = max(1, round(rate * (REST_MS + 0.5) / 1000))
    return load(url, connections, seconds, '-s', str(script))
