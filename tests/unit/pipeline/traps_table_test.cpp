// SPDX-License-Identifier: Apache-2.0
// Holds the table of traps in docs/capture.md: a row for each, and a proof for each row.
#include "tests/unit/pipeline/trap_case.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

namespace shadowdiff::test {
namespace {

constexpr int traps_count = 83;

struct Row {
    std::string text;
    std::string held_by;
};

std::filesystem::path root() {
    const char* fixtures = std::getenv("SHADOWDIFF_FIXTURES");
    REQUIRE_MESSAGE(fixtures != nullptr, "SHADOWDIFF_FIXTURES must name the fixtures folder");
    return std::filesystem::path{fixtures} / "..";
}

std::string read(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator{in}, {}};
}

std::map<int, Row> rows() {
    std::map<int, Row> found;
    std::ifstream in{root() / "docs" / "capture.md"};
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("| T-")) continue;
        const auto last = line.rfind(" | ");
        const bool is_new =
            found.emplace(std::stoi(line.substr(4, 2)), Row{line, line.substr(last + 3)}).second;
        CHECK_MESSAGE(is_new, "two rows: " << line);
    }
    return found;
}

template <class Use>
void for_each_match(const std::string& text, const char* pattern, Use use) {
    const std::regex compiled{pattern};
    for (std::sregex_iterator at{text.begin(), text.end(), compiled}, end; at != end; ++at) {
        use(*at);
    }
}

// The doctest cases of other files that the row names.
int check_named_tests(const Row& row) {
    int count = 0;
    for_each_match(row.held_by, R"re(\]\(\.\./([^)]+)\) "([^"]+)")re", [&](const auto& match) {
        ++count;
        const auto source = read(root() / match[1].str());
        CHECK_MESSAGE(source.find(match[2].str()) != std::string::npos,
                      match[1].str() << " has no test \"" << match[2].str() << "\"");
    });
    return count;
}

}  // namespace

TEST_CASE("the table of traps has a row for each, and each row a proof that exists") {
    std::set<int> with_files;
    for (const auto& trap : read_traps(root() / "fixtures" / "traps")) {
        const auto numbers = trap_numbers(trap.name);
        CHECK_MESSAGE(!numbers.empty(), trap.name << " does not begin with the trap's number");
        with_files.insert(numbers.begin(), numbers.end());
    }
    const auto table = rows();
    for (int number = 1; number <= traps_count; ++number) {
        CAPTURE(number);
        REQUIRE(table.contains(number));
        const auto& row = table.at(number);
        int proofs = check_named_tests(row);
        std::set<int> named;
        for_each_match(row.held_by, R"(\bt(\d\d)\b)",
                       [&](const auto& match) { named.insert(std::stoi(match[1].str())); });
        for (const int one : named) CHECK_MESSAGE(with_files.contains(one), "no file of t" << one);
        CHECK(named.contains(number) == with_files.contains(number));
        proofs += static_cast<int>(named.size());
        CHECK(proofs > 0);
    }
    CHECK(table.size() == traps_count);
}

TEST_CASE("the table says \"not yet\" where a trap's file does, and nowhere else") {
    std::map<int, bool> not_yet;
    for (const auto& trap : read_traps(root() / "fixtures" / "traps")) {
        for (const int number : trap_numbers(trap.name)) {
            not_yet[number] = not_yet[number] || !trap.xfail.empty();
        }
    }
    for (const auto& [number, row] : rows()) {
        if (!not_yet.contains(number)) continue;
        CAPTURE(row.text);
        const auto lower = row.text.find("not yet") != std::string::npos;
        const auto upper = row.text.find("Not yet") != std::string::npos;
        CHECK((lower || upper) == not_yet[number]);
    }
}

}  // namespace shadowdiff::test
