// SPDX-License-Identifier: Apache-2.0
// Finds the end of a head, a trailer section or a line in bytes that come in pieces. What lies
// whole in the input is given as a view into it; only what is split is copied, within bounds.
#pragma once

#include "base/bytes.hpp"
#include "base/limits.hpp"

#include <cstddef>
#include <cstdint>

namespace shadowdiff::http {

enum class ReadOutcome : std::uint8_t { incomplete, complete, line_too_long, section_too_long };

/// Lines up to and with the first empty one.
class SectionReader {
public:
    explicit SectionReader(const HttpLimits& limits)
        : line_bytes_max_{limits.line_bytes_max}, section_bytes_max_{limits.head_bytes_max} {}

    /// Drops empty lines from the front of `input` while nothing has been taken: peers send them
    /// between messages (RFC 9112, section 2.2).
    void drop_empty_lines(ByteView& input) {
        const bool may_be_empty =
            !input.empty() && (input.front() == '\r' || input.front() == '\n');
        if (may_be_empty || waits_for_lf_) drop_line_ends(input);
    }

    ReadOutcome take(ByteView& input);

    /// After complete: the section with its empty line, until the next call.
    ByteView section() const { return section_; }
    bool has_begun() const { return !buffer_.empty(); }
    std::size_t waiting_bytes() const { return buffer_.size(); }

    /// What was taken and not forgotten: a section that is not complete, or was of no use.
    ByteView unfinished() const { return has_begun() ? ByteView{buffer_} : section_; }
    void forget() { section_ = {}; }

private:
    void drop_line_ends(ByteView& input);
    ReadOutcome end_at(ByteView& input, std::size_t size);

    std::size_t line_bytes_max_;
    std::size_t section_bytes_max_;
    Bytes buffer_;
    Bytes whole_;  // a section that came in pieces, while it is lent out
    ByteView section_;
    std::size_t line_bytes_ = 0;  // of the line under way
    bool line_is_empty_ = true;   // it holds nothing but CR so far
    bool waits_for_lf_ = false;   // a CR was dropped in front of the section
};

/// One line up to and with its LF.
class LineReader {
public:
    explicit LineReader(std::size_t line_bytes_max) : line_bytes_max_{line_bytes_max} {}

    ReadOutcome take(ByteView& input);
    /// After complete: the line with its line end, until the next call.
    ByteView line() const { return line_; }
    std::size_t waiting_bytes() const { return buffer_.size(); }

private:
    std::size_t line_bytes_max_;
    Bytes buffer_;
    Bytes whole_;
    ByteView line_;
};

}  // namespace shadowdiff::http
