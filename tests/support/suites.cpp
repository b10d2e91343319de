// SPDX-License-Identifier: Apache-2.0
#include "tests/support/suites.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <vector>

namespace shadowdiff::test {
namespace {

namespace fs = std::filesystem;

// "| `name` | said | read | why |" -> its cells without ticks and the spaces around them.
std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    line.remove_prefix(1);
    for (auto end = line.find('|'); end != line.npos; end = line.find('|')) {
        const auto cell = line.substr(0, end);
        const auto first = cell.find_first_not_of(" `");
        const auto last = cell.find_last_not_of(" `");
        cells.emplace_back(first == cell.npos ? "" : cell.substr(first, last - first + 1));
        line.remove_prefix(end + 1);
    }
    return cells;
}

}  // namespace

fs::path suites_folder() {
    const auto* corpus = std::getenv("SHADOWDIFF_CORPUS");
    if (!corpus) {
        MESSAGE("SHADOWDIFF_CORPUS is not set: the public suites are not run");
        return {};
    }
    return fs::path{corpus} / "suites";
}

Leniency::Leniency(std::string_view suite) {
    const auto* fixtures = std::getenv("SHADOWDIFF_FIXTURES");
    REQUIRE(fixtures);
    std::ifstream document{fs::path{fixtures}.parent_path() / "docs" / "leniency.md"};
    REQUIRE(document);
    bool is_ours = false;
    for (std::string line; std::getline(document, line);) {
        if (line.starts_with("## ")) is_ours = line.substr(3) == suite;
        if (!is_ours || !line.starts_with("| `")) continue;
        const auto cells = cells_of(line);
        CAPTURE(line);
        REQUIRE(cells.size() == 4);
        REQUIRE(!cells[3].empty());
        REQUIRE(rows_.emplace(cells[0], Row{cells[1], cells[2]}).second);
    }
}

void Leniency::check(const std::string& name, bool agrees, std::string_view said,
                     std::string_view read) {
    CAPTURE(name);
    REQUIRE_MESSAGE(used_.insert(name).second, "two cases of one name");
    const auto row = rows_.find(name);
    if (agrees) {
        CHECK_MESSAGE(row == rows_.end(), "a row of docs/leniency.md agrees after all");
        return;
    }
    CAPTURE(said);
    CAPTURE(read);
    CHECK_MESSAGE(row != rows_.end(), "neither agrees nor stands in docs/leniency.md");
    if (row == rows_.end()) return;
    CHECK(row->second.said == said);
    CHECK(row->second.read == read);
}

void Leniency::check_all_used() const {
    for (const auto& [name, row] : rows_) {
        CAPTURE(name);
        CHECK_MESSAGE(used_.contains(name), "a row of docs/leniency.md is of no case");
    }
}

}  // namespace shadowdiff::test
