#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Segments with and without faults on candidate and secondary, in turn, under a load of wrk: the client sees no
error, latency stays, memory is flat and the ledger balances. SHADOWDIFF_SOAK=1 runs it at full size, and only then
are times judged."""
import os
import pathlib
import random
import signal
import statistics
import subprocess
import threading
import unittest

import proxies
import support
import wrk

IS_SOAK = 'SHADOWDIFF_SOAK' in os.environ
SEGMENTS = 10 if IS_SOAK else 4
SECONDS = int(os.environ.get('SHADOWDIFF_SEGMENT_SECONDS', 60 if IS_SOAK else 2))
RATE = 2_000 if IS_SOAK else 300
P90_RATIO_MAX = 1.2
GROWTH_MAX = 32 << 20  # of memory, after the first two segments
SEED = int(os.environ.get('SHADOWDIFF_SEED', random.SystemRandom().randrange(2 ** 32)))

# A request in ten of a faulty segment ends in one of four ways.
NGINX = '''
daemon off; worker_processes 1; user root; pid {root}/pid; error_log {root}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; default_type application/json; keepalive_requests 100000000;
  client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;
  uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
  include {root}/faults;
  server {{
    listen 127.0.0.1:{port}; root {root}/www;
    location / {{ if ($fault) {{ rewrite ^ $fault$uri last; }} }}
    location /closes {{ return 444; }}
    location /errs {{ return 500 "no"; }}
    location /differs {{ return 200 '{{"tea": 2}}'; }}
    location /trickles {{ limit_rate 100; alias {root}/www; }}
  }}
}}
'''
FAULTLESS = 'map $uri $fault { default ""; }\n'
FAULTY = '''split_clients "$connection-$connection_requests-$msec" $which {
  2.5% closes; 2.5% errs; 2.5% differs; 2.5% trickles; * none; }
map $which $fault { none ""; default /$which; }
'''


class Leg:
    """A real nginx whose worker can be stopped, killed, and told to misbehave."""

    def __init__(self, test, name):
        self.root = test.folder / name
        (self.root / 'www').mkdir(parents=True)
        (self.root / 'www' / 'teas').write_text('{"tea": 1, "of": "' + 'x' * 460 + '"}')
        os.utime(self.root / 'www' / 'teas', (1_610_000_000, 1_610_000_000))
        self.port = support.free_port()
        self.url = f'http://127.0.0.1:{self.port}'
        (self.root / 'conf').write_text(NGINX.format(root=self.root, port=self.port))
        (self.root / 'faults').write_text(FAULTLESS)
        self.server = subprocess.Popen(['nginx', '-e', self.root / 'error.log', '-c', self.root / 'conf'],
                                       stderr=subprocess.DEVNULL)
        test.addCleanup(self.server.wait)
        test.addCleanup(self.server.terminate)
        test.addCleanup(self.signal_workers, signal.SIGCONT)
        proxies.curl('--retry-connrefused', '--retry', '100', '--retry-delay', '0', '--retry-max-time', '60',
                     f'{self.url}/teas')

    def workers(self):
        children = pathlib.Path(f'/proc/{self.server.pid}/task/{self.server.pid}/children')
        return [int(pid) for pid in children.read_text().split()]

    def signal_workers(self, number):
        for pid in self.workers():
            os.kill(pid, number)

    def misbehave(self, is_faulty):
        (self.root / 'faults').write_text(FAULTY if is_faulty else FAULTLESS)
        self.server.send_signal(signal.SIGHUP)


class Chaos(threading.Thread):
    """Stalls and kills workers at random moments until it is stopped."""

    def __init__(self, legs, chance):
        super().__init__()
        self.legs, self.chance = legs, chance
        self.is_over = threading.Event()
        self.faults = 0

    def run(self):
        for leg in self.legs:
            leg.misbehave(True)
        while not self.is_over.wait(self.chance.uniform(0.1, 2)):
            leg = self.chance.choice(self.legs)
            self.faults += 1
            if self.chance.random() < 0.5:
                leg.signal_workers(signal.SIGKILL)  # its master starts another
                continue
            leg.signal_workers(signal.SIGSTOP)
            self.is_over.wait(self.chance.uniform(0.1, 3))
            leg.signal_workers(signal.SIGCONT)
        for leg in self.legs:
            leg.misbehave(False)

    def stop(self):
        self.is_over.set()
        self.join()


def memory(pid):
    status = pathlib.Path(f'/proc/{pid}/status').read_text()
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith('VmRSS'))


@support.needs('nginx', 'wrk', 'curl')
class Soak(proxies.Proxied):
    def test_faults_of_others_do_not_reach_the_client(self):
        legacy, candidate, secondary = (Leg(self, name) for name in ('legacy', 'candidate', 'secondary'))
        program, url = self.proxy(legacy.url, candidate.url, '--secondary', secondary.url, '--budget',
                                  'candidate:first-byte=1s,total=2s', '--budget', 'secondary:first-byte=1s,total=2s')
        chance = random.Random(SEED)
        told, sizes = {False: [], True: []}, []
        for i in range(SEGMENTS):
            is_faulty = i % 2 == 1
            chaos = Chaos([candidate, secondary], chance)
            if is_faulty:
                chaos.start()
            load = wrk.paced(self.folder, f'{url}/teas', RATE, SECONDS)
            if is_faulty:
                chaos.stop()
            self.assertFalse(load.has_errors, f'seed {SEED}: {load.output}')
            told[is_faulty].append(load)
            sizes.append(memory(program.pid))
            if IS_SOAK:
                print(f'segment {i + 1}, {chaos.faults} faults: {load.requests} requests, p90 '
                      f'{load.latency_us(90):.0f} µs, p99 {load.latency_us(99):.0f} µs, {sizes[-1] >> 20} MB',
                      flush=True)
        report, errors = self.finish(program)
        requests = sum(load.requests for loads in told.values() for load in loads)
        self.assertGreaterEqual(report['totals']['seen'], requests)
        self.assertGreater(self.ledger(report)['match', ''], 0)
        self.assertIn('candidate: ', errors)  # the faults were seen
        if IS_SOAK:
            self.judge(told, sizes)

    def judge(self, told, sizes):
        p90 = {is_faulty: statistics.median(load.latency_us(90) for load in loads)
               for is_faulty, loads in told.items()}
        print(f'p90 with faults {p90[True] / p90[False]:.2f} x of that without', flush=True)
        self.assertLessEqual(p90[True], P90_RATIO_MAX * p90[False])
        self.assertLess(sizes[-1], sizes[1] + GROWTH_MAX)


if __name__ == '__main__':
    unittest.main()
