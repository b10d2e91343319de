// SPDX-License-Identifier: Apache-2.0
#include "cli/help_format.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

namespace shadowdiff::cli {
namespace {

constexpr std::size_t columns_max = 100;
constexpr auto own_group = "Options";  // where CLI11 puts what has no group of its own

// "Recording: --record, --record-size, --record-age", in as many lines as it takes.
std::string names_of(const CLI::App& app, const std::string& group) {
    const auto options =
        app.get_options([&](const CLI::Option* option) { return option->get_group() == group; });
    if (options.empty()) return "";
    std::string lines;
    std::string line = fmt::format("{} (--help-all):", group);
    for (const auto* option : options) {
        const auto name = " " + option->get_name(false, false);
        if (line.size() + name.size() > columns_max) {
            lines += line + "\n";
            line = " ";
        }
        line += name;
    }
    return lines + line + "\n";
}

}  // namespace

std::string HelpFormat::make_help(const CLI::App* app, std::string name,
                                  CLI::AppFormatMode mode) const {
    if (mode != CLI::AppFormatMode::Normal) return Formatter::make_help(app, std::move(name), mode);
    auto text = make_description(app) + make_usage(app, std::move(name)) + make_positionals(app);
    std::string further;
    for (const auto& group : app->get_groups()) {
        if (group.empty()) continue;
        if (group != own_group) {
            further += names_of(*app, group);
            continue;
        }
        const auto options = app->get_options([&](const CLI::Option* option) {
            return option->get_group() == group && option->nonpositional();
        });
        if (!options.empty()) text += make_group(group, false, options);
    }
    if (!further.empty()) text += "\n" + further;
    return text + make_subcommands(app, mode) + "\n" + make_footer(app);
}

std::string HelpFormat::make_option_opts(const CLI::Option* option) const {
    const auto text = Formatter::make_option_opts(option);
    return text.substr(0, text.find(" Excludes:"));
}

void set_group(CLI::App& command, const std::string& group,
               std::initializer_list<const char*> options) {
    for (const auto* option : options) command.get_option(option)->group(group);
}

void set_help_format(CLI::App& app) {
    const auto format = std::make_shared<HelpFormat>();
    constexpr std::size_t names_columns = 30;
    format->column_width(names_columns);
    app.formatter(format);
    app.set_help_all_flag("--help-all", "the same with every option in full");
}

}  // namespace shadowdiff::cli
