// SPDX-License-Identifier: Apache-2.0
#include "normalise/json_guard.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::normalise {
namespace {

constexpr std::array prefixes = {std::string_view{")]}',"},     std::string_view{")]}'"},
                                 std::string_view{"while(1);"}, std::string_view{"while (1);"},
                                 std::string_view{"for(;;);"},  std::string_view{"{}&&"}};

bool is_callback_name(std::string_view text) {
    constexpr std::size_t length_max = 128;
    return !text.empty() && text.size() <= length_max && !ascii::is_digit(text[0]) &&
           std::ranges::all_of(text, [](char c) {
               return ascii::is_alphanumeric(c) || std::string_view{"_$.[]"}.contains(c);
           });
}

/// callback({…}); with a comment before it that some servers write against content sniffing.
Guarded without_call(std::string_view text) {
    constexpr std::string_view comment = "/**/";
    auto call = ascii::trimmed(text);
    if (call.starts_with(comment)) call = ascii::trimmed(call.substr(comment.size()));
    if (call.ends_with(';')) call = ascii::trimmed(call.substr(0, call.size() - 1));
    const auto open = call.find('(');
    if (open == call.npos || !call.ends_with(')')) return {"", text};
    const auto name = ascii::trimmed(call.substr(0, open));
    if (!is_callback_name(name)) return {"", text};
    return {std::string{name} + "(…)", call.substr(open + 1, call.size() - open - 2)};
}

}  // namespace

Guarded without_guard(std::string_view text, bool may_be_call) {
    const auto start = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    const auto rest = text.substr(start);
    // An object, as nearly always: no call begins so, and one of the guards.
    if (rest.starts_with('{') && !rest.starts_with("{}")) return {"", text};
    for (const auto prefix : prefixes) {
        if (rest.starts_with(prefix)) return {std::string{prefix}, rest.substr(prefix.size())};
    }
    return may_be_call ? without_call(text) : Guarded{"", text};
}

}  // namespace shadowdiff::normalise
