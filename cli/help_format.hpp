// SPDX-License-Identifier: Apache-2.0
// --help that fits a screen: a command's own options in full, and of each further group the names
// alone; --help-all tells everything.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Formatter.hpp>

#include <initializer_list>
#include <string>

namespace shadowdiff::cli {

class HelpFormat : public CLI::Formatter {
public:
    std::string make_help(const CLI::App* app, std::string name,
                          CLI::AppFormatMode mode) const override;
    /// Without the flags that it excludes: who gives both is told.
    std::string make_option_opts(const CLI::Option* option) const override;
};

/// Puts options of a command into one further group.
void set_group(CLI::App& command, const std::string& group,
               std::initializer_list<const char*> options);

/// For the program, before its commands are added: they inherit it.
void set_help_format(CLI::App& app);

}  // namespace shadowdiff::cli
