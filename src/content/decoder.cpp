// SPDX-License-Identifier: Apache-2.0
#include "content/decoder.hpp"

#include <algorithm>

namespace shadowdiff::content {
namespace {

// The ratio is taken of what was fed, rounded up to this: it must not depend on how the body was
// cut, and many a file begins with zeros.
constexpr std::uint64_t ratio_step_bytes = 1 << 20;

bool any_broken(const Stages& stages) {
    return std::ranges::any_of(stages, [](const auto& one) { return one->is_broken(); });
}

}  // namespace

Decoder::Decoder(std::span<const std::string_view> codings, const ContentLimits& limits)
    : stages_{stages_for(codings, limits)} {}

void Decoder::feed(ByteView piece, const Take& take) {
    if (!stages_) return;
    while (!piece.empty() && !any_broken(*stages_)) {
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
    if (stage == stages_->size()) return take(piece);
    auto& undoing = *(*stages_)[stage];
    undoing.offer(piece);
    for (auto decoded = undoing.next(allowed_bytes_); !decoded.empty() && !any_broken(*stages_);
         decoded = undoing.next(allowed_bytes_)) {
        push(stage + 1, decoded, take);
    }
}

bool Decoder::is_broken() const {
    return !stages_ || any_broken(*stages_) ||
           std::ranges::any_of(*stages_, [](const auto& one) { return one->has_trailing(); });
}

std::expected<void, Undecodable> Decoder::finish() const {
    if (!stages_) return std::unexpected{stages_.error()};
    for (const auto& stage : *stages_) {
        if (stage->is_broken()) return stage->finish();
    }
    for (const auto& stage : *stages_) {
        if (auto end = stage->finish(); !end) return end;
    }
    return {};
}

}  // namespace shadowdiff::content
