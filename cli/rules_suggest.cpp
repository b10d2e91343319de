// SPDX-License-Identifier: Apache-2.0
// shadowdiff rules suggest: rules that explain a run's noise, each tried on the run before it is
// proposed.
#include "base/result.hpp"
#include "cli/output.hpp"
#include "cli/rules_commands.hpp"
#include "cli/today.hpp"
#include "config/rule_proposals.hpp"
#include "pipeline/kept_run/noisy_places.hpp"
#include "pipeline/kept_run/rule_trial.hpp"

#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct SuggestFlags {
    std::string run_file;
    std::string owner = "nobody yet";
};

/// True when each rule hides what it says it hides and nothing else.
bool try_out(config::RuleProposals& proposals, const std::string& run_file) {
    const auto trial = pipeline::try_rules(run_file, proposals.rule_set());
    if (!trial) throw StartupError{trial.error().message};
    std::vector<config::TriedRule> tried;
    for (std::size_t i = 0; i < trial->patterns.size(); ++i) {
        const auto& effect = trial->result.rules[i];
        tried.push_back({effect.exchanges,
                         effect.differences,
                         effect.findings,
                         {trial->patterns[i].begin(), trial->patterns[i].end()}});
    }
    return proposals.keep_narrow(tried, trial->result.rejudged);
}

int suggest(const SuggestFlags& flags) {
    const auto places = pipeline::read_noisy_places(flags.run_file);
    if (!places) throw StartupError{places.error().message};
    config::RuleProposals proposals{*places, flags.owner, today()};
    // Each time without those that were too broad: there are fewer and fewer.
    while (!proposals.rule_set()->rules.empty() && !try_out(proposals, flags.run_file)) {
    }
    auto text = proposals.render();
    if (text.empty()) text = "# Legacy was not seen to differ from itself in this run.\n";
    write_output("", text);
    return done;
}

}  // namespace

void add_rules_suggest(CLI::App& rules, Commands& commands) {
    auto* command = rules.add_subcommand("suggest", "propose rules that explain a run's noise");
    const auto flags = std::make_shared<SuggestFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command->add_option("--owner", flags->owner, "who will answer for them")->capture_default_str();
    command->footer(
        "Example: shadowdiff rules suggest run.db --owner orders-team > new.rules.toml");
    commands[command] = [flags] { return suggest(*flags); };
}

}  // namespace shadowdiff::cli
