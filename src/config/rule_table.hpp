// SPDX-License-Identifier: Apache-2.0
// One [[rule]] table: its keys, each asked for once; those that nobody asked for are unknown.
#pragma once

#include "config/toml.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::config {

/// A text of the file and where it stands.
struct Placed {
    std::string text;
    Place at;
};

class RuleTable {
public:
    RuleTable(const toml::table& table, const std::string& file, std::vector<Fault>& faults)
        : table_{table}, file_{file}, faults_{faults} {}

    Place place() const { return place_of(table_.source(), file_); }
    Place place_in(const toml::node& node) const { return place_of(node.source(), file_); }

    /// Nothing when the key is not there. What is of another type is a fault.
    std::optional<Placed> text(std::string_view key);
    std::optional<Placed> number(std::string_view key);  // also as a text
    std::optional<Placed> date(std::string_view key);    // "2027-01-31"; also a text
    bool flag(std::string_view key);                     // false when the key is not there
    /// One text or a list of texts.
    std::vector<Placed> texts(std::string_view key);
    const toml::table* table(std::string_view key);

    /// Faults: a key that was not there, and, at the end, those that were not asked for.
    void require(std::string_view key, std::string_view why);
    void refuse_unknown();

    /// Where the key's value stands; the table's place when it is not there.
    Place place_of_value(std::string_view key) const;

    void warn(const Place& at, std::string what) {
        faults_.push_back({at, std::move(what), Gravity::warning});
    }
    void fault(const Place& at, std::string what) { faults_.push_back({at, std::move(what)}); }

private:
    const toml::node* find(std::string_view key);
    std::optional<Placed> expected(const toml::node& node, std::string_view key,
                                   std::string_view what);

    const toml::table& table_;
    const std::string& file_;
    std::vector<Fault>& faults_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace shadowdiff::config
