// SPDX-License-Identifier: Apache-2.0
// Public parsers' own suites, where SHADOWDIFF_CORPUS names the folder that holds them, and the
// table of docs/leniency.md that names where we read a case otherwise, and why.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace shadowdiff::test {

/// The folder "suites", or nothing with a word about it.
std::filesystem::path suites_folder();

/// One suite's rows of the table. Each case of the suite is held against it: those that agree must
/// not stand in it, the others must, with what both sides say today.
class Leniency {
public:
    explicit Leniency(std::string_view suite);

    /// `said` and `read`: what the suite says of the case and what we read, in a few words that
    /// differ at least where the readings do.
    void check(const std::string& name, bool agrees, std::string_view said, std::string_view read);

    /// Every row was a case of the suite.
    void check_all_used() const;

private:
    struct Row {
        std::string said;
        std::string read;
    };
    std::map<std::string, Row> rows_;
    std::set<std::string> used_;
};

}  // namespace shadowdiff::test
