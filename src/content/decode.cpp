// SPDX-License-Identifier: Apache-2.0
#include "content/decode.hpp"

#include "content/stage.hpp"

#include <utility>

namespace shadowdiff::content {
namespace {

std::expected<Bytes, Undecodable> undo(ByteView body, Stage& stage) {
    Bytes decoded;
    stage.offer(body);
    for (auto piece = stage.next(body.size()); !piece.empty(); piece = stage.next(body.size())) {
        decoded.append(piece);
    }
    if (auto end = stage.finish(); !end) return std::unexpected{std::move(end.error())};
    return decoded;
}

}  // namespace

std::expected<Bytes, Undecodable> decode(ByteView body, std::span<const std::string_view> codings,
                                         const ContentLimits& limits) {
    if (codings.empty()) return Bytes{body};
    const auto stages = stages_for(codings, limits);
    if (!stages) return std::unexpected{stages.error()};
    Bytes bytes{body};
    for (const auto& stage : *stages) {
        auto decoded = undo(bytes, *stage);
        if (!decoded) return decoded;
        bytes = std::move(*decoded);
    }
    return bytes;
}

}  // namespace shadowdiff::content
