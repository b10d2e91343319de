#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One file says what flags would say: the same names, flags win, and every fault of it is told at once."""
import unittest

import captures
import support

ANSWER = lambda path: (200, {'Content-Type': 'application/json'}, b'{"a": 1}')


class Config(support.Scenario):
    def write(self, text):
        file = self.folder / 'shadowdiff.toml'
        file.write_text(text)
        return file

    def capture(self, toml, *flags):
        savefile = self.folder / 'day.pcap'
        savefile.write_bytes(captures.conversations([[('GET /a', b'{"a": 1}')]]))
        return support.shadowdiff('capture', savefile, '--config', self.write(toml), *flags, cwd=self.folder)

    def test_a_run_takes_its_legs_and_run_file_from_the_file(self):
        candidate = self.serve(ANSWER)
        run = self.capture(f'candidate = "{candidate.url}"\ndb = "{self.run_file}"\n')
        self.assertEqual(run.returncode, 0, run.stderr)
        report = support.report_of(self.run_file)
        self.assert_balanced(report)
        self.assertEqual(len(candidate.requests), 1)

    def test_flags_win_over_the_commands_table_and_that_over_the_top_level(self):
        rows = (
            ('db = "top.db"\n', (), 'top.db'),
            ('db = "top.db"\n[capture]\ndb = "table.db"\n', (), 'table.db'),
            ('db = "top.db"\n[proxy]\ndb = "proxy.db"\n', (), 'top.db'),
            ('db = "top.db"\n[capture]\ndb = "table.db"\n', ('--db', 'flag.db'), 'flag.db'),
        )
        candidate = self.serve(ANSWER)
        for toml, flags, written in rows:
            with self.subTest(toml=toml, flags=flags):
                run = self.capture(f'candidate = "{candidate.url}"\n{toml}', *flags)
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assertEqual([file.name for file in self.folder.glob('*.db')], [written])
                (self.folder / written).unlink()

    def test_a_required_flag_may_come_from_the_file_and_a_key_of_another_command_is_no_fault(self):
        run = support.shadowdiff('proxy', '--config',
                                 self.write('legacy = "http://[::1]:1"\nworkers = 2\nlisten = "nowhere"\n'
                                            'candidate = "http://[::1]:2"\n'))
        self.assertEqual(run.returncode, 2)
        self.assert_one_line(run.stderr, '--listen', 'nowhere')

    def test_every_fault_is_told_with_its_place_before_anything_is_done(self):
        run = self.capture('canditate = "http://127.0.0.1:1"\n'
                           'workers = 99\n'
                           'explain = "yes"\n'
                           'port = [80, 99999]\n'
                           '[capture]\n'
                           '  lisste = true\n'
                           '[proxy]\n'
                           'ports = 1\n'
                           '[nothing]\n'
                           'db = 1\n')
        self.assertEqual(run.returncode, 2)
        self.assertEqual(run.stdout, '')
        self.assertEqual(list(self.folder.glob('*.db')), [])
        told = [line.split('shadowdiff.toml:')[1] for line in run.stderr.splitlines()]
        places = [line.split(' ')[0] for line in told]
        self.assertEqual(places, ['1:1:', '2:1:', '3:1:', '4:1:', '6:3:', '8:1:', '10:1:'])
        for line, word in zip(told, ('candidate?', '99', 'true or false', '99999', 'unknown key lisste', 'ports',
                                     '[nothing]')):
            self.assertIn(word, line)

    def test_files_that_cannot_be_read_are_named(self):
        (self.folder / 'long.toml').write_bytes(b'#' * (5 << 20))
        for name, word in (('missing.toml', 'No such file'), ('..', 'directory'), ('long.toml', 'longer')):
            with self.subTest(name):
                run = support.shadowdiff('capture', 'lo', '--config', self.folder / name, cwd=self.folder)
                self.assertEqual(run.returncode, 2)
                self.assert_one_line(run.stderr, name.strip('.'), word)


if __name__ == '__main__':
    unittest.main()
