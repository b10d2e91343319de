// SPDX-License-Identifier: Apache-2.0
// The program: parses the command line and runs one sub-command.
#include "base/escape.hpp"
#include "base/last_words.hpp"
#include "base/result.hpp"
#include "base/version.hpp"
#include "cli/command.hpp"
#include "cli/freed_memory.hpp"
#include "cli/help_format.hpp"
#include "cli/private_files.hpp"
#include "cli/privileges.hpp"
#include "cli/say.hpp"
#include "cli/standard_streams.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <ranges>

namespace {

using namespace shadowdiff;

// One line for each that the message has.
int fail(std::string_view message) {
    for (const auto line : std::views::split(message, '\n')) {
        cli::say("shadowdiff: {}\n", printable(std::string_view{line}));
    }
    return cli::trouble;
}

int run(int argc, char** argv) {
    CLI::App app{
        "Shadows the live traffic of a service against its rewrite, and reports whether the\n"
        "two agree, where they do not, and how sure that is.",
        "shadowdiff"};
    cli::set_help_format(app);
    app.set_version_flag("--version", std::string{version});
    app.require_subcommand(0, 1);  // none is told below, after unknown flags were
    app.footer(
        "Example: shadowdiff demo\n"
        "Exit status: 0 done or GO, 1 the answer is no, 2 trouble, 3 inconclusive, 130 "
        "interrupted.");
    cli::Commands commands;
    cli::add_demo(app, commands);
    cli::add_init(app, commands);
    cli::add_capture(app, commands);
    cli::add_diff(app, commands);
    cli::add_doctor(app, commands);
    cli::add_proxy(app, commands);
    cli::add_replay(app, commands);
    cli::add_report(app, commands);
    cli::add_serve(app, commands);
    cli::add_gate(app, commands);
    cli::add_ci(app, commands);
    cli::add_rules(app, commands);
    cli::add_show(app, commands);
    cli::add_export(app, commands);
    cli::add_accept(app, commands);
    cli::add_merge(app, commands);
    cli::add_prune(app, commands);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        return fail(fmt::format("{} (try: shadowdiff --help)", error.what()));
    }
    if (app.get_subcommands().empty()) {
        return fail("a subcommand is required, such as demo (try: shadowdiff --help)");
    }
    return commands.at(app.get_subcommands().front())();
}

}  // namespace

int main(int argc, char** argv) {
    shadowdiff::end_in_one_line(shadowdiff::cli::trouble);
    shadowdiff::cli::keep_standard_streams();
    shadowdiff::cli::keep_files_private();
    shadowdiff::cli::gain_no_privileges();
    shadowdiff::cli::keep_freed_memory();
    try {
        return run(argc, argv);
    } catch (const shadowdiff::StoppedAtStart& stopped) {
        fail(stopped.what());
        return shadowdiff::cli::interrupted;
    } catch (const std::exception& error) {
        return fail(error.what());
    }
}
