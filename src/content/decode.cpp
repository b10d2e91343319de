// SPDX-License-Identifier: Apache-2.0
#include "content/decode.hpp"

#include "content/inflate.hpp"

#include <utility>

namespace shadowdiff::content {
namespace {

std::expected<Bytes, Undecodable> undo(ByteView body, Inflater& inflater) {
    Bytes decoded;
    inflater.offer(body);
    for (auto piece = inflater.next(body.size()); !piece.empty();
         piece = inflater.next(body.size())) {
        decoded.append(piece);
    }
    if (auto end = inflater.finish(); !end) return std::unexpected{std::move(end.error())};
    return decoded;
}

}  // namespace

std::expected<Bytes, Undecodable> decode(ByteView body, std::span<const std::string_view> codings,
                                         const ContentLimits& limits) {
    const auto inflaters = inflaters_for(codings, limits);
    if (!inflaters) return std::unexpected{inflaters.error()};
    Bytes bytes{body};
    for (const auto& inflater : *inflaters) {
        auto decoded = undo(bytes, *inflater);
        if (!decoded) return decoded;
        bytes = std::move(*decoded);
    }
    return bytes;
}

}  // namespace shadowdiff::content
