// SPDX-License-Identifier: Apache-2.0
#include "base/last_words.hpp"

#include "base/escape.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

namespace shadowdiff {
namespace {

int status_at_the_end = 0;

std::string why() {
    try {
        if (const auto error = std::current_exception()) std::rethrow_exception(error);
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "an unknown exception";
    }
    return "a broken promise of its own code";
}

[[noreturn]] void end() {
    std::set_terminate(std::abort);  // for what follows
    const auto line = fmt::format("shadowdiff: it cannot go on: {}\n", printable(why()));
    (void)std::fwrite(line.data(), 1, line.size(), stderr);
    std::_Exit(status_at_the_end);
}

}  // namespace

void end_in_one_line(int exit_status) {
    status_at_the_end = exit_status;
    std::set_terminate(end);
}

}  // namespace shadowdiff
