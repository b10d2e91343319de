// SPDX-License-Identifier: Apache-2.0
// The sub-commands: each file adds one to the program and says how it ends.
#pragma once

#include <CLI/App.hpp>

#include <functional>
#include <map>

namespace shadowdiff::cli {

/// Exit statuses, the same for every command.
enum Status : int { done = 0, answer_is_no = 1, trouble = 2, inconclusive = 3, interrupted = 130 };

/// What to run when that sub-command was given.
using Commands = std::map<const CLI::App*, std::function<int()>>;

void add_ci(CLI::App& app, Commands& commands);
void add_demo(CLI::App& app, Commands& commands);
void add_capture(CLI::App& app, Commands& commands);
void add_diff(CLI::App& app, Commands& commands);
void add_doctor(CLI::App& app, Commands& commands);
void add_init(CLI::App& app, Commands& commands);
void add_proxy(CLI::App& app, Commands& commands);
void add_replay(CLI::App& app, Commands& commands);
void add_report(CLI::App& app, Commands& commands);
void add_accept(CLI::App& app, Commands& commands);
void add_merge(CLI::App& app, Commands& commands);
void add_prune(CLI::App& app, Commands& commands);
void add_export(CLI::App& app, Commands& commands);
void add_gate(CLI::App& app, Commands& commands);
void add_rules(CLI::App& app, Commands& commands);
void add_serve(CLI::App& app, Commands& commands);
void add_show(CLI::App& app, Commands& commands);

}  // namespace shadowdiff::cli
