// SPDX-License-Identifier: Apache-2.0
#include "content/decoder.hpp"

#include <algorithm>

namespace shadowdiff::content {
namespace {

// The ratio is taken of what was fed, rounded up to this: it must not depend on how the body was
// cut, and many a file begins with zeros.
constexpr std::uint64_t ratio_step_bytes = 1 << 20;

bool any_broken(const Inflaters& inflaters) {
    return std::ranges::any_of(inflaters, [](const auto& one) { return one->is_broken(); });
}

}  // namespace

Decoder::Decoder(std::span<const std::string_view> codings, const ContentLimits& limits)
    : inflaters_{inflaters_for(codings, limits)} {}

void Decoder::feed(ByteView piece, const Take& take) {
    if (!inflaters_) return;
    while (!piece.empty() && !any_broken(*inflaters_)) {
        const auto to_step = ratio_step_bytes - fed_bytes_ % ratio_step_bytes;
        const auto part = piece.substr(0, to_step);
        allowed_bytes_ = fed_bytes_ + to_step;
        push(0, part, take);
        fed_bytes_ += part.size();
        piece.remove_prefix(part.size());
    }
}

// The ratio of every stage is to what came over the wire: a bomb in a bomb is one bomb.
void Decoder::push(std::size_t stage, ByteView piece, const Take& take) {
    if (stage == inflaters_->size()) return take(piece);
    auto& inflater = *(*inflaters_)[stage];
    inflater.offer(piece);
    for (auto decoded = inflater.next(allowed_bytes_); !decoded.empty() && !any_broken(*inflaters_);
         decoded = inflater.next(allowed_bytes_)) {
        push(stage + 1, decoded, take);
    }
}

bool Decoder::is_broken() const {
    return !inflaters_ || any_broken(*inflaters_) ||
           std::ranges::any_of(*inflaters_, [](const auto& one) { return one->has_trailing(); });
}

std::expected<void, Undecodable> Decoder::finish() const {
    if (!inflaters_) return std::unexpected{inflaters_.error()};
    for (const auto& inflater : *inflaters_) {
        if (inflater->is_broken()) return inflater->finish();
    }
    for (const auto& inflater : *inflaters_) {
        if (auto end = inflater->finish(); !end) return end;
    }
    return {};
}

}  // namespace shadowdiff::content
