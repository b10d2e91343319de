# SPDX-License-Identifier: Apache-2.0
"""Runs programs as processes of their own and measures what they used."""
import os
import statistics
import subprocess

ROUNDS = 9


class Usage:
    def __init__(self, output, rusage):
        self.output = output
        self.cpu = rusage.ru_utime + rusage.ru_stime
        self.rss_mb = rusage.ru_maxrss / 1024


def wait(process):
    output = process.stdout.read()
    _, status, rusage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, -15):
        raise SystemExit(f"{process.args}: exit status {process.returncode}: {output}")
    return Usage(output, rusage)


def start(*command):
    return subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True)


def run(*command):
    return wait(start(*command))


def figures(values):
    values = sorted(values)
    return f"{statistics.median(values):.2f} ({values[0]:.2f} to {values[-1]:.2f})"
