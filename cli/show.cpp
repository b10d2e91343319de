// SPDX-License-Identifier: Apache-2.0
// shadowdiff show: one exchange side by side, the command that asks the same again, or the smallest
// request that still differs.
#include "base/escape.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/config_flag.hpp"
#include "cli/in_common.hpp"
#include "cli/output.hpp"
#include "cli/rule_files.hpp"
#include "cli/shadow_flags.hpp"
#include "cli/terminal.hpp"
#include "pipeline/kept_run/inspect.hpp"
#include "pipeline/kept_run/reproduce.hpp"
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
};

// Of a legacy that was observed only the proxy in front of it knows the address.
std::string legacy_of(const store::RunRow& run) {
    const auto known = run.facts.find("legacy_url");
    return known == run.facts.end() ? run.legacy : known->second;
}

std::string curl_for_each_leg(const store::ExchangeRow& exchange, const store::RunRow& run) {
    std::string text;
    for (const auto& [leg, url] : {std::pair{"legacy", legacy_of(run)},
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

mirror::Target leg_to_ask(std::string_view flag, const std::string& given,
                          const std::string& of_the_run) {
    const auto& url = given.empty() ? of_the_run : given;
    if (url.contains("://") || url.starts_with("unix:")) return to_target(flag, url);
    throw StartupError{
        fmt::format("--minimise needs {} URL: the run does not know where it is", flag)};
}

// The smallest request first: it is what was asked for.
std::string minimised(const ShowFlags& flags, const store::ExchangeRow& exchange) {
    const auto rows = pipeline::read_run(flags.run_file);
    if (!rows) throw StartupError{rows.error().message};
    auto run = rows->run;
    pipeline::ReproduceOptions options;
    options.legacy = leg_to_ask("--legacy", flags.legacy, run.legacy);
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
    if (!flags.curl) {
        write_output(
            "", reports::render_exchange(*exchange, text_style()) + common_line(flags, *exchange));
        return done;
    }
    const auto rows = pipeline::read_run(flags.run_file);
    if (!rows) throw StartupError{rows.error().message};
    write_output("", curl_for_each_leg(*exchange, rows->run));
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
    command->add_option("--legacy", flags->legacy,
                        "whom --minimise asks (else whom the run asked)");
    command->add_option("--candidate", flags->candidate, "likewise");
    command->add_option("--rules", flags->rule_files, "files of rules, for --minimise");
    add_config_flag(*command, &flags->config_file);
    command->footer("Example: shadowdiff show run.db 3f9a12 --minimise --legacy http://10.0.0.5");
    commands[command] = [flags] { return show(*flags); };
}

}  // namespace shadowdiff::cli
