#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A capture has only what it needs: it opens with CAP_NET_RAW alone, becomes the user it is told, and no thread of
it keeps a right once packets are read."""
import os
import pathlib
import pwd
import signal
import subprocess
import unittest
import urllib.request

import captures
import support

NOBODY = pwd.getpwnam('nobody')
CAP_DAC_OVERRIDE, CAP_FOWNER = 1 << 1, 1 << 3


def json_answer(_):
    return 200, {'Content-Type': 'application/json'}, b'{}'


def threads_of(pid):
    """What the kernel says of each thread: name -> words."""
    for status in pathlib.Path(f'/proc/{pid}/task').glob('*/status'):
        yield dict(line.split(':\t', 1) for line in status.read_text().splitlines() if ':\t' in line)


@support.needs_root
@support.needs('setpriv')
class Privileges(support.Scenario):
    def setUp(self):
        super().setUp()
        self.service, self.candidate = self.serve(json_answer), self.serve(json_answer)
        self.arguments = ['--port', str(self.service.port), '--candidate', self.candidate.url, '--db', str(self.run_file)]

    def give_folder_to_nobody(self):
        os.chown(self.folder, NOBODY.pw_uid, NOBODY.pw_gid)

    def wait_until_seen(self, capture):
        """Until the candidate was asked. The run file is not looked into: root would make its side files."""
        while not self.candidate.requests:
            if capture.poll() is not None:
                self.fail(capture.communicate()[1])
            urllib.request.urlopen(self.service.url, timeout=support.DEADLINE_S).read()

    def run_capture(self, command):
        """Its threads while it captures; its file holds what it saw."""
        capture = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(support.end, capture)
        self.wait_until_seen(capture)
        threads = list(threads_of(capture.pid))
        capture.send_signal(signal.SIGINT)
        _, errors = capture.communicate(timeout=support.DEADLINE_S)
        self.assertEqual(capture.returncode, 0, errors)
        self.assert_balanced(support.report_of(self.run_file))
        self.assertGreater(len(threads), 2)
        return threads

    def assert_rights(self, threads, uid, capabilities=0):
        for thread in threads:
            self.assertEqual(thread['Uid'].split(), [str(uid)] * 4)
            for kind in ('CapInh', 'CapAmb'):
                self.assertEqual(int(thread[kind], 16), 0, thread)
            for kind in ('CapPrm', 'CapEff'):
                self.assertEqual(int(thread[kind], 16), capabilities, thread)
            self.assertEqual(thread['NoNewPrivs'], '1')

    def test_cap_net_raw_alone_is_enough_and_is_given_up(self):
        self.give_folder_to_nobody()
        threads = self.run_capture(['setpriv', '--reuid', str(NOBODY.pw_uid), '--regid', str(NOBODY.pw_gid),
                                    '--clear-groups', '--inh-caps', '-all,+net_raw', '--ambient-caps', '-all,+net_raw',
                                    support.PROGRAM, 'capture', 'lo', *self.arguments])
        self.assert_rights(threads, NOBODY.pw_uid)

    def test_root_becomes_the_user_that_it_is_told(self):
        self.give_folder_to_nobody()
        threads = self.run_capture([support.PROGRAM, 'capture', 'lo', '--user', 'nobody', *self.arguments])
        self.assert_rights(threads, NOBODY.pw_uid)
        for thread in threads:
            self.assertEqual(thread['Gid'].split(), [str(NOBODY.pw_gid)] * 4)
            self.assertEqual(thread['Groups'].split(), [str(NOBODY.pw_gid)])
        status = self.run_file.stat()
        self.assertEqual((status.st_uid, status.st_gid), (NOBODY.pw_uid, NOBODY.pw_gid))
        self.assertEqual(status.st_mode & 0o777, 0o600)

    def test_root_keeps_only_what_writes_files_of_others(self):
        self.give_folder_to_nobody()
        self.folder.chmod(0o1700)
        self.run_file.touch()
        os.chown(self.run_file, NOBODY.pw_uid, NOBODY.pw_gid)
        threads = self.run_capture([support.PROGRAM, 'capture', 'lo', *self.arguments])
        self.assert_rights(threads, 0, CAP_DAC_OVERRIDE | CAP_FOWNER)

    def test_a_user_who_may_not_write_there_is_told(self):
        run = support.shadowdiff('capture', 'lo', '--user', 'nobody', *self.arguments)
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, str(self.run_file), 'ermission denied')
        self.assertFalse(self.run_file.exists())

    def test_who_cannot_become_another_does_not_go_on(self):
        cases = (([], 'no-such-user', 'no such user'),
                 (['setpriv', '--reuid', str(NOBODY.pw_uid), '--clear-groups'], 'root', 'only root'))
        file = self.folder / 'day.pcap'
        file.write_bytes(captures.conversations([[('GET /a', b'{}')]]))
        self.folder.chmod(0o755)
        file.chmod(0o644)
        for prefix, user, words in cases:
            for arguments in (['capture', '--list', file], ['doctor', file]):
                with self.subTest(user=user, arguments=arguments):
                    run = subprocess.run([*prefix, support.PROGRAM, *map(str, arguments), '--user', user], text=True,
                                         capture_output=True, check=False, timeout=support.DEADLINE_S)
                    self.assertEqual((run.returncode, run.stdout), (2, ''))
                    self.assert_one_line(run.stderr, '--user', user, words)

    def test_doctor_watches_as_the_user_that_it_is_told(self):
        doctor = self.start('doctor', 'lo', '--port', str(self.service.port), '--user', 'nobody', '--seconds', '600')
        support.wait_for_line(doctor.stderr, 'watching')
        self.assert_rights(threads_of(doctor.pid), NOBODY.pw_uid)
        urllib.request.urlopen(self.service.url, timeout=support.DEADLINE_S).read()
        doctor.send_signal(signal.SIGINT)
        text, _ = doctor.communicate(timeout=support.DEADLINE_S)
        self.assertIn('1 request, 1 answer paired', text)
        self.assertEqual(doctor.returncode, 0, text)

    def test_nothing_of_its_memory_can_be_read_by_others(self):
        doctor = self.start('doctor', 'lo', '--seconds', '600')
        support.wait_for_line(doctor.stderr, 'watching')
        limits = pathlib.Path(f'/proc/{doctor.pid}/limits').read_text()
        self.assertRegex(limits, r'Max core file size +0 +0 ')
        # What is not dumpable belongs to root, whoever runs it.
        as_nobody = ['setpriv', '--reuid', str(NOBODY.pw_uid), '--clear-groups', '--inh-caps', '-all,+net_raw',
                     '--ambient-caps', '-all,+net_raw']
        other = subprocess.Popen([*as_nobody, support.PROGRAM, 'doctor', 'lo', '--seconds', '600'], text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(support.end, other)
        support.wait_for_line(other.stderr, 'watching')
        self.assertEqual(os.stat(f'/proc/{other.pid}/mem').st_uid, 0)


if __name__ == '__main__':
    unittest.main()
