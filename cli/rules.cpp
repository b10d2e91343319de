// SPDX-License-Identifier: Apache-2.0
// shadowdiff rules: are the rules right, and what would they do?
#include "base/counted.hpp"
#include "cli/command.hpp"
#include "cli/config_flag.hpp"
#include "cli/output.hpp"
#include "cli/rule_files.hpp"
#include "cli/rules_commands.hpp"
#include "cli/text_file.hpp"
#include "config/decisions.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::cli {
namespace {

using Files = std::vector<std::string>;

// Decisions have a file of their own.
std::vector<config::Fault> check_decisions(const std::string& file) {
    const auto text = read_file(file, configuration_bytes_max);
    if (!text.contains("[[decision]]")) return {};
    return config::parse_decisions(text, file).faults;
}

int check(CLI::App& app, const Files& files) {
    auto read = read_rule_files(files);
    auto faults = std::move(read.faults);
    for (auto& fault : config::find_shadowed(read.rules)) faults.push_back(std::move(fault));
    for (const auto& file : files) {
        for (auto& fault : check_settings(app, file)) faults.push_back(std::move(fault));
        for (auto& fault : check_decisions(file)) faults.push_back(std::move(fault));
    }
    if (!faults.empty()) {
        write_output("", config::to_text(std::move(faults)) + "\n");
        return answer_is_no;
    }
    write_output("", counted(read.rules.size(), "rule", "rules") + ", no faults\n");
    return done;
}

}  // namespace

void add_rules(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("rules", "check, try and propose rules");
    command->require_subcommand(1);
    command->footer("Example: shadowdiff rules check shadowdiff.toml");

    auto* checking = command->add_subcommand("check", "tell every fault of rules files at once");
    const auto files = std::make_shared<Files>();
    checking->add_option("files", *files, "shadowdiff.toml, or files with [[rule]] tables")
        ->required();
    checking->footer("Example: shadowdiff rules check shadowdiff.toml team.rules.toml");
    commands[checking] = [&app, files] { return check(app, *files); };

    add_rules_suggest(*command, commands);
    add_rules_test(*command, commands);
    commands[command] = [command, &commands] {
        return commands.at(command->get_subcommands().front())();
    };
}

}  // namespace shadowdiff::cli
