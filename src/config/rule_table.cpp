// SPDX-License-Identifier: Apache-2.0
#include "config/rule_table.hpp"

#include "config/settings.hpp"

#include <fmt/format.h>

namespace shadowdiff::config {

const toml::node* RuleTable::find(std::string_view key) {
    asked_.emplace(key);
    return table_.get(key);
}

std::optional<Placed> RuleTable::expected(const toml::node& node, std::string_view key,
                                          std::string_view what) {
    fault(place_of(node.source(), file_),
          fmt::format("{}: expected {}, not {}", key, what, kind_of(node)));
    return std::nullopt;
}

std::optional<Placed> RuleTable::text(std::string_view key) {
    const auto* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_string()) return expected(*node, key, "a text");
    return Placed{node->as_string()->get(), place_of(node->source(), file_)};
}

std::optional<Placed> RuleTable::number(std::string_view key) {
    const auto* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_number() && !node->is_string()) return expected(*node, key, "a number");
    return Placed{scalar_text(*node).value_or(""), place_of(node->source(), file_)};
}

std::optional<Placed> RuleTable::date(std::string_view key) {
    const auto* node = find(key);
    if (node == nullptr) return std::nullopt;
    const auto at = place_of(node->source(), file_);
    if (const auto* text = node->as_string()) return Placed{text->get(), at};
    const auto* date = node->as_date();
    if (date == nullptr) return expected(*node, key, "a date, such as 2027-01-31");
    const auto& value = date->get();
    return Placed{fmt::format("{:04}-{:02}-{:02}", value.year, value.month, value.day), at};
}

Place RuleTable::place_of_value(std::string_view key) const {
    const auto* node = table_.get(key);
    return node == nullptr ? place() : place_in(*node);
}

bool RuleTable::flag(std::string_view key) {
    const auto* node = find(key);
    if (node == nullptr) return false;
    if (!node->is_boolean()) expected(*node, key, "true or false");
    return node->value_or(false);
}

std::vector<Placed> RuleTable::texts(std::string_view key) {
    const auto* node = find(key);
    std::vector<Placed> list;
    if (node == nullptr) return list;
    const auto add = [&](const toml::node& one) {
        // A status may be written as a number.
        const bool is_text = one.is_string() || one.is_integer();
        if (!is_text) return void(expected(one, key, "texts"));
        list.push_back({scalar_text(one).value_or(""), place_of(one.source(), file_)});
    };
    if (const auto* array = node->as_array()) {
        for (const auto& one : *array) add(one);
        if (array->empty())
            fault(place_of(node->source(), file_), fmt::format("{}: is empty", key));
    } else {
        add(*node);
    }
    return list;
}

const toml::table* RuleTable::table(std::string_view key) {
    const auto* node = find(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) expected(*node, key, "a table");
    return node->as_table();
}

void RuleTable::require(std::string_view key, std::string_view why) {
    if (find(key) == nullptr) fault(place(), fmt::format("the rule has no {}: {}", key, why));
}

void RuleTable::refuse_unknown() {
    const std::vector<std::string> known{asked_.begin(), asked_.end()};
    for (const auto& [key, node] : table_) {
        if (asked_.contains(key.str())) continue;
        const auto meant = nearest(key.str(), known);
        fault(place_of(key.source(), file_),
              fmt::format("unknown key {}{}", key.str(),
                          meant.empty() ? "" : fmt::format(" ({}?)", meant)));
    }
}

}  // namespace shadowdiff::config
