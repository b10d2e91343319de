// SPDX-License-Identifier: Apache-2.0
#include "content/decode.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "content/inflate.hpp"

#include <fmt/format.h>

#include <ranges>
#include <utility>

namespace shadowdiff::content {
namespace {

constexpr std::size_t coding_name_bytes_max = 40;

std::expected<Bytes, Undecodable> undo(ByteView body, std::string_view coding,
                                       const ContentLimits& limits) {
    const auto name = ascii::lower_case(coding);
    if (name == "gzip" || name == "x-gzip") return gunzip(body, limits);
    if (name == "deflate") return inflate_deflate(body, limits);
    return std::unexpected{
        Undecodable{fmt::format("unknown coding {}", printable(name, coding_name_bytes_max))}};
}

}  // namespace

std::expected<Bytes, Undecodable> decode(ByteView body, std::span<const std::string_view> codings,
                                         const ContentLimits& limits) {
    Bytes bytes{body};
    std::size_t undone = 0;
    for (const auto coding : std::views::reverse(codings)) {
        if (coding.empty() || ascii::lower_case(coding) == "identity") continue;
        if (++undone > limits.codings_max) {
            return std::unexpected{
                Undecodable{fmt::format("more than {} codings", limits.codings_max)}};
        }
        auto decoded = undo(bytes, coding, limits);
        if (!decoded) return decoded;
        bytes = std::move(*decoded);
    }
    return bytes;
}

}  // namespace shadowdiff::content
