// SPDX-License-Identifier: Apache-2.0
#include "config/first_file.hpp"

#include "base/counted.hpp"
#include "base/escape.hpp"
#include "config/toml_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <string_view>

namespace shadowdiff::config {
namespace {

constexpr std::size_t routes_max = 40;

// A basic string; whatever is in it, it stays on its line.
std::string quoted_line(std::string_view text) { return quoted(printable(text)); }

void add_legs(std::string& toml, const FirstFile& file) {
    toml +=
        "\n# The new service. Its answers are compared with those of the service that runs "
        "today.\n";
    if (file.candidate.empty()) {
        toml += "# candidate = \"http://127.0.0.1:8081\"\n";
    } else {
        toml += fmt::format("candidate = {}\n", quoted_line(file.candidate));
    }
    toml +=
        "# A second instance of today's service shows where it differs from itself.\n"
        "# secondary = \"http://127.0.0.1:8082\"\n";
    if (file.has_request_ids) {
        toml +=
            "# All requests have an X-Request-Id: a recording of the new service can be joined, "
            "too.\n"
            "# candidate = \"recorded:DIRECTORY\"\n";
    }
}

void add_routes(std::string& toml, const FirstFile& file) {
    toml += "\n# Requests are counted and judged by route.\n";
    if (!file.openapi.empty()) toml += fmt::format("openapi = {}\n", quoted_line(file.openapi));
    if (file.routes.empty()) return;
    const auto listed = std::min(file.routes.size(), routes_max);
    toml += fmt::format(
        "# These were told apart{}; declare those that should be others.\n# route = [\n",
        listed < file.routes.size()
            ? fmt::format(" (the busiest {} of {})", listed, file.routes.size())
            : "");
    for (const auto& route : std::span{file.routes}.first(listed)) {
        toml += fmt::format("#     {},  # {}\n", quoted_line(route.name), route.requests);
    }
    toml += "# ]\n";
}

void add_methods(std::string& toml, const FirstFile& file) {
    if (file.unsafe_methods.empty()) return;
    std::vector<std::string> names;
    std::vector<std::string> counts;
    for (const auto& method : file.unsafe_methods) {
        names.push_back(quoted_line(method.name));
        counts.push_back(fmt::format("{} {}", method.requests, printable(method.name)));
    }
    toml += fmt::format(
        "\n# What may change something is not sent to the new service unless it is allowed here.\n"
        "# Seen: {}.\n# allow-method = [{}]\n",
        fmt::join(counts, ", "), fmt::join(names, ", "));
}

void add_commands(std::string& toml, const FirstFile& file) {
    toml += "\n[capture]\n# Without ports HTTP is recognised on any of them.\n";
    toml += file.ports.empty() ? "# port = [8080]\n"
                               : fmt::format("port = [{}]\n", fmt::join(file.ports, ", "));
    toml +=
        "\n[ci]\n# The nightly job: shadowdiff ci RECORDINGS --config shadowdiff.toml\n"
        "as-fast-as-possible = true\n"
        "# Of all requests, in percent, so many may show a mismatch.\n"
        "# limit = 0.1\n";
}

constexpr std::string_view rules_chapter =
    "\n# What differs on purpose is declared, with a reason, an owner and an end (docs/rules.md):\n"
    "# [[rule]]\n"
    "# paths = [\"$.served_by\"]\n"
    "# action = \"ignore\"\n"
    "# reason = \"each service tells its own name\"\n"
    "# owner = \"team\"\n"
    "# expires = \"never\"\n";

}  // namespace

std::string to_toml(const FirstFile& file) {
    auto toml = fmt::format(
        "# Written by shadowdiff init from {}{}.\n"
        "#\n"
        "# Keys are the names of flags (shadowdiff capture --help); the command line wins. What "
        "is\n"
        "# commented out is a suggestion. \"shadowdiff rules check\" tells every fault of this "
        "file.\n",
        printable(file.source),
        file.requests > 0 ? fmt::format(" ({})", counted(file.requests, "request", "requests"))
                          : "");
    add_legs(toml, file);
    add_routes(toml, file);
    add_methods(toml, file);
    add_commands(toml, file);
    toml += rules_chapter;
    return toml;
}

}  // namespace shadowdiff::config
