// SPDX-License-Identifier: Apache-2.0
// shadowdiff show: one exchange side by side, the command that asks the same again, or the smallest
// request that still differs.
#include "base/escape.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/config_flag.hpp"
#include "cli/evidence_flags.hpp"
#include "cli/in_common.hpp"
#include "cli/output.hpp"
#include "cli/rule_files.hpp"
#include "cli/shadow_flags.hpp"
#include "cli/terminal.hpp"
#include "pipeline/kept_run/inspect.hpp"
#include "pipeline/kept_run/normalisers.hpp"
#include "pipeline/kept_run/reproduce.hpp"
#include "reports/exchange_notes.hpp"
#include "reports/render.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct ShowFlags {
    std::string run_file;
    std::string id;
    bool curl = false;
    bool minimise = false;
    std::string legacy;     // to ask, in place of the run's
    std::string candidate;  // likewise
    std::string config_file;
    std::vector<std::string> rule_files;
    std::string decisions = decisions_file_default;
};

std::string curl_for_each_leg(const store::ExchangeRow& exchange, const store::RunRow& run) {
    std::string text;
    for (const auto& [leg, url] : {std::pair{"legacy", reports::legacy_url(run)},
                                   {"candidate", run.candidate},
                                   {"secondary", run.secondary}}) {
        if (!url.starts_with("http")) continue;
        text += fmt::format("# {}\n{}", leg, reports::render_curl(exchange, url));
    }
    return text;
}

// "" where the id is no finding's.
std::string common_line(const ShowFlags& flags, const store::ExchangeRow& example) {
    const auto sentence = in_common(flags.run_file, flags.id, example.route);
    return sentence.empty() ? "" : "\n" + printable(sentence) + "\n";
}

bool is_address(std::string_view url) { return url.contains("://") || url.starts_with("unix:"); }

mirror::Target leg_to_ask(std::string_view flag, const std::string& given,
                          const std::string& of_the_run) {
    const auto& url = given.empty() ? of_the_run : given;
    if (is_address(url)) return to_target(flag, url);
    throw StartupError{
        fmt::format("--minimise needs {} URL: the run does not know where it is", flag)};
}

// A legacy that was only observed serves users, and is asked where somebody says so (as with
// --reask-legacy), though the proxy in front of it knew its address.
mirror::Target legacy_to_ask(const std::string& given, const store::RunRow& run) {
    const auto known = reports::legacy_url(run);
    if (given.empty() && !is_address(run.legacy) && is_address(known)) {
        throw StartupError{fmt::format(
            "--minimise asks legacy, which the run only observed: if that may be, say --legacy {}",
            printable(known))};
    }
    return leg_to_ask("--legacy", given, run.legacy);
}

// The smallest request first: it is what was asked for.
std::string minimised(const ShowFlags& flags, const store::ExchangeRow& exchange) {
    const auto rows = pipeline::read_run(flags.run_file);
    if (!rows) throw StartupError{rows.error().message};
    auto run = rows->run;
    pipeline::ReproduceOptions options;
    options.legacy = legacy_to_ask(flags.legacy, run);
    options.candidate = leg_to_ask("--candidate", flags.candidate, run.candidate);
    options.rules = load_rules(flags.config_file, flags.rule_files).set;
    const auto found = pipeline::reproduce(exchange, options);
    if (!found) throw StartupError{found.error().message};

    const auto& request = found->smallest.request;
    auto text = fmt::format("{} {}\n", printable(request.method), printable(request.target));
    for (const auto& field : request.headers) {
        text += fmt::format("{}: {}\n", printable(field.name), printable(field.value));
    }
    text += fmt::format("\nstill differs: {}\n", found->difference);
    for (const auto& part : found->smallest.taken_out) {
        text += fmt::format("not needed: {}\n", printable(part));
    }
    for (const auto& place : found->lost) {
        text += fmt::format("asked without: {} (a secret)\n", printable(place));
    }
    run.legacy = to_text(options.legacy);
    run.facts.erase("legacy_url");
    run.candidate = to_text(options.candidate);
    run.secondary.clear();
    return text + "\n" + curl_for_each_leg(found->row, run);
}

int show(const ShowFlags& flags) {
    const auto exchange = pipeline::read_exchange(flags.run_file, flags.id);
    if (!exchange) throw StartupError{exchange.error().message};
    if (flags.minimise) {
        write_output("", minimised(flags, *exchange));
        return done;
    }
    const auto finding = exchange->id.starts_with(flags.id) ? std::string{} : flags.id;
    const auto rows = pipeline::read_run(
        flags.run_file, {.examples = false, .latency = false, .trend = !finding.empty()});
    if (!rows) throw StartupError{rows.error().message};
    if (flags.curl) {
        write_output("", curl_for_each_leg(*exchange, rows->run));
        return done;
    }
    auto notes = pipeline::normalisers_of(*exchange);
    for (auto& note :
         reports::exchange_notes(*exchange, *rows, finding, read_decisions(flags.decisions))) {
        notes.push_back(std::move(note));
    }
    const reports::ExchangeContext context{rows->run, std::move(notes)};
    write_output("", reports::render_exchange(*exchange, text_style(), context) +
                         common_line(flags, *exchange));
    return done;
}

}  // namespace

void add_show(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("show", "one finding or exchange, side by side");
    const auto flags = std::make_shared<ShowFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command->add_option("id", flags->id, "of a finding or an exchange, or the beginning of it")
        ->required();
    command->add_flag("--curl", flags->curl, "print the commands that ask each leg the same");
    command->add_flag("--minimise", flags->minimise,
                      "ask both legs again with less and less of the request, while it differs");
    command->add_option(
        "--legacy", flags->legacy,
        "whom --minimise asks (else whom the run asked; needed where it only observed)");
    command->add_option("--candidate", flags->candidate, "likewise");
    command->add_option("--rules", flags->rule_files, "files of rules, for --minimise");
    command->add_option("--decisions", flags->decisions, "what was decided about findings")
        ->capture_default_str();
    add_config_flag(*command, &flags->config_file);
    command->footer("Example: shadowdiff show run.db 3f9a12 --minimise --legacy http://10.0.0.5");
    commands[command] = [flags] { return show(*flags); };
}

}  // namespace shadowdiff::cli
