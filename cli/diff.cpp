// SPDX-License-Identifier: Apache-2.0
// shadowdiff diff: two bodies compared under the rules, for writing rules.
#include "diff/diff.hpp"

#include "base/escape.hpp"
#include "cli/command.hpp"
#include "cli/config_flag.hpp"
#include "cli/output.hpp"
#include "cli/rule_files.hpp"
#include "cli/text_file.hpp"
#include "json/quote.hpp"
#include "normalise/normalise.hpp"
#include "rules/rulebook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct DiffFlags {
    std::string legacy;
    std::string candidate;
    std::string content_type;
    std::string route;
    bool json = false;
    std::string config_file;
    std::vector<std::string> rule_files;
};

normalise::Document read_document(const std::string& file, const DiffFlags& flags) {
    http::Response response;
    response.status = 200;
    if (!flags.content_type.empty()) {
        response.headers.push_back({"Content-Type", flags.content_type});
    }
    response.body = http::make_body(read_file(file, HttpLimits{}.body_bytes_kept_max));
    return normalise::to_document(response);
}

std::string as_text(const diff::Difference& difference, std::string_view by) {
    return fmt::format("{:<7} {:<14} {}: {} → {}{}\n", name(difference.severity),
                       name(difference.kind), printable(difference.path),
                       printable(difference.legacy), printable(difference.candidate),
                       by.empty() ? "" : fmt::format("  (set aside by {})", printable(by)));
}

std::string as_json(const diff::Difference& difference, std::string_view by) {
    return fmt::format(
        R"({{"path":{},"kind":"{}","severity":"{}","legacy":{},"candidate":{},"rule":{}}})"
        "\n",
        json::quoted(difference.path), name(difference.kind), name(difference.severity),
        json::quoted(printable(difference.legacy)), json::quoted(printable(difference.candidate)),
        by.empty() ? "null" : json::quoted(by));
}

int compare(const DiffFlags& flags) {
    const auto set = load_rules(flags.config_file, flags.rule_files).set;
    rules::Rulebook book{set};
    auto* rules = book.rules_for({.route = flags.route, .method = "GET", .status = 200});
    const auto found = diff::diff(read_document(flags.legacy, flags),
                                  read_document(flags.candidate, flags), {}, rules);
    const auto shown = [&](const diff::Difference& difference, std::string_view by) {
        return flags.json ? as_json(difference, by) : as_text(difference, by);
    };
    std::string text;
    for (const auto& difference : found.list) text += shown(difference, "");
    for (const auto& [difference, rule] : found.set_aside) {
        text += shown(difference, set->rules[rule].name);
    }
    write_output("", text);
    const bool differ = std::ranges::any_of(found.list, [](const diff::Difference& difference) {
        return difference.severity != diff::Severity::none;
    });
    return differ ? answer_is_no : done;
}

}  // namespace

void add_diff(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("diff", "compare two bodies under the rules");
    const auto flags = std::make_shared<DiffFlags>();
    command->add_option("legacy", flags->legacy, "a file with legacy's body, or -")->required();
    command->add_option("candidate", flags->candidate, "a file with the candidate's")->required();
    command->add_option("--content-type", flags->content_type,
                        "of both bodies (else told by their looks)");
    command->add_option("--route", flags->route, "for which the rules' scopes are asked");
    command->add_flag("--json", flags->json, "one JSON line for each difference");
    command->add_option("--rules", flags->rule_files, "files of rules");
    add_config_flag(*command, &flags->config_file);
    command->footer("Example: shadowdiff diff legacy.json candidate.json --rules team.rules.toml");
    commands[command] = [flags] { return compare(*flags); };
}

}  // namespace shadowdiff::cli
