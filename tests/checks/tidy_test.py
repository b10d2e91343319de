#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each structural rule finds the fault it is for, and a tree without faults passes."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

TIDY = pathlib.Path(__file__).resolve().parents[2] / '.ci' / 'tidy'
LICENCE = '// SPDX-License-Identifier: Apache-2.0\n'
HEADER = LICENCE + '// What it is for.\n#pragma once\n'


def tidy(files):
    """Exit status and output of the checks over a tree of these files."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = pathlib.Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        run = subprocess.run([sys.executable, TIDY, root], capture_output=True, text=True, check=False)
        return run.returncode, run.stdout


class Tidy(unittest.TestCase):
    def assert_finds(self, files, place, words):
        status, output = tidy(files)
        self.assertEqual(status, 1, output)
        self.assertIn(place, output)
        self.assertIn(words, output)

    def test_a_clean_tree_passes(self):
        status, output = tidy({
            'src/base/a.hpp': HEADER,
            'src/base/a.cpp': LICENCE + '#include "base/a.hpp"\n',
            'src/http/b.hpp': HEADER + '#include "reassembly/c.hpp"\n#include "base/a.hpp"\n',
            'src/capture/d.cpp': LICENCE + '#include <pcap.h>\n',
            'reports/e.cpp': LICENCE + '#include "store/rows.hpp"\n'})
        self.assertEqual((status, output), (0, ''))

    def test_a_wrong_direction_is_found(self):
        self.assert_finds({'src/http/a.cpp': LICENCE + '#include "mirror/b.hpp"\n'},
                          'src/http/a.cpp:2:', 'http may not include mirror/b.hpp')

    def test_reports_may_know_the_rows_but_not_the_database(self):
        self.assert_finds({'reports/a.cpp': LICENCE + '#include "store/run_reader.hpp"\n'},
                          'reports/a.cpp:2:', 'reports may not include store/run_reader.hpp')

    def test_a_library_behind_the_wrong_door_is_found(self):
        for folder, header in (('http', 'pcap.h'), ('judge', 'SQLiteCpp/Database.h'),
                               ('diff', 'nlohmann/json.hpp'), ('http', 'boost/asio/ip/tcp.hpp')):
            self.assert_finds({f'src/{folder}/a.cpp': f'{LICENCE}#include <{header}>\n'},
                              f'src/{folder}/a.cpp:2:', f'<{header}> may only be included in')

    def test_a_long_file_is_found_and_the_ratchet_holds_it(self):
        long = LICENCE + 'int x;\n' * 259
        self.assert_finds({'src/base/a.cpp': long}, 'src/base/a.cpp:260:', '260 lines, over 250')
        self.assertEqual(tidy({'src/base/a.cpp': long, '.ci/tidy-ratchet': 'src/base/a.cpp 260\n'})[0], 0)
        self.assert_finds({'src/base/a.cpp': long, '.ci/tidy-ratchet': 'src/base/a.cpp 259\n'},
                          'src/base/a.cpp:260:', 'over 259')

    def test_small_faults_are_found(self):
        rows = (
            ('src/base/a.cpp', 'int x;\n', 'no SPDX-License-Identifier'),
            ('src/base/a.hpp', LICENCE + '#pragma once\n', 'begins by saying'),
            ('src/base/a.cpp', LICENCE + '// ' + 'x' * 100 + '\n', '103 columns'),
            ('src/base/a.cpp', LICENCE + '// TO' + 'DO later\n', 'a leftover'),
            ('src/base/a.cpp', LICENCE + 'std::cout << 1;\n', 'std::cout is for'),
            ('tests/unit/base/a_test.cpp', LICENCE + 'usle' + 'ep(1);\n', 'does not sleep'),
            ('tests/scenario/a.py', '# SPDX-License-Identifier: Apache-2.0\ntime.sle' + 'ep(1)\n', 'does not sleep'),
        )
        for name, text, words in rows:
            with self.subTest(words):
                self.assert_finds({name: text}, name, words)

    def test_a_source_that_does_not_include_its_own_header_first_is_found(self):
        self.assert_finds({'src/base/a.hpp': HEADER, 'src/base/b.hpp': HEADER,
                           'src/base/a.cpp': LICENCE + '#include "base/b.hpp"\n#include "base/a.hpp"\n'},
                          'src/base/a.cpp:1:', 'base/a.hpp must be the first include')

    def test_a_capture_without_its_story_is_found(self):
        self.assert_finds({'fixtures/captures/reset/capture.http': '>>> GET / HTTP/1.1\n'},
                          'fixtures/captures/reset', 'story.md')

    def test_a_link_that_leads_nowhere_is_found(self):
        pages = {'docs/a.md': 'see [b](b.md#part) and [them](https://example.org/x.md)\n', 'docs/b.md': '[a](../docs/a.md)\n'}
        self.assertEqual(tidy(pages), (0, ''))
        self.assert_finds({**pages, 'docs/b.md': '\n[a](decisions/a.md)\n'}, 'docs/b.md:2:', 'decisions/a.md leads nowhere')


if __name__ == '__main__':
    os.environ.setdefault('PYTHONDONTWRITEBYTECODE', '1')
    unittest.main()
