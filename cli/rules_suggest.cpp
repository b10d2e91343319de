// SPDX-License-Identifier: Apache-2.0
// shadowdiff rules suggest: rules that explain a run's noise, each tried on the run before it is
// proposed.
#include "base/counted.hpp"
#include "base/result.hpp"
#include "cli/output.hpp"
#include "cli/rules_commands.hpp"
#include "cli/today.hpp"
#include "config/rule_file.hpp"
#include "config/suggested_rule.hpp"
#include "pipeline/noisy_places.hpp"
#include "pipeline/rejudge.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace shadowdiff::cli {
namespace {

constexpr auto holds_for = std::chrono::days{90};  // then somebody looks again

struct SuggestFlags {
    std::string run_file;
    std::string owner = "nobody yet";
};

struct Refused {
    std::vector<std::string> routes;
    std::string path;
    std::string kind;
    std::string why;
};

struct Proposals {
    std::vector<config::SuggestedRule> rules;
    std::vector<Refused> refused;
};

std::string evidence_of(const judge::NoisyPlace& place) {
    auto text = fmt::format("On {} legacy differed from itself here in {} of {}", place.route,
                            grouped(place.differed),
                            counted(place.compared, "pair of answers", "pairs of answers"));
    if (place.values.empty()) return text + ".";
    const auto& [legacy, other] = place.values.front();
    return text + fmt::format(": {} and {}.", legacy.empty() ? "nothing" : legacy,
                              other.empty() ? "nothing" : other);
}

// One rule for a place and what is done there, whichever routes have it.
Proposals propose(const std::vector<judge::NoisyPlace>& places, const SuggestFlags& flags) {
    std::map<std::tuple<std::string, std::string, std::string>, config::SuggestedRule> rules;
    Proposals proposals;
    const std::chrono::year_month_day last{today() + holds_for};
    for (const auto& place : places) {
        auto suggestion = judge::suggest(place);
        if (!suggestion) {
            proposals.refused.push_back({{place.route},
                                         place.pattern,
                                         std::string{name(place.kind)},
                                         std::move(suggestion.error())});
            continue;
        }
        const auto argument = suggestion->keys.empty() ? "" : suggestion->keys.front().second;
        auto& rule = rules[{place.pattern, std::string{name(suggestion->action)}, argument}];
        rule.path = place.pattern;
        rule.routes.push_back(place.route);
        rule.suggestion = *std::move(suggestion);
        rule.evidence.push_back(evidence_of(place));
        rule.reason = "legacy differs from itself here";
        rule.owner = flags.owner;
        rule.expires =
            fmt::format("{:04}-{:02}-{:02}", static_cast<int>(last.year()),
                        static_cast<unsigned>(last.month()), static_cast<unsigned>(last.day()));
    }
    for (auto& [key, rule] : rules) proposals.rules.push_back(std::move(rule));
    return proposals;
}

void refuse(Proposals& proposals, const config::SuggestedRule& rule, std::string why) {
    proposals.refused.push_back(
        {rule.routes, rule.path, std::string{name(rule.suggestion.action)}, std::move(why)});
}

/// Those whose text is a rule, as rules.
std::shared_ptr<rules::RuleSet> read_back(Proposals& proposals) {
    auto set = std::make_shared<rules::RuleSet>();
    std::vector<config::SuggestedRule> good;
    for (auto& rule : std::exchange(proposals.rules, {})) {
        auto read = config::parse_rules(render_rule(rule), "suggested", today());
        if (config::has_errors(read.faults) || read.rules.size() != 1) {
            refuse(proposals, rule, "its path cannot be written as a rule's");
            continue;
        }
        set->rules.push_back(std::move(read.rules[0].rule));
        good.push_back(std::move(rule));
    }
    proposals.rules = std::move(good);
    return set;
}

/// Those that hide no finding of the run.
void try_out(Proposals& proposals, const SuggestFlags& flags) {
    const auto set = read_back(proposals);
    const auto result = pipeline::rejudge(flags.run_file, set);
    if (!result) throw StartupError{result.error().message};
    std::vector<config::SuggestedRule> good;
    for (std::size_t i = 0; i < proposals.rules.size(); ++i) {
        auto& rule = proposals.rules[i];
        const auto& effect = result->rules[i];
        if (effect.findings > 0) {
            refuse(proposals, rule,
                   fmt::format("it would hide a finding in {} of {}", grouped(effect.findings),
                               counted(effect.exchanges, "exchange", "exchanges")));
            continue;
        }
        rule.evidence.push_back(fmt::format(
            "Tried on this run: it sets aside {} in {} of {}, and no finding.",
            counted(effect.differences, "difference", "differences"), grouped(effect.exchanges),
            counted(result->rejudged, "exchange", "exchanges")));
        good.push_back(std::move(rule));
    }
    proposals.rules = std::move(good);
}

int suggest(const SuggestFlags& flags) {
    const auto places = pipeline::read_noisy_places(flags.run_file);
    if (!places) throw StartupError{places.error().message};
    auto proposals = propose(*places, flags);
    if (!proposals.rules.empty()) try_out(proposals, flags);
    std::string text;
    for (const auto& rule : proposals.rules) text += render_rule(rule) + "\n";
    for (const auto& refused : proposals.refused) {
        for (const auto& route : refused.routes) {
            text += config::render_comment(fmt::format(
                "No rule for {} on {} ({}): {}.", refused.path, route, refused.kind, refused.why));
        }
    }
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
