// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.hpp"
#include "diff/meaning/meaning.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::diff {

namespace {

constexpr std::size_t searched_bytes = 64 << 10;  // a trace stands at the top, or nowhere

// Each says by itself that a stack follows.
constexpr std::array heads = {std::string_view{"Traceback (most recent call last)"},
                              std::string_view{"goroutine 1 ["},
                              std::string_view{"stack backtrace:"},
                              std::string_view{"PHP Stack trace:"},
                              std::string_view{"Stack trace:\n#0"},
                              std::string_view{"Stack trace:\\n#0"}};

/// "at com.acme.Shop.run(Shop.java:42)", "at run (/app/shop.js:4:2)", "at Shop.Run() in Shop.cs".
bool is_frame(std::string_view after_at) {
    const auto line =
        after_at.substr(0, std::min(after_at.find_first_of("\n\\"), std::size_t{300}));
    const auto open = line.find('(');
    if (open == line.npos || open == 0) return false;
    const auto close = line.find(')', open);
    if (close == line.npos) return false;
    const auto inside = line.substr(open + 1, close - open - 1);
    const bool names_a_line = inside.find(':') != inside.npos || inside == "Native Method" ||
                              line.find(" in ", close) != line.npos;
    return names_a_line;
}

/// "shop.rb:42:in `run'"
std::size_t ruby_frames(std::string_view text) {
    std::size_t count = 0;
    for (auto at = text.find(":in `"); at != text.npos; at = text.find(":in `", at + 1)) {
        if (at > 0 && ascii::is_digit(text[at - 1])) ++count;
    }
    return count;
}

}  // namespace

bool has_stack_trace(std::string_view text) {
    constexpr std::size_t frames_min = 2;
    text = text.substr(0, searched_bytes);
    const bool has_head = std::ranges::any_of(
        heads, [&](std::string_view head) { return text.find(head) != text.npos; });
    if (has_head) return true;
    std::size_t frames = 0;
    for (auto at = text.find("at "); at != text.npos; at = text.find("at ", at + 1)) {
        if (is_frame(text.substr(at + 3))) ++frames;
    }
    return frames >= frames_min || ruby_frames(text) >= frames_min;
}

}  // namespace shadowdiff::diff
