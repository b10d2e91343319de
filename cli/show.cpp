// SPDX-License-Identifier: Apache-2.0
// shadowdiff show: one exchange side by side, or the command that asks the same again.
#include "base/escape.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "pipeline/inspect.hpp"
#include "reports/render.hpp"
#include "reports/request_features.hpp"

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
};

// Legacy's own address is not known where it was only observed.
std::string curl_for_each_leg(const store::ExchangeRow& exchange, const store::RunRow& run) {
    std::string text;
    for (const auto& [leg, url] : {std::pair{"legacy", run.legacy},
                                   {"candidate", run.candidate},
                                   {"secondary", run.secondary}}) {
        if (!url.starts_with("http")) continue;
        text += fmt::format("# {}\n{}", leg, reports::render_curl(exchange, url));
    }
    return text;
}

// "" where `id` is no finding, or its requests have nothing in common that matches have not.
std::string in_common(const ShowFlags& flags, const store::ExchangeRow& example) {
    std::vector<judge::Features> showing;
    std::vector<judge::Features> others;
    const auto into = [](std::vector<judge::Features>& features) {
        return [&features](const store::ExchangeRow& exchange) {
            if (exchange.is_whole) features.push_back(reports::features_of(exchange));
        };
    };
    store::ExchangeFilter finding;
    finding.finding = flags.id;
    store::ExchangeFilter matches;
    matches.verdict = "match";
    matches.route = example.route;
    const bool are_read =
        pipeline::each_exchange(flags.run_file, finding, into(showing)).has_value() &&
        pipeline::each_exchange(flags.run_file, matches, into(others)).has_value();
    const auto found = are_read ? judge::contrast(showing, others) : std::nullopt;
    return found ? "\n" + printable(reports::contrast_sentence(*found)) + "\n" : "";
}

int show(const ShowFlags& flags) {
    const auto exchange = pipeline::read_exchange(flags.run_file, flags.id);
    if (!exchange) throw StartupError{exchange.error().message};
    if (!flags.curl) {
        write_output(
            "", reports::render_exchange(*exchange, text_style()) + in_common(flags, *exchange));
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
    command->footer("Example: shadowdiff show run.db 3f9a12 --curl");
    commands[command] = [flags] { return show(*flags); };
}

}  // namespace shadowdiff::cli
