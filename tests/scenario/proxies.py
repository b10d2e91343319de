# SPDX-License-Identifier: Apache-2.0
"""The proxy between a scenario's client and its services: started, and brought to its end."""
import collections
import signal
import subprocess

import support

CLIENT = ['curl', '-s', '-o', '/dev/null', '--max-time', '60']


def curl(*arguments):
    subprocess.run([*CLIENT, *map(str, arguments)], check=True, timeout=support.DEADLINE_S)


def plain(_):
    return 200, {'Content-Type': 'application/json'}, b'{"tea": 1}'


class Proxied(support.Scenario):
    """A proxy in front of a legacy, with a candidate beside it."""

    def proxy(self, legacy, candidate, *flags):
        """`flags` come last, and win."""
        listen = [] if '--listen' in flags else ['--listen', '127.0.0.1:0']
        program = self.start('proxy', *listen, '--legacy', legacy, '--candidate', candidate, '--db', self.run_file,
                             *flags)
        line = support.wait_for_line(program.stderr, 'listening on')
        return program, f'http://{line.split("listening on ")[1].strip()}'

    def finish(self, program):
        program.send_signal(signal.SIGTERM)
        _, errors = program.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(program.returncode, 0, errors)
        report = support.report_of(self.whole_run())
        self.assert_balanced(report)
        return report, errors

    def whole_run(self):
        """The run file, or all of them as one where a reload began the next."""
        files = sorted(self.run_file.parent.glob(f'{self.run_file.stem}*.db'))
        if len(files) == 1:
            return files[0]
        whole = self.run_file.parent / 'whole.db'
        merged = support.shadowdiff('merge', whole, *files)
        self.assertEqual(merged.returncode, 0, merged.stderr)
        return whole

    def wait_until(self, holds):
        for _ in range(100_000):
            if holds():
                return
        self.fail('it never came to hold')

    def wait_until_settled(self, requests):
        """Copies go out beside the client's answers: what follows must not overtake them."""
        self.wait_until(lambda: support.query(self.run_file,
                                              'select coalesce(sum(n), 0) from tally')[0][0] >= requests)

    def ledger(self, report):
        return collections.Counter({(line['verdict'], line['reason'] or ''): line['n']
                                    for line in report['ledger']['lines']})
