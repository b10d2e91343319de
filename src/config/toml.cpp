// SPDX-License-Identifier: Apache-2.0
#include "config/toml.hpp"

#include <fmt/format.h>

namespace shadowdiff::config {

std::optional<toml::table> parse_toml(std::string_view text, const std::string& file,
                                      std::vector<Fault>& faults) {
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        faults.push_back({place_of(error.source(), file), std::string{error.description()}});
        return std::nullopt;
    }
}

Place place_of(const toml::source_region& region, const std::string& file) {
    return {file, region.begin.line, region.begin.column};
}

std::string_view kind_of(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::none: return "nothing";
        case toml::node_type::table: return "a table";
        case toml::node_type::array: return "a list";
        case toml::node_type::string: return "a text";
        case toml::node_type::integer:
        case toml::node_type::floating_point: return "a number";
        case toml::node_type::boolean: return "a truth value";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time: return "a date or time";
    }
    return "";
}

std::optional<std::string> scalar_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
    return std::nullopt;
}

}  // namespace shadowdiff::config
