// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/echo.hpp"

#include "base/ascii.hpp"
#include "content/decode.hpp"
#include "content/encode.hpp"
#include "mirror/request/mark.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

namespace shadowdiff::mirror {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_name_character(char c) {
    return ascii::is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == ':';
}

// Standing alone, so that "api" is not found in "api.test" or "myapi".
bool stands_alone(std::string_view text, std::size_t at, std::size_t length) {
    const bool begins = at == 0 || !is_name_character(text[at - 1]);
    const auto end = at + length;
    return begins && (end == text.size() || !is_name_character(text[end]));
}

// Quickest is to look where the first character stands, unless that is everywhere, as it may be in
// JSON: then memmem skips most of the text.
std::size_t find(std::string_view text, std::string_view word, std::size_t from = 0) {
    constexpr int looks_max = 32;
    auto at = text.find(word.front(), from);
    for (int looks = 0; at != npos && looks < looks_max; ++looks) {
        if (text.substr(at).starts_with(word)) return at;
        at = text.find(word.front(), at + 1);
    }
    if (at == npos) return npos;
    const auto* found = ::memmem(text.data() + at, text.size() - at, word.data(), word.size());
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : npos;
}

// One pass, whatever the text is: a leg that knows our words may be hostile.
std::size_t replace(Bytes& text, std::string_view ours, std::string_view theirs) {
    if (ours.empty() || ours == theirs) return 0;
    auto at = find(text, ours);
    if (at == npos) return 0;
    Bytes out;
    std::size_t places = 0, copied = 0;
    for (; at != npos; at = find(text, ours, at + ours.size())) {
        if (!stands_alone(text, at, ours.size())) continue;
        out.append(text, copied, at - copied).append(theirs);
        copied = at + ours.size();
        ++places;
    }
    out.append(text, copied);
    text = std::move(out);
    return places;
}

struct Range {
    std::size_t begin, end;
};

std::size_t behind_space(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

/// The end of what stands before `at` and the space there.
std::size_t before_space(std::string_view text, std::size_t at) {
    const auto last = text.substr(0, at).find_last_not_of(" \t\r\n");
    return last == npos ? 0 : last + 1;
}

// What carries the mark stands near it: a farther look would cost a hostile body its square.
constexpr std::size_t near_bytes = 256;

std::string_view near_before(std::string_view text, std::size_t at) {
    const auto length = std::min(at, near_bytes);
    return text.substr(at - length, length);
}

bool ends_with_mark_name(std::string_view text) {
    if (text.size() < mark_header.size()) return false;
    const auto end = text.substr(text.size() - mark_header.size());
    return std::ranges::equal(end, mark_header, [](char one, char other) {
        return ascii::to_lower(one == '_' ? '-' : one) == ascii::to_lower(other);
    });
}

/// `"…Shadowdiff-Run": "MARK"` (or a list of it) around the mark, with one of its commas.
Range member_around(std::string_view text, Range mark) {
    const Range none{mark.begin, mark.begin};
    auto [begin, end] = mark;
    if (begin == 0 || text[begin - 1] != '"' || end == text.size() || text[end] != '"') return none;
    begin = before_space(text, begin - 1);
    end = behind_space(text, end + 1);
    if (begin > 0 && text[begin - 1] == '[' && end < text.size() && text[end] == ']') {
        begin = before_space(text, begin - 1);
        end = behind_space(text, end + 1);
    }
    if (begin == 0 || text[begin - 1] != ':') return none;
    begin = before_space(text, begin - 1);
    if (begin == 0 || text[begin - 1] != '"') return none;
    const auto name_end = begin - 1;
    const auto name = near_before(text, name_end);
    const auto quote_in_name = name.rfind('"');
    if (quote_in_name == npos || !ends_with_mark_name(name.substr(quote_in_name))) return none;
    const auto quote = name_end - name.size() + quote_in_name;
    if (end < text.size() && text[end] == ',') return {quote, behind_space(text, end + 1)};
    begin = before_space(text, quote);
    if (begin > 0 && text[begin - 1] == ',') return {begin - 1, before_space(text, end)};
    return {quote, before_space(text, end)};
}

/// The line "Shadowdiff-Run: MARK" around the mark, with its end.
Range line_around(std::string_view text, Range mark) {
    const auto before = near_before(text, mark.begin);
    const auto line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
    const auto begin = mark.begin - line.size();
    const auto colon = ascii::trimmed(text.substr(begin, mark.begin - begin));
    const bool is_field =
        colon.ends_with(':') && ends_with_mark_name(colon.substr(0, colon.size() - 1));
    const auto after = text.substr(mark.end, near_bytes);
    const auto line_end = mark.end + std::min(after.find('\n'), after.size());
    const bool is_alone = ascii::trimmed(text.substr(mark.end, line_end - mark.end)).empty();
    if (!is_field || !is_alone) return {mark.begin, mark.begin};
    return {begin, std::min(line_end + 1, text.size())};
}

std::size_t take_out_mark(Bytes& text, std::string_view mark) {
    if (mark.empty()) return 0;
    auto at = find(text, mark);
    if (at == npos) return 0;
    Bytes out;
    std::size_t places = 0, copied = 0;
    for (; at != npos; at = find(text, mark, copied)) {
        const Range alone{at, at + mark.size()};
        auto around = member_around(text, alone);
        if (around.begin == around.end) around = line_around(text, alone);
        if (around.begin == around.end) around = alone;
        const auto begin = std::max(around.begin, copied);  // a comma goes once
        out.append(text, copied, begin - copied);
        copied = around.end;
        ++places;
    }
    out.append(text, copied);
    text = std::move(out);
    return places;
}

std::size_t take_out(Bytes& text, const OurWords& words) {
    return replace(text, words.span_id, words.client_span_id) +
           replace(text, words.host, words.client_host) + take_out_mark(text, words.mark);
}

void correct_length(http::Fields& fields, std::uint64_t before, std::uint64_t after) {
    for (const auto& field : fields) {
        const bool is_length = http::same_name(field.name, "Content-Length");
        if (is_length && field.value == std::to_string(before)) {
            fields.set_value(field, std::to_string(after));
        }
    }
}

/// Longer ones with codings stay as they are: undoing these takes time that other legs need.
constexpr std::size_t coded_bytes_max = 64 << 10;

std::size_t take_out_of_body(http::Response& response, const OurWords& words) {
    auto& body = response.body;
    if (!body.is_whole()) return 0;
    const auto codings = http::list_members(response.headers, "Content-Encoding");
    const auto length = body.length;
    std::size_t places = 0;
    if (codings.empty()) {
        places = take_out(body.bytes, words);
    } else if (body.bytes.size() <= coded_bytes_max) {
        auto plain =
            content::decode(body.bytes, codings, {.decoded_bytes_max = 16 * coded_bytes_max});
        places = plain ? take_out(*plain, words) : 0;
        auto coded = places > 0 ? content::encode(*plain, codings) : std::nullopt;
        if (!coded) return 0;
        body.bytes = *std::move(coded);
    }
    if (places == 0) return 0;
    body = http::make_body(std::move(body.bytes));
    correct_length(response.headers, length, body.length);
    return places;
}

}  // namespace

std::size_t take_out_echoes(http::Response& response, const OurWords& words) {
    auto& fields = response.headers;
    std::size_t places = erase_if(fields, [&](const http::Field& field) {
        return !words.mark.empty() && field.value == words.mark &&
               http::same_name(field.name, mark_header);
    });
    Bytes value;
    for (const auto& field : fields) {
        value = field.value;
        const auto taken = take_out(value, words);
        if (taken > 0) fields.set_value(field, value);
        places += taken;
    }
    return places + take_out_of_body(response, words);
}

}  // namespace shadowdiff::mirror
