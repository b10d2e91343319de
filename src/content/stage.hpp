// SPDX-License-Identifier: Apache-2.0
// One content coding undone as a stream, whichever it is; and those of a body in their order.
#pragma once

#include "content/inflate.hpp"
#include "content/unbrotli.hpp"
#include "content/unzstd.hpp"

#include <expected>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shadowdiff::content {

class Stage {
public:
    template <class Coding, class... Arguments>
    Stage(std::in_place_type_t<Coding> coding, Arguments&&... arguments)
        : undoing_{coding, std::forward<Arguments>(arguments)...} {}

    /// The next bytes of the body, which must live until next() has given "".
    void offer(ByteView piece) {
        std::visit([&](auto& one) { one.offer(piece); }, undoing_);
    }
    /// The next decoded bytes, valid until the next call; "" when all that was offered is used up.
    /// `coded_bytes`: of the body as far as it is known, for the ratio.
    ByteView next(std::uint64_t coded_bytes) {
        return std::visit([&](auto& one) { return one.next(coded_bytes); }, undoing_);
    }
    /// Nothing more is decoded.
    bool is_broken() const {
        return std::visit([](const auto& one) { return one.is_broken(); }, undoing_);
    }
    /// Bytes came behind the end, of which finish() tells the number.
    bool has_trailing() const {
        return std::visit([](const auto& one) { return one.has_trailing(); }, undoing_);
    }
    /// The body ends here: nothing, or why it was not whole.
    std::expected<void, Undecodable> finish() const {
        return std::visit([](const auto& one) { return one.finish(); }, undoing_);
    }

private:
    std::variant<Inflater, Unbrotli, Unzstd> undoing_;
};

/// One for each coding, in the order of undoing.
using Stages = std::vector<std::unique_ptr<Stage>>;

/// `codings` in the order in which they were applied.
std::expected<Stages, Undecodable> stages_for(std::span<const std::string_view> codings,
                                              const ContentLimits& limits);

}  // namespace shadowdiff::content
