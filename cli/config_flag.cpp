// SPDX-License-Identifier: Apache-2.0
#include "cli/config_flag.hpp"

#include "base/result.hpp"
#include "cli/text_file.hpp"
#include "config/settings.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::cli {
namespace {

using config::Fault;
using config::Setting;

constexpr std::string_view flag_name = "config";
const std::vector<std::string> truth{"true"};

bool is_key(const CLI::Option& option) {
    const auto& name = option.get_single_name();
    return name != "help" && name != flag_name;
}

CLI::Option* option_of(CLI::App& command, const std::string& key) {
    for (auto* option : command.get_options()) {
        if (is_key(*option) && option->get_single_name() == key) return option;
    }
    return nullptr;
}

// The commands that read the file.
std::vector<CLI::App*> commands_of(CLI::App& app) {
    return app.get_subcommands([](CLI::App* command) {
        return command->get_option_no_throw("--" + std::string{flag_name}) != nullptr;
    });
}

// What is wrong with the key itself. At the top level it may be for any of the commands.
std::optional<Fault> find_unknown(CLI::App& app, const Setting& setting) {
    auto commands = commands_of(app);
    std::erase_if(commands, [&](const CLI::App* command) {
        return !setting.table.empty() && command->get_name() != setting.table;
    });
    if (commands.empty())
        return Fault{setting.at, fmt::format("unknown table [{}]", setting.table)};
    std::vector<std::string> known;
    for (auto* command : commands) {
        for (const auto* option : command->get_options()) {
            if (is_key(*option)) known.push_back(option->get_single_name());
        }
    }
    if (std::ranges::find(known, setting.key) != known.end()) return std::nullopt;
    const auto meant = config::nearest(setting.key, known);
    return Fault{setting.at, fmt::format("unknown key {}{}", setting.key,
                                         meant.empty() ? "" : fmt::format(" ({}?)", meant))};
}

// Gives the setting's values to the option, unless a flag or the command's own table did, or gave
// them to one that stands in its place.
std::optional<Fault> set(CLI::Option& option, const Setting& setting) {
    const auto is_given = [](const CLI::Option* other) { return !other->empty(); };
    if (!option.empty() || std::ranges::any_of(option.get_excludes(), is_given)) {
        return std::nullopt;
    }
    const bool is_flag = option.get_items_expected_max() == 0;
    if (is_flag && !setting.is_truth_value) {
        return Fault{setting.at, fmt::format("{} is true or false", setting.key)};
    }
    try {
        option.add_result(setting.values);
        option.run_callback();
    } catch (const CLI::Error& error) {
        return Fault{setting.at, error.what()};
    }
    return std::nullopt;
}

void apply_file(CLI::App& command, const std::string& name) {
    auto settings = config::parse_settings(read_file(name, configuration_bytes_max), name);
    auto faults = std::move(settings.faults);
    // Those of the command's own table first: they win.
    std::ranges::sort(settings.list, std::greater{},
                      [](const Setting& setting) { return !setting.table.empty(); });
    for (const auto& setting : settings.list) {
        auto fault = find_unknown(*command.get_parent(), setting);
        const bool is_meant = setting.table.empty() || setting.table == command.get_name();
        auto* option = is_meant ? option_of(command, setting.key) : nullptr;
        if (!fault && option != nullptr) fault = set(*option, setting);
        if (fault) faults.push_back(*std::move(fault));
    }
    if (config::has_errors(faults)) throw StartupError{config::to_text(std::move(faults))};
}

}  // namespace

std::vector<Fault> check_settings(CLI::App& app, const std::string& file) {
    auto settings = config::parse_settings(read_file(file, configuration_bytes_max), file);
    auto faults = std::move(settings.faults);
    for (const auto& setting : settings.list) {
        if (auto fault = find_unknown(app, setting)) faults.push_back(*std::move(fault));
    }
    return faults;
}

void add_config_flag(CLI::App& command, std::string* name) {
    command.add_option_function<std::string>(
        "--" + std::string{flag_name},
        [&command, name](const std::string& file) {
            if (name != nullptr) *name = file;
            apply_file(command, file);
        },
        "a file that says what flags say: db = \"run.db\"; flags win");
}

Result<std::optional<bool>> read_truth_value(const CLI::App& command, std::string_view key) {
    const auto* flag = command.get_option_no_throw("--" + std::string{flag_name});
    if (flag == nullptr || flag->empty()) return std::nullopt;
    const auto file = flag->as<std::string>();
    try {
        const auto settings =
            config::parse_settings(read_file(file, configuration_bytes_max), file);
        if (config::has_errors(settings.faults)) {
            return std::unexpected{Error{config::to_text(settings.faults)}};
        }
        std::optional<bool> value;
        for (const auto& setting : settings.list) {
            const bool is_own = setting.table == command.get_name();
            if (setting.key != key || !setting.is_truth_value) continue;
            if (is_own || (setting.table.empty() && !value)) value = setting.values == truth;
        }
        return value;
    } catch (const StartupError& error) {
        return std::unexpected{Error{error.what()}};
    }
}

}  // namespace shadowdiff::cli
