# SPDX-License-Identifier: Apache-2.0
"""What scenarios about recorded traffic share: it is recorded by a proxy, and replayed."""
import signal
import subprocess

import support


class Recordings(support.Scenario):
    def through_proxy(self, legacy, folder, send):
        """Calls send(url) with the URL of a proxy before the service that records into the folder; gives its stderr."""
        proxy = self.start('proxy', '--listen', '127.0.0.1:0', '--legacy', legacy, '--record', folder, '--db',
                           self.folder / 'recorded.db')
        port = support.wait_for_line(proxy.stderr, 'listening on').rsplit(':', 1)[1].strip()
        send(f'http://127.0.0.1:{port}')
        proxy.send_signal(signal.SIGINT)
        _, errors = proxy.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(proxy.returncode, 0, errors)
        return errors

    def record_by_proxy(self, legacy, requests, folder='recordings'):
        """Sends the requests (lists of curl arguments) through a proxy that records; gives the files."""
        folder = self.folder / folder

        def send(url):
            for arguments in requests:
                subprocess.run(['curl', '-s', '-o', '/dev/null', *(a.replace('HOST', url) for a in arguments)], check=True)

        errors = self.through_proxy(legacy.url, folder, send)
        self.assertRegex(errors, rf'\b{len(requests)} requests? recorded')
        return sorted(folder.glob('*.sdrec'))

    def replay(self, *arguments, **options):
        run = support.shadowdiff('replay', *arguments, '--db', self.run_file, **options)
        self.assertEqual(run.returncode, 0, run.stderr)
        report = support.report_of(self.run_file)
        self.assert_balanced(report)
        return run, report

    def verdicts(self, report):
        return {(line['verdict'], line['reason'] or ''): line['n'] for line in report['ledger']['lines'] if line['n']}
