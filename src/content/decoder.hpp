// SPDX-License-Identifier: Apache-2.0
// Content codings undone piece by piece, for bodies that nobody holds in whole.
#pragma once

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "content/decode.hpp"
#include "content/stage.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <span>
#include <string_view>

namespace shadowdiff::content {

/// What is decoded is looked at and thrown away, so what must be bounded is the work. Ratio: logs
/// and listings reach 50 to 1, and a thread that keeps up with the wire can afford no more.
/// Length: a download of 5 GB that grows threefold; a minute or two of one core.
inline constexpr ContentLimits streamed_limits{.decoded_bytes_max = std::size_t{16} << 30,
                                               .ratio_max = 100};

class Decoder {
public:
    using Take = std::function<void(ByteView)>;

    /// Like decode(). That a coding is unknown is_broken() says at once.
    explicit Decoder(std::span<const std::string_view> codings,
                     const ContentLimits& limits = streamed_limits);

    /// Calls `take` with what the piece decodes to, in bounded pieces. How the body is cut into
    /// pieces makes no difference to all of them together, nor to what is broken.
    void feed(ByteView piece, const Take& take);
    /// No more comes of it: the rest need not be fed.
    bool is_broken() const;
    /// The body ends here: nothing, or why it could not be decoded.
    std::expected<void, Undecodable> finish() const;

private:
    void push(std::size_t stage, ByteView piece, const Take& take);

    std::expected<Stages, Undecodable> stages_;
    std::uint64_t fed_bytes_ = 0;
    std::uint64_t allowed_bytes_ = 0;  // that the ratio is taken of
};

}  // namespace shadowdiff::content
