// SPDX-License-Identifier: Apache-2.0
// shadowdiff diff: two bodies, or two whole answers, compared under the rules, for writing rules.
#include "diff/diff.hpp"

#include "base/escape.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/config_flag.hpp"
#include "cli/output.hpp"
#include "cli/rule_files.hpp"
#include "cli/text_file.hpp"
#include "json/quote.hpp"
#include "normalise/normalise.hpp"
#include "recording/message_reader.hpp"
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
    std::string method = "GET";
    bool json = false;
    std::string config_file;
    std::vector<std::string> rule_files;
};

bool is_answer(ByteView octets) { return octets.starts_with("HTTP/1."); }

http::Response read_answer(ByteView octets, const std::string& file, const DiffFlags& flags) {
    auto answer = recording::parse_response(octets, flags.method);
    if (answer) return *std::move(answer);
    throw StartupError{fmt::format("{}: no whole answer: {} (curl: use -i --raw --http1.1)",
                                   printable(file), answer.error())};
}

http::Response answer_around(Bytes body, const DiffFlags& flags) {
    http::Response response;
    response.status = 200;
    if (!flags.content_type.empty()) {
        response.headers.push_back({"Content-Type", flags.content_type});
    }
    response.body = http::make_body(std::move(body));
    return response;
}

struct Pair {
    http::Response legacy;
    http::Response candidate;
};

Pair read_pair(const DiffFlags& flags) {
    constexpr auto head_and_body_max =
        HttpLimits{}.head_bytes_max + HttpLimits{}.body_bytes_kept_max;
    auto legacy = read_file(flags.legacy, head_and_body_max);
    auto candidate = read_file(flags.candidate, head_and_body_max);
    if (is_answer(legacy) != is_answer(candidate)) {
        throw StartupError{"one file is a whole answer (HTTP/1.1 200 …), the other is a body"};
    }
    if (is_answer(legacy)) {
        return {read_answer(legacy, flags.legacy, flags),
                read_answer(candidate, flags.candidate, flags)};
    }
    return {answer_around(std::move(legacy), flags), answer_around(std::move(candidate), flags)};
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
    const auto [legacy, candidate] = read_pair(flags);
    rules::Rulebook book{set};
    auto* rules =
        book.rules_for({.route = flags.route, .method = flags.method, .status = legacy.status});
    normalise::Context context{.method = flags.method};
    const auto of_legacy = normalise::to_document(legacy, {}, context);
    context.like = &of_legacy;
    const auto of_candidate = normalise::to_document(candidate, {}, context);
    const auto found = diff::diff(of_legacy, of_candidate, {}, rules);
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
    auto* command = app.add_subcommand("diff", "compare two bodies or answers under the rules");
    const auto flags = std::make_shared<DiffFlags>();
    command->add_option("legacy", flags->legacy, "a file with legacy's body or answer, or -")
        ->required();
    command->add_option("candidate", flags->candidate, "a file with the candidate's")->required();
    command->add_option("--content-type", flags->content_type,
                        "of both bodies (else told by their looks)");
    command->add_option("--route", flags->route, "for which the rules' scopes are asked");
    command->add_option("--method", flags->method, "of the request; matters for HEAD")
        ->capture_default_str();
    command->add_flag("--json", flags->json, "one JSON line for each difference");
    command->add_option("--rules", flags->rule_files, "files of rules");
    add_config_flag(*command, &flags->config_file);
    command->footer(
        "Example: shadowdiff diff legacy.json candidate.json --rules team.rules.toml\n"
        "A file that begins with HTTP/1. is an answer: status line, fields, body, as curl -i "
        "--raw\n"
        "prints it.");
    commands[command] = [flags] { return compare(*flags); };
}

}  // namespace shadowdiff::cli
