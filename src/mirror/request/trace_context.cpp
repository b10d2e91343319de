// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/trace_context.hpp"

#include "base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::mirror {
namespace {

// W3C Trace Context, section 3.2: version "-" trace-id "-" parent-id "-" flags.
constexpr std::size_t trace_at = 3, trace_digits = 32;
constexpr std::size_t span_at = trace_at + trace_digits + 1, span_digits = 16;
constexpr std::size_t flags_at = span_at + span_digits + 1;
constexpr std::size_t value_bytes = flags_at + 2;

bool is_lower_hex(std::string_view text) {
    return std::ranges::all_of(text,
                               [](char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_all_zero(std::string_view text) {
    return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

std::optional<std::string_view> span_id_of(std::string_view traceparent) {
    if (traceparent.size() < value_bytes || traceparent.starts_with("ff")) return std::nullopt;
    // Version 00 ends there; a later one may go on behind a dash.
    const auto rest = traceparent.substr(value_bytes);
    if (!rest.empty() && (traceparent.starts_with("00") || rest[0] != '-')) return std::nullopt;
    for (const auto dash : {trace_at - 1, span_at - 1, flags_at - 1}) {
        if (traceparent[dash] != '-') return std::nullopt;
    }
    const auto trace = traceparent.substr(trace_at, trace_digits);
    const auto span = traceparent.substr(span_at, span_digits);
    const bool is_hex = is_lower_hex(traceparent.substr(0, 2)) && is_lower_hex(trace) &&
                        is_lower_hex(span) && is_lower_hex(traceparent.substr(flags_at, 2));
    if (!is_hex || is_all_zero(trace) || is_all_zero(span)) return std::nullopt;
    return span;
}

std::string span_id(std::uint64_t number) {
    return fmt::format("{:016x}", std::max<std::uint64_t>(number, 1));
}

std::string with_span_id(std::string_view traceparent, std::string_view span_id) {
    std::string continued{traceparent};
    continued.replace(span_at, span_digits, span_id);
    return continued;
}

}  // namespace shadowdiff::mirror
