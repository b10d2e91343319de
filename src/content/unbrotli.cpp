// SPDX-License-Identifier: Apache-2.0
#include "content/unbrotli.hpp"

#include <brotli/decode.h>
#include <fmt/format.h>

#include <utility>

namespace shadowdiff::content {

void Unbrotli::Close::operator()(BrotliDecoderStateStruct* state) const {
    BrotliDecoderDestroyInstance(state);
}

Unbrotli::Unbrotli(const ContentLimits& limits)
    : bounds_{limits}, state_{BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)} {}

ByteView Unbrotli::next(std::uint64_t coded_bytes) {
    if (has_ended_) trailing_ += rest_.size();
    if (has_ended_ || undecodable_) {
        rest_ = {};
        return {};
    }
    const auto piece = decode_some();
    if (auto over = bounds_.add_unlimited_ratio(piece.size(), coded_bytes)) {
        fail(std::move(*over));
        return {};
    }
    // With nothing decoded, what is left of the input stands behind the stream.
    if (piece.empty() && has_ended_) return next(coded_bytes);
    return piece;
}

ByteView Unbrotli::decode_some() {
    auto available_in = rest_.size();
    const auto* next_in = reinterpret_cast<const std::uint8_t*>(rest_.data());
    auto available_out = chunk_.size();
    auto* next_out = reinterpret_cast<std::uint8_t*>(chunk_.data());
    const auto result = BrotliDecoderDecompressStream(state_.get(), &available_in, &next_in,
                                                      &available_out, &next_out, nullptr);
    rest_.remove_prefix(rest_.size() - available_in);
    if (result == BROTLI_DECODER_RESULT_SUCCESS) has_ended_ = true;
    if (result == BROTLI_DECODER_RESULT_ERROR) {
        fail({fmt::format("damaged stream ({})",
                          BrotliDecoderErrorString(BrotliDecoderGetErrorCode(state_.get())))});
    }
    return {chunk_.data(), chunk_.size() - available_out};
}

void Unbrotli::fail(Undecodable undecodable) {
    undecodable.why.insert(0, "br: ");
    undecodable_ = std::move(undecodable);
    rest_ = {};
}

std::expected<void, Undecodable> Unbrotli::finish() const {
    if (undecodable_) return std::unexpected{*undecodable_};
    if (!has_ended_) return std::unexpected{Undecodable{"br: the stream ends early"}};
    const auto trailing = trailing_ + rest_.size();
    if (trailing == 0) return {};
    return std::unexpected{
        Undecodable{fmt::format("br: {} bytes after the end of the stream", trailing)}};
}

}  // namespace shadowdiff::content
