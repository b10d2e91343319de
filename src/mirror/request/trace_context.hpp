// SPDX-License-Identifier: Apache-2.0
// W3C trace context: an incoming trace is continued with a span of our own for each leg. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::mirror {

inline constexpr std::string_view traceparent_header = "traceparent";

/// The span id of a valid value ("00-<32 hex>-<16 hex>-<2 hex>"), else nothing.
std::optional<std::string_view> span_id_of(std::string_view traceparent);

/// 16 hexadecimal digits, never all zero.
std::string span_id(std::uint64_t number);

/// The value with that span id in place of its own.
std::string with_span_id(std::string_view traceparent, std::string_view span_id);

}  // namespace shadowdiff::mirror
