// SPDX-License-Identifier: Apache-2.0
#include "http/head_scan.hpp"

#include "http/line_ends.hpp"
#include "http/message.hpp"
#include "http/syntax.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>

namespace shadowdiff::http {
namespace {

constexpr std::size_t length_digits_max = 18;  // more may not fit into 63 bits

// `name` has letters in lower case and '-' alone: of them only letters have the bit 0x40.
template <class Word>
bool is_word_of(const char* name, const char* text) {
    Word word = 0;
    Word other = 0;
    std::memcpy(&word, name, sizeof word);
    std::memcpy(&other, text, sizeof other);
    const auto case_bits = (word & static_cast<Word>(0x4040404040404040U)) >> 1U;
    return ((word ^ other) & ~case_bits) == 0;
}

// Words that overlap, so that any length is a few of them.
template <class Word, std::size_t length>
bool is_name(const char* name, const char* text) {
    static_assert(length >= sizeof(Word) && length <= 3 * sizeof(Word));
    constexpr auto last = length - sizeof(Word);
    constexpr auto middle = std::min(last, sizeof(Word));
    return is_word_of<Word>(name, text) && is_word_of<Word>(name + middle, text + middle) &&
           is_word_of<Word>(name + last, text + last);
}

// `name` is in lower case.
template <std::size_t size>
bool begins_with_name(ByteView line, const char (&name)[size]) {
    constexpr std::size_t length = size - 1;
    using Word = std::conditional_t<length >= 8, std::uint64_t, std::uint32_t>;
    return line.size() >= length && is_name<Word, length>(name, line.data());
}

// The value of the field if its name is `name`. A line that begins so and goes on otherwise may
// have white space before its colon, or none at all: then the scan does not decide.
template <std::size_t size>
std::optional<ByteView> value_if_named(ByteView line, const char (&name)[size], HeadScan& scan) {
    constexpr std::size_t length = size - 1;
    if (!begins_with_name(line, name)) return {};
    if (line.size() == length || line[length] == ' ' || line[length] == '\t') {
        scan.is_plain = false;
        return {};
    }
    if (line[length] != ':') return {};
    return trim(line.substr(length + 1));
}

// Of a field that decides about framing there may be one.
template <std::size_t size>
void note_once(ByteView& field, ByteView line, const char (&name)[size], HeadScan& scan) {
    const auto value = value_if_named(line, name, scan);
    if (!value) return;
    if (value->empty() || !field.empty()) scan.is_plain = false;
    field = *value;
}

template <std::size_t size>
void note_first(ByteView& field, ByteView line, const char (&name)[size], HeadScan& scan) {
    const auto value = value_if_named(line, name, scan);
    if (value && field.empty()) field = *value;
}

// Where it matters that the field is there, though it says nothing.
template <std::size_t size>
void note_first_said(ByteView& field, ByteView line, const char (&name)[size], HeadScan& scan) {
    const auto value = value_if_named(line, name, scan);
    if (!value || !field.empty()) return;
    if (value->empty()) scan.is_plain = false;
    field = *value;
}

void note_content_field(ByteView line, HeadScan& scan) {
    if (line.size() < 9) return;
    switch (line[8] | 0x20) {
        case 'l': return note_once(scan.content_length, line, "content-length", scan);
        case 't': return note_first(scan.content_type, line, "content-type", scan);
        case 'e': return note_first(scan.content_encoding, line, "content-encoding", scan);
        default: return;
    }
}

void note_field(ByteView line, HeadScan& scan) {
    switch (line.front() | 0x20) {
        case ' ':  // also NUL; a folded line
        case '\t' | 0x20: scan.is_plain = false; return;
        case 'c': return note_content_field(line, scan);
        case 't': return note_once(scan.transfer_encoding, line, "transfer-encoding", scan);
        case 'h': return note_first(scan.host, line, "host", scan);
        case 'x': return note_first_said(scan.request_id, line, "x-request-id", scan);
        case 'u':
            scan.has_upgrade = scan.has_upgrade || value_if_named(line, "upgrade", scan);
            return;
        case 'e': scan.has_expect = scan.has_expect || value_if_named(line, "expect", scan); return;
        default: return;
    }
}

bool plan_announced(const HeadScan& scan, Framing without, BodyPlan& plan) {
    plan.length = 0;
    if (!scan.transfer_encoding.empty()) {
        plan.framing = Framing::chunked;
        return same_name(scan.transfer_encoding, "chunked");
    }
    if (scan.content_length.empty()) {
        plan.framing = without;
        return true;
    }
    if (scan.content_length.size() > length_digits_max) return false;
    const auto length = parse_decimal(scan.content_length);
    plan.framing = Framing::length;
    plan.length = length.value_or(0);
    return length.has_value();
}

}  // namespace

std::size_t scan_head(ByteView input, const HttpLimits& limits, HeadScan& scan) {
    scan = {};
    LineEnds line_ends{input.substr(0, limits.head_bytes_max)};
    std::size_t at = 0;
    // Nothing when it does not end, or is too long.
    const auto next_line = [&]() -> std::optional<ByteView> {
        const auto lf = line_ends.next();
        if (!lf || *lf - at > limits.line_bytes_max) return std::nullopt;
        const auto begin = std::exchange(at, *lf + 1);
        return without_cr({input.data() + begin, *lf - begin}).text;
    };
    for (std::size_t lines = 0;; ++lines) {
        const auto line = next_line();
        if (!line) return 0;
        if (line->empty()) {
            if (lines > limits.headers_max + 1) scan.is_plain = false;
            return at;
        }
        if (lines == 0) {
            scan.start_line = *line;
        } else {
            note_field(*line, scan);
        }
    }
}

bool plan_request_body(const HeadScan& scan, BodyPlan& plan) {
    return scan.is_plain && plan_announced(scan, Framing::none, plan);
}

bool plan_response_body(const HeadScan& scan, std::uint16_t status, ByteView method,
                        BodyPlan& plan) {
    if (!scan.is_plain) return false;
    if (never_has_body(status, method)) {
        plan = {};
        return true;
    }
    return plan_announced(scan, Framing::until_close, plan);
}

}  // namespace shadowdiff::http
