// SPDX-License-Identifier: Apache-2.0
// shadowdiff rules test: what rules would change of a run that is over.
#include "base/result.hpp"
#include "cli/config_flag.hpp"
#include "cli/output.hpp"
#include "cli/rule_files.hpp"
#include "cli/rules_commands.hpp"
#include "cli/terminal.hpp"
#include "pipeline/kept_run/rejudge.hpp"
#include "reports/rule_test.hpp"

#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct TestFlags {
    std::string run_file;
    std::string config_file;
    std::vector<std::string> rule_files;
    bool json = false;
};

int test(const TestFlags& flags) {
    const auto set = load_rules(flags.config_file, flags.rule_files).set;
    const auto result = pipeline::rejudge(flags.run_file, set);
    if (!result) throw StartupError{result.error().message};
    std::vector<std::string> names;
    for (const auto& rule : set->rules) names.push_back(rule.name);
    write_output("", flags.json ? reports::render_rule_test_json(*result, names)
                                : reports::render_rule_test(*result, names, text_style()));
    return done;
}

}  // namespace

void add_rules_test(CLI::App& rules, Commands& commands) {
    auto* command = rules.add_subcommand("test", "judge what a run kept again, under other rules");
    const auto flags = std::make_shared<TestFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command->add_option("--rules", flags->rule_files, "files of rules, in place of the run's own");
    command->add_flag("--json", flags->json, "for programs");
    add_config_flag(*command, &flags->config_file);
    command->footer(
        "Example: shadowdiff rules test run.db --rules team.rules.toml\n"
        "No request is sent, and the run file stays as it is.");
    commands[command] = [flags] { return test(*flags); };
}

}  // namespace shadowdiff::cli
