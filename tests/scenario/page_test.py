#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser, and what else is read by machines: valid by its schema."""
import json
import os
import pathlib
import subprocess
import unittest

import support

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAKE_RUN = os.environ.get('SHADOWDIFF_MAKE_RUN', 'build/dev/tests/make_run')
PAGE = os.environ.setdefault('SHADOWDIFF_PAGE', str(ROOT / 'build/dev/reports/page'))
FORMS = ('text', 'markdown', 'comment', 'json', 'junit', 'sarif', 'csv', 'html')


def node(*arguments, **options):
    return subprocess.run(['node', *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300,
                          **options)


class Page(support.Scenario):
    def make_run(self, *shape):
        made = subprocess.run([MAKE_RUN, str(self.run_file), *map(str, shape)], capture_output=True, text=True,
                              check=False, timeout=support.DEADLINE_S)
        self.assertEqual(made.returncode, 0, made.stderr)

    def report(self, form, *flags):
        file = self.folder / f'report.{form}'
        made = support.shadowdiff('report', self.run_file, '--format', form, '--output', file, *flags, cwd=self.folder)
        self.assertEqual((made.returncode, made.stderr), (0, ''))
        return file

    def check(self, case, url=None, **options):
        url = url or f'file://{self.report("html")}'
        done = node(ROOT / 'tests/page/page.mjs', case, url, self.folder / 'written', **options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_a_person_reads_it(self):
        self.make_run(20_000, 12, 90, 300)
        url = f'file://{self.report("html")}'
        for case in ('reads_without_script', 'sorts_and_filters', 'opens_both_sides', 'a_link_opens_its_finding',
                     'draws_charts', 'prints', 'is_accessible'):
            with self.subTest(case):
                self.check(case, url)

    def test_what_it_copies_is_what_a_shell_runs(self):
        self.make_run(2_000, 4, 20, 60)
        self.check('copies_curl')
        for leg in ('legacy', 'candidate'):
            command = self.folder / f'written.{leg}'
            parsed = subprocess.run(['sh', '-n', str(command)], capture_output=True, text=True, check=False)
            self.assertEqual((parsed.returncode, parsed.stderr), (0, ''))

    def test_hostile_bytes_stay_bytes_in_every_form(self):
        self.make_run(400, 3, 30, 5, 'hostile')
        self.check('stays_inert')
        self.check('is_accessible')
        for form in FORMS:
            with self.subTest(form):
                text = self.report(form).read_bytes().decode('utf-8')  # strict: it is UTF-8
                allowed = '\n\r' if form == 'csv' else '\n'
                bad = {c for c in text if (ord(c) < 32 and c not in allowed) or 0x7f <= ord(c) < 0xa0
                       or 0x202a <= ord(c) <= 0x202e or 0x2066 <= ord(c) <= 0x2069}
                self.assertEqual(bad, set())

    def test_ten_thousand_findings_are_one_page_that_opens(self):
        self.make_run(60_000, 300, 10_000, 600)
        page = self.report('html')
        self.assertLess(page.stat().st_size, 10_000_000)
        print(self.check('opens_quickly', f'file://{page}'))

    def test_lines_of_both_answers_stand_beside_each_other(self):
        module = self.folder / 'align.mjs'
        subprocess.run([f'{PAGE}/node_modules/.bin/esbuild', str(ROOT / 'reports/page/align.ts'), '--bundle',
                        '--format=esm', '--log-level=warning', f'--outfile={module}'], check=True, timeout=60)
        done = node(ROOT / 'tests/page/align.mjs', module)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_json_report_is_valid_by_the_schema_that_is_shipped(self):
        self.make_run(3_000, 6, 40, 100)
        schema = ROOT / 'docs/report.schema.json'
        done = node(ROOT / 'tests/page/schema.mjs', schema, self.report('json'), ROOT / 'fixtures/reports/shop.json')
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_gate_for_programs_is_valid_by_its_schema_and_ends_as_the_sentence_does(self):
        self.make_run(3_000, 6, 40, 100)
        said, told = (support.shadowdiff('gate', self.run_file, *flags, cwd=self.folder) for flags in ((), ('--json',)))
        self.assertEqual((told.returncode, told.stderr), (said.returncode, said.stderr))
        file = self.folder / 'gate.json'
        file.write_text(told.stdout)
        gate = json.loads(told.stdout)
        self.assertEqual(gate['gate']['sentence'] + '\n', said.stdout)
        self.assertEqual(gate['runs'], {'added_up': [str(self.run_file)], 'left_out': []})
        done = node(ROOT / 'tests/page/schema.mjs', ROOT / 'docs/gate.schema.json', file,
                    ROOT / 'fixtures/reports/gate.json')
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_sarif_is_what_its_types_allow_and_names_lines_of_the_description(self):
        self.make_run(3_000, 6, 40, 100)
        description = self.folder / 'openapi.yaml'
        description.write_text('openapi: 3.0.0\npaths:\n  /orders:\n    get: {}\n  /products:\n    get: {}\n')
        file = self.report('sarif', '--openapi', description.name)
        results = json.loads(file.read_text())['runs'][0]['results']
        lines = {r['message']['text'].split(' ')[1]: place['region']['startLine'] for r in results
                 if (place := r['locations'][0].get('physicalLocation'))}
        self.assertEqual(lines, {'/orders': 4, '/products': 6})
        source = pathlib.Path(PAGE) / 'sarif_check.ts'  # where the packages are
        source.write_text('import type { Log } from "sarif";\nexport const log: Log = ' + file.read_text() + ';\n')
        self.addCleanup(source.unlink)
        done = subprocess.run([f'{PAGE}/node_modules/.bin/tsc', '--noEmit', '--strict', '--skipLibCheck', str(source)],
                              capture_output=True, text=True, check=False, cwd=PAGE)
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == '__main__':
    unittest.main()
