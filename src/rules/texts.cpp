// SPDX-License-Identifier: Apache-2.0
#include "rules/texts.hpp"

#include "base/ascii.hpp"
#include "base/overload.hpp"

#include <re2/re2.h>

namespace shadowdiff::rules {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/// A host name goes on here.
bool is_host_character(char c) { return ascii::is_alphanumeric(c) || c == '-' || c == '.'; }

bool begins_host(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    return text[at - 1] == '/' || text[at - 1] == '@' || is_space(text[at - 1]);
}

bool same_host(std::string_view text, std::size_t at, std::string_view host) {
    if (text.size() - at < host.size()) return false;
    for (std::size_t i = 0; i < host.size(); ++i) {
        if (ascii::to_lower(text[at + i]) != ascii::to_lower(host[i])) return false;
    }
    return true;
}

}  // namespace

bool is_text_action(const Action& action) {
    return std::holds_alternative<Replace>(action) || std::holds_alternative<MapHost>(action) ||
           std::holds_alternative<IgnoreCase>(action) ||
           std::holds_alternative<IgnoreWhitespace>(action);
}

std::string rewritten(std::string text, const Action& action, Side side) {
    return std::visit(Overload{[&](const Replace& replace) {
                                   re2::RE2::GlobalReplace(&text, *replace.pattern, replace.with);
                                   return text;
                               },
                               [&](const MapHost& hosts) {
                                   return side == Side::legacy ? with_host(text, hosts) : text;
                               },
                               [&](const IgnoreCase&) { return ascii::lower_case(text); },
                               [&](const IgnoreWhitespace&) { return with_single_spaces(text); },
                               [&](const auto&) { return text; }},
                      action);
}

std::string with_host(std::string_view text, const MapHost& hosts) {
    std::string mapped;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = at + hosts.legacy.size();
        const bool is_host = begins_host(text, at) && same_host(text, at, hosts.legacy) &&
                             (end == text.size() || !is_host_character(text[end]));
        if (is_host) {
            mapped += hosts.candidate;
            at = end;
        } else {
            mapped += text[at++];
        }
    }
    return mapped;
}

std::string with_single_spaces(std::string_view text) {
    std::string single;
    for (const char c : text) {
        if (!is_space(c)) {
            single += c;
        } else if (!single.empty() && single.back() != ' ') {
            single += ' ';
        }
    }
    if (single.ends_with(' ')) single.pop_back();
    return single;
}

}  // namespace shadowdiff::rules
