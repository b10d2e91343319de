#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The nightly job: a month in small, in which each build of the candidate fixes or breaks something."""
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import unittest
import xml.etree.ElementTree

import support

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROUTES = ('items', 'orders', 'users', 'prices')
READY_FILES = {  # of docs/ci, and where they say what their server's shell is to run
    'github.yml': r'^ +run: (.+)$',
    'gitlab.yml': r'^    - (\S*\.sh.*)$',
    'Jenkinsfile': r"\bsh(?: |\(script: )'([^']+)'",
}
REQUESTS = 80  # a night; enough for the wide limit below


def shop(broken):
    """Answers of one build: a route in `broken` tells another value, 'status' answers with another one."""

    def answer(path):
        route = path.lstrip('/').split('?')[0]
        if route not in ROUTES:
            return 404, {'Content-Type': 'text/plain'}, b'nothing here'
        body = {'route': route, 'total': 2 if route in broken else 1}
        status = 202 if f'{route}-status' in broken else 200
        return status, {'Content-Type': 'application/json'}, json.dumps(body).encode()

    return answer


class Nights(support.Scenario):
    def record(self):
        legacy = self.serve(shop(set()))
        folder = self.folder / 'recordings'
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy.url, '--record', folder,
                           '--db', self.folder / 'recorded.db')
        port = support.wait_for_line(proxy.stderr, 'listening on').rsplit(':', 1)[1].strip()
        urls = [f'http://127.0.0.1:{port}/{ROUTES[i % len(ROUTES)]}?n={i}' for i in range(REQUESTS)]
        subprocess.run(['curl', '-s', '-o', '/dev/null', *urls], check=True, stdout=subprocess.DEVNULL)
        proxy.send_signal(signal.SIGINT)
        _, errors = proxy.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(proxy.returncode, 0, errors)
        return folder

    def configure(self, url):
        (self.folder / 'shadowdiff.toml').write_text(
            f'[ci]\ncandidate = "{url}"\nas-fast-as-possible = true\nlimit = 30\nconfidence = 90\n')

    def path_to_program(self):
        """An environment in which the program is found by its name."""
        folder = self.folder / 'bin'
        folder.mkdir(exist_ok=True)
        if not (folder / 'shadowdiff').exists():
            (folder / 'shadowdiff').symlink_to(pathlib.Path(support.PROGRAM).resolve())
        return os.environ | {'PATH': f'{folder}:{os.environ["PATH"]}'}

    def night(self, folder, broken, environment=None):
        """Runs docs/ci/nightly.sh as a job does; gives the status and the JSON report."""
        candidate = support.Service(shop(broken))
        self.configure(candidate.url)
        job = subprocess.run([ROOT / 'docs/ci/nightly.sh', folder, self.folder / 'kept'], cwd=self.folder, text=True,
                             capture_output=True, check=False, timeout=support.DEADLINE_S,
                             env=self.path_to_program() | (environment or {}))
        candidate.close()
        self.assertEqual(len(job.stdout.splitlines()), 1, job.stdout + job.stderr)
        return job, json.loads((self.folder / 'shadowdiff-report' / 'report.json').read_text())

    def test_a_month_of_builds(self):
        folder = self.record()
        builds = random.Random(17)
        broken, before = set(), set()
        ever = set()
        for night in range(30):
            if night > 0:
                flip = builds.choice([*ROUTES, 'orders-status'])
                broken = broken ^ {flip}
            with self.subTest(night=night, broken=sorted(broken)):
                job, report = self.night(folder, broken)
                self.assert_balanced(report)
                self.assertEqual(report['totals']['seen'], REQUESTS)
                self.assertEqual(job.returncode, 1 if broken else 0, job.stdout + job.stderr)
                self.assertTrue(job.stdout.startswith('NO-GO' if broken else 'GO'), job.stdout)
                found = {(finding['route'], finding['path']) for finding in report['findings']}
                self.assertEqual(found, {self.finding_of(one) for one in broken})
                readiness = {line['route']: line['readiness'] for line in report['routes']}
                self.assertEqual(readiness, {f'GET /{route}': self.readiness_of(route, broken, before) for route in ROUTES})
                if night > 0:
                    since = {(f['route'], f['path']): f['since'] for f in report['findings']}
                    for one in broken:
                        expected = 'persisting' if one in before else 'new'
                        self.assertEqual(since[self.finding_of(one)], expected, one)
                    fixed = {(f['route'], f['path']) for f in report['fixed']}
                    self.assertEqual(fixed, {self.finding_of(one) for one in before - broken})
            before, ever = set(broken), ever | broken
        self.assertGreater(len(ever), 3)

    def test_each_ready_file_runs_as_its_server_runs_it(self):
        recordings = self.record()
        self.configure(self.serve(shop(set())).url)
        for name, commands in READY_FILES.items():
            with self.subTest(name):
                text = (ROOT / 'docs/ci' / name).read_text()
                work = self.folder / f'checkout-{name}'
                shutil.copytree(ROOT / 'docs/ci', work / 'docs/ci')
                shutil.copy(self.folder / 'shadowdiff.toml', work)
                # What a team has of its own.
                for script, line in (('start-candidate.sh', ':'), ('fetch-recordings.sh', f'cp -r {recordings} "$1"')):
                    (work / script).write_text(f'#!/bin/sh\n{line}\n')
                    (work / script).chmod(0o755)
                found = re.findall(commands, text, re.MULTILINE)
                self.assertEqual(len(found), 3, found)
                for command in found:
                    run = subprocess.run(['bash', '-e', '-c', command], cwd=work, env=self.path_to_program(), text=True,
                                         capture_output=True, check=False, timeout=support.DEADLINE_S)
                    self.assertEqual(run.returncode, 0, f'{command}: {run.stdout}{run.stderr}')
                for artefact in ('shadowdiff-report', 'night.db'):
                    self.assertIn(artefact, text)
                    self.assertTrue((work / artefact).exists(), artefact)
                self.assertTrue((work / 'kept/last.db').exists())

    def readiness_of(self, route, broken, before):
        """What was right the night before, and is no more, drifts."""
        breaks = lambda build: any(self.finding_of(one)[0] == f'GET /{route}' for one in build)
        if not breaks(broken):
            return 'ready to cut over'
        return 'not ready' if breaks(before) else 'drifting'

    def finding_of(self, broken):
        route = broken.removesuffix('-status')
        return (f'GET /{route}', 'status' if broken.endswith('-status') else '$.total')

    def test_the_reports_are_there_and_the_step_summary_has_one(self):
        folder = self.record()
        summary = self.folder / 'step-summary'
        summary.write_text('# earlier step\n')
        self.night(folder, {'items'}, {'GITHUB_STEP_SUMMARY': str(summary)})
        report = self.folder / 'shadowdiff-report'
        self.assertEqual({file.name for file in report.iterdir()},
                         {'report.json', 'junit.xml', 'summary.md', 'report.html'})
        suites = xml.etree.ElementTree.parse(report / 'junit.xml').getroot()
        self.assertTrue(suites.findall('.//failure'))
        self.assertTrue(summary.read_text().startswith('# earlier step\n'))
        self.assertIn((report / 'summary.md').read_text(), summary.read_text())
        digest = hashlib.sha256((self.folder / 'night.db').read_bytes()).hexdigest()
        for form in 'report.json', 'junit.xml', 'summary.md', 'report.html':
            told = (report / form).read_text().replace('\\', '')
            self.assertRegex(told, rf'shadowdiff report night.db --limit 30 --confidence 90.*, SHA-256 {digest}', form)

    def test_no_answer_is_printed_where_the_step_summary_cannot_be_written(self):
        folder = self.record()
        candidate = self.serve(shop(set()))
        self.configure(candidate.url)
        run = support.shadowdiff('ci', *folder.glob('*.sdrec'), '--config', 'shadowdiff.toml', cwd=self.folder,
                                 env=os.environ | {'GITHUB_STEP_SUMMARY': str(self.folder / 'none/summary')})
        self.assertEqual((run.returncode, run.stdout), (2, ''))
        self.assertIn('none/summary: cannot be appended to', run.stderr)

    def test_a_candidate_that_is_not_there_is_no_go(self):
        folder = self.record()
        candidate = support.Service(shop(set()))
        candidate.close()
        self.configure(candidate.url)
        run = support.shadowdiff('ci', *folder.glob('*.sdrec'), '--config', 'shadowdiff.toml', cwd=self.folder)
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        self.assertTrue(run.stdout.startswith('NO-GO'))

    def test_what_the_gate_cannot_read_is_told_before_the_replay(self):
        folder = self.record()
        candidate = self.serve(shop(set()))
        self.configure(candidate.url)
        damaged = self.folder / 'last.db'
        damaged.write_bytes(b'no run file')
        for flag in ('--baseline', '--decisions'):
            with self.subTest(flag):
                run = support.shadowdiff('ci', *folder.glob('*.sdrec'), '--config', 'shadowdiff.toml', '--db', self.run_file,
                                         flag, damaged, cwd=self.folder)
                self.assertEqual(run.returncode, 2, run.stderr)
                self.assertIn('last.db', run.stderr)
                self.assertEqual(candidate.requests, [])
                self.assertFalse(self.run_file.exists())

    def test_a_recording_that_is_not_there_is_trouble(self):
        self.configure('http://127.0.0.1:1')
        run = support.shadowdiff('ci', 'missing.sdrec', '--config', 'shadowdiff.toml', cwd=self.folder)
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, 'missing.sdrec')

    def test_killed_at_any_point_it_leaves_a_usable_file_and_runs_again(self):
        folder = self.record()
        whole = shutil.copytree(folder, self.folder / 'again')
        candidate = self.serve(shop({'items'}))
        self.configure(candidate.url)
        job = self.start('ci', *whole.glob('*.sdrec'), '--config', 'shadowdiff.toml', '--loop', '--db',
                         self.folder / 'killed.db', cwd=self.folder)
        while len(candidate.requests) < REQUESTS:
            self.assertIsNone(job.poll())
        job.kill()
        job.wait()
        report = support.report_of(self.folder / 'killed.db')
        self.assert_balanced(report)
        again, report = self.night(folder, {'items'})
        self.assertEqual(again.returncode, 1)
        self.assertEqual(support.findings_of(report), {('GET /items', '$.total', 'changed')})


if __name__ == '__main__':
    unittest.main()
