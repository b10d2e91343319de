// SPDX-License-Identifier: Apache-2.0
#include "config/settings.hpp"

#include "base/nearest.hpp"
#include "config/toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace shadowdiff::config {
namespace {

class SettingsReader {
public:
    SettingsReader(const std::string& file, Settings& settings)
        : file_{file}, settings_{settings} {}

    void read_file(const toml::table& file) {
        for (const auto& [key, node] : file) {
            if (key.str() == "rule" || key.str() == "decision") continue;  // read by others
            if (const auto* table = node.as_table()) {
                read_table(key.str(), *table);
            } else {
                read("", key, node);
            }
        }
        std::ranges::sort(settings_.list, {}, &Setting::at);
    }

private:
    void read_table(std::string_view name, const toml::table& table) {
        for (const auto& [key, node] : table) read(name, key, node);
    }

    void read(std::string_view table, const toml::key& key, const toml::node& node) {
        Setting setting;
        setting.table = table;
        setting.key = key.str();
        setting.at = place_of(key.source(), file_);
        setting.is_truth_value = node.is_boolean();
        if (const auto* list = node.as_array()) {
            for (const auto& member : *list) add_value(setting, member);
        } else {
            add_value(setting, node);
        }
        settings_.list.push_back(std::move(setting));
    }

    void add_value(Setting& setting, const toml::node& node) {
        if (auto text = scalar_text(node)) {
            setting.values.push_back(*std::move(text));
        } else {
            settings_.faults.push_back({place_of(node.source(), file_),
                                        fmt::format("{}: {} cannot stand here: expected a text, a "
                                                    "number or true or false",
                                                    setting.key, kind_of(node))});
        }
    }

    const std::string& file_;
    Settings& settings_;
};

}  // namespace

Settings parse_settings(std::string_view toml, const std::string& file) {
    Settings settings;
    const auto table = parse_toml(toml, file, settings.faults);
    if (table) SettingsReader{file, settings}.read_file(*table);
    return settings;
}

std::string nearest(std::string_view key, const std::vector<std::string>& known) {
    constexpr std::size_t key_bytes_max = 64;  // no flag is longer
    constexpr std::size_t edits_max = 2;       // more is another word
    if (key.size() > key_bytes_max) return "";
    std::string best;
    auto best_edits = edits_max + 1;
    for (const auto& name : known) {
        const auto edits = edits_between(key, name);
        if (edits >= best_edits) continue;
        best_edits = edits;
        best = name;
    }
    return best;
}

}  // namespace shadowdiff::config
