// SPDX-License-Identifier: Apache-2.0
// The chunked transfer coding (RFC 9112, section 7.1), taken apart piece by piece.
#pragma once

#include "http/parse_events.hpp"
#include "http/section_reader.hpp"

#include <cstdint>
#include <variant>

namespace shadowdiff::http {

class ChunkedReader {
public:
    ChunkedReader(Strictness strictness, const HttpLimits& limits)
        : strictness_{strictness},
          limits_{limits},
          line_{limits.line_bytes_max},
          trailers_{limits} {}

    using Step = std::variant<NeedMore, BodyPiece, MessageEnd, Malformed>;
    Step next(ByteView& input);

    /// True when a hole of that size lies inside the data of the chunk under way.
    bool skip(std::uint64_t bytes);

    std::size_t waiting_bytes() const { return line_.waiting_bytes() + trailers_.waiting_bytes(); }

private:
    enum class Phase : std::uint8_t { size_line, data, data_end, trailers };

    Step next_size(ByteView& input);
    Step next_data(ByteView& input);
    Step next_data_end(ByteView& input);
    Step next_trailers(ByteView& input);

    Strictness strictness_;
    HttpLimits limits_;
    Phase phase_ = Phase::size_line;
    std::uint64_t remaining_ = 0;  // of the chunk's data
    LineReader line_;
    SectionReader trailers_;
};

}  // namespace shadowdiff::http
