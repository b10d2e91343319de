// SPDX-License-Identifier: Apache-2.0
// What a stream carries, by its first bytes; and the search for a message start in a stream whose
// beginning, or whose place, is not known.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <cstdint>

namespace shadowdiff::http {

enum class FirstBytes : std::uint8_t {
    undecided,
    request,
    response,
    http09,  // a request without a version: the answer has no head
    tls,
    http2,
    other
};

/// Known: they are the first bytes of the connection, or stand where a message is due. Guessed:
/// nothing but how they look says that a message begins here, so a method must be a common one.
enum class Place : std::uint8_t { known, guessed };

/// Without the empty lines that peers send in front of messages (RFC 9112, section 2.2).
ByteView without_empty_lines(ByteView bytes);

/// Undecided as long as more bytes may show it, which `line_bytes_max` bounds. A request or a
/// response has its whole first line.
FirstBytes recognise(ByteView bytes, Place place, std::size_t line_bytes_max);

/// False when these bytes, where a response is due, cannot become one.
bool may_begin_response(ByteView bytes);

/// Tries each segment of a direction as a message start.
class StartFinder {
public:
    explicit StartFinder(std::size_t line_bytes_max) : line_bytes_max_{line_bytes_max} {}

    FirstBytes offer(ByteView segment, Place place);
    /// Bytes that came before the next segment, and may be of a start.
    void hold(ByteView bytes) { held_.append(bytes); }
    std::size_t held_bytes() const { return held_.size(); }
    /// What was recognised, until the next call.
    ByteView found() const { return found_; }
    /// What is undecided, which is no longer held then.
    Bytes take_held();
    void clear();

private:
    bool is_inside_line(ByteView segment) const;

    std::size_t line_bytes_max_;
    Bytes held_;  // undecided so far
    ByteView found_;
};

}  // namespace shadowdiff::http
