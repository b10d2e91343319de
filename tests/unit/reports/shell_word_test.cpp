// SPDX-License-Identifier: Apache-2.0
#include "reports/shell_word.hpp"

#include "tests/unit/reports/shell.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff::reports;

namespace {

std::string all_bytes(bool with_nul_and_line_end) {
    std::string bytes;
    for (int value = 0; value < 256; ++value) {
        if (!with_nul_and_line_end && (value == 0 || value == '\n')) continue;
        bytes += static_cast<char>(value);
    }
    return bytes;
}

}  // namespace

TEST_CASE("plain text is quoted as it stands") {
    CHECK(shell_word("GET") == "'GET'");
    CHECK(shell_word("it's $HOME `id` !! \\") == R"('it'\''s $HOME `id` !! \')");
    CHECK(shell_word("") == "''");
    CHECK(shell_word("étagère") == "'étagère'");
    CHECK(shell_word("two\nlines") == "'two\nlines'");
}

TEST_CASE("bytes that could move a cursor never stand in the command") {
    CHECK(shell_word("\x1b[2J") == "\"$(printf '\\033[2J')\"");
    CHECK(shell_word("a\tb") == "\"$(printf 'a\\011b')\"");
    CHECK(shell_word("\xff") == "\"$(printf '\\377')\"");
    for (const char c : shell_word(all_bytes(false))) {
        CHECK((c >= ' ' && c <= '~'));
    }
}

TEST_CASE("the shell gives a word back byte by byte") {
    const std::string words[] = {"plain",
                                 "it's",
                                 "'",
                                 "''",
                                 "'; id; '",
                                 "$(id)`id`${HOME}$$",
                                 "\\n \\033 %s %d %% -n",
                                 "-n",
                                 "-e \x1b",
                                 "--\x01",
                                 "a\nb",
                                 "\xe2\x80\xae rtl",
                                 "!! !$ #",
                                 "* ? [a-z] ~ {a,b}",
                                 all_bytes(false)};
    for (const std::string& word : words) {
        CAPTURE(word);
        CHECK(run_shell("printf '%s' " + shell_word(word)) == word);
    }
}

TEST_CASE("an argument has quotes only where a shell would not take it as it is") {
    CHECK(shell_argument("runs/mon-2.db") == "runs/mon-2.db");
    for (const char* text : {"my run.db", "a;id", "$HOME", "it's", "~x", "", "\xe2\x80\xae.db"}) {
        CAPTURE(text);
        CHECK(shell_argument(text) == shell_word(text));
        CHECK(run_shell("printf '%s' " + shell_argument(text)) == text);
    }
}

TEST_CASE("a variable is expanded once and never split or globbed") {
    const std::string word =
        shell_word({{"Bearer "}, {.text = "TOKEN", .is_variable = true}, {"'"}});
    CHECK(word == R"('Bearer '"$TOKEN"''\''')");
    CHECK(run_shell("TOKEN='a  b * $(id)'\nprintf '<%s>' " + word) == "<Bearer a  b * $(id)'>");
}

TEST_CASE("printf carries every byte there is") {
    const std::string bytes = all_bytes(true) + "\n\n";
    CHECK(run_shell(printf_command({{bytes}})) == bytes);
    CHECK(run_shell("T='%s\\033'\n" +
                    printf_command({{"-%"}, {.text = "T", .is_variable = true}, {"\n"}})) ==
          "-%%s\\033\n");
}
