// SPDX-License-Identifier: Apache-2.0
#include "cli/config_flag.hpp"

#include "base/result.hpp"
#include "cli/text_file.hpp"
#include "config/settings.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::cli {
namespace {

using config::Fault;
using config::Setting;

constexpr std::string_view flag_name = "config";

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
std::vector<CLI::App*> commands_of(CLI::App& command) {
    return command.get_parent()->get_subcommands([](CLI::App* one) {
        return one->get_option_no_throw("--" + std::string{flag_name}) != nullptr;
    });
}

// Applies one file to one command.
class File {
public:
    explicit File(CLI::App& command) : command_{command} {}

    std::vector<Fault> apply(const std::vector<Setting>& settings) {
        for (const auto& setting : settings) {
            if (setting.table == command_.get_name()) set(command_, setting);
        }
        for (const auto& setting : settings) {
            if (setting.table.empty()) {
                set_for_any(setting);
            } else if (setting.table != command_.get_name()) {
                check_other(setting);
            }
        }
        return std::move(faults_);
    }

private:
    void set(CLI::App& command, const Setting& setting) {
        auto* option = option_of(command, setting.key);
        if (option == nullptr) return refuse_unknown(setting, {&command});
        if (!option->empty()) return;  // a flag said it, or the command's own table
        const bool is_flag = option->get_items_expected_max() == 0;
        if (is_flag && !setting.is_truth_value) {
            return refuse(setting, fmt::format("{} is true or false", setting.key));
        }
        try {
            option->add_result(setting.values);
            option->run_callback();
        } catch (const CLI::Error& error) {
            refuse(setting, error.what());
        }
    }

    // A key at the top level may be for another command.
    void set_for_any(const Setting& setting) {
        if (option_of(command_, setting.key) != nullptr) return set(command_, setting);
        const auto commands = commands_of(command_);
        const auto knows = [&](CLI::App* command) {
            return option_of(*command, setting.key) != nullptr;
        };
        if (std::ranges::none_of(commands, knows)) refuse_unknown(setting, commands);
    }

    void check_other(const Setting& setting) {
        const auto commands = commands_of(command_);
        const auto other = std::ranges::find(commands, setting.table, &CLI::App::get_name);
        if (other == commands.end()) {
            return refuse(setting, fmt::format("unknown table [{}]", setting.table));
        }
        if (option_of(**other, setting.key) == nullptr) refuse_unknown(setting, {*other});
    }

    void refuse_unknown(const Setting& setting, const std::vector<CLI::App*>& commands) {
        std::vector<std::string> known;
        for (auto* command : commands) {
            for (const auto* option : command->get_options()) {
                if (is_key(*option)) known.push_back(option->get_single_name());
            }
        }
        const auto meant = config::nearest(setting.key, known);
        refuse(setting, fmt::format("unknown key {}{}", setting.key,
                                    meant.empty() ? "" : fmt::format(" ({}?)", meant)));
    }

    void refuse(const Setting& setting, std::string what) {
        faults_.push_back({setting.at, std::move(what)});
    }

    CLI::App& command_;
    std::vector<Fault> faults_;
};

void apply_file(CLI::App& command, const std::string& name) {
    auto settings = config::parse_settings(read_file(name, configuration_bytes_max), name);
    auto faults = File{command}.apply(settings.list);
    faults.insert(faults.end(), settings.faults.begin(), settings.faults.end());
    if (config::has_errors(faults)) throw StartupError{config::to_text(std::move(faults))};
}

}  // namespace

void add_config_flag(CLI::App& command) {
    command.add_option_function<std::string>(
        "--" + std::string{flag_name},
        [&command](const std::string& file) { apply_file(command, file); },
        "a file that says what flags say: db = \"run.db\"; flags win");
}

}  // namespace shadowdiff::cli
