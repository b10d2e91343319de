// SPDX-License-Identifier: Apache-2.0
#include "config/suggested_rule.hpp"

#include "base/escape.hpp"
#include "config/toml_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace shadowdiff::config {

std::string render_comment(const std::string& text) { return "# " + printable(text, 400) + "\n"; }

std::string render_rule(const SuggestedRule& rule) {
    std::string text;
    for (const auto& line : rule.evidence) text += render_comment(line);
    text += fmt::format("[[rule]]\npaths = {}\n", quoted(rule.path));
    std::vector<std::string> routes;
    for (const auto& route : rule.routes) routes.push_back(quoted(route));
    text += routes.size() == 1 ? fmt::format("route = {}\n", routes[0])
                               : fmt::format("route = [{}]\n", fmt::join(routes, ", "));
    text += fmt::format("action = \"{}\"\n", name(rule.suggestion.action));
    for (const auto& [key, value] : rule.suggestion.keys) {
        text += fmt::format("{} = {}\n", key, quoted(value));
    }
    if (rule.suggestion.keep_shape) text += "keep_shape = true\n";
    return text + fmt::format("reason = {}\nowner = {}\nexpires = {}\n", quoted(rule.reason),
                              quoted(rule.owner), rule.expires);
}

}  // namespace shadowdiff::config
