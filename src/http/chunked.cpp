// SPDX-License-Identifier: Apache-2.0
#include "http/chunked.hpp"

#include "http/head.hpp"
#include "http/syntax.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace shadowdiff::http {
namespace {

// The size in front of any extension, which nobody gives a meaning to.
std::optional<std::uint64_t> parse_size(ByteView text, Strictness strictness) {
    const auto semicolon = text.find(';');
    auto digits = text.substr(0, semicolon);
    if (strictness == Strictness::strict) {
        // White space is allowed in front of an extension only, and only there is it harmless.
        if (semicolon != ByteView::npos)
            digits = digits.substr(0, digits.find_last_not_of(" \t") + 1);
        if (!is_text(text)) return std::nullopt;
    } else {
        digits = trim(digits);
    }
    return parse_hex(digits);
}

}  // namespace

ChunkedReader::Step ChunkedReader::next(ByteView& input) {
    switch (phase_) {
        case Phase::size_line: return next_size(input);
        case Phase::data: return next_data(input);
        case Phase::data_end: return next_data_end(input);
        case Phase::trailers: return next_trailers(input);
    }
    std::unreachable();
}

bool ChunkedReader::skip(std::uint64_t bytes) {
    if (phase_ != Phase::data || bytes > remaining_) return false;
    remaining_ -= bytes;
    return true;
}

ChunkedReader::Step ChunkedReader::next_size(ByteView& input) {
    switch (line_.take(input)) {
        case ReadOutcome::incomplete: return NeedMore{};
        case ReadOutcome::complete: break;
        case ReadOutcome::line_too_long:
        case ReadOutcome::section_too_long: return Malformed{"chunk line too long (RFC 9112, 7.1)"};
    }
    auto rest = line_.line();
    const auto line = take_line(rest);
    if (strictness_ == Strictness::strict && !line.ends_in_crlf) {
        return Malformed{"bare LF behind a chunk size (RFC 9112, 7.1)"};
    }
    const auto size = parse_size(line.text, strictness_);
    if (!size) return Malformed{"chunk size (RFC 9112, 7.1)"};
    remaining_ = *size;
    phase_ = *size == 0 ? Phase::trailers : Phase::data;
    return next(input);
}

ChunkedReader::Step ChunkedReader::next_data(ByteView& input) {
    if (remaining_ == 0) {
        phase_ = Phase::data_end;
        return next_data_end(input);
    }
    if (input.empty()) return NeedMore{};
    const auto piece = input.substr(0, std::min<std::uint64_t>(remaining_, input.size()));
    input.remove_prefix(piece.size());
    remaining_ -= piece.size();
    return BodyPiece{piece};
}

ChunkedReader::Step ChunkedReader::next_data_end(ByteView& input) {
    switch (line_.take(input)) {
        case ReadOutcome::incomplete: return NeedMore{};
        case ReadOutcome::complete: break;
        case ReadOutcome::line_too_long:
        case ReadOutcome::section_too_long: return Malformed{"chunk end (RFC 9112, 7.1)"};
    }
    const auto end = line_.line();
    if (end != "\r\n" && (strictness_ == Strictness::strict || end != "\n")) {
        return Malformed{"chunk end (RFC 9112, 7.1)"};
    }
    phase_ = Phase::size_line;
    return next_size(input);
}

ChunkedReader::Step ChunkedReader::next_trailers(ByteView& input) {
    switch (trailers_.take(input)) {
        case ReadOutcome::incomplete: return NeedMore{};
        case ReadOutcome::complete: break;
        case ReadOutcome::line_too_long:
            return Malformed{"trailer line too long (RFC 9112, 7.1.2)"};
        case ReadOutcome::section_too_long: return Malformed{"trailers too long (RFC 9112, 7.1.2)"};
    }
    auto fields = parse_fields(trailers_.section(), strictness_, limits_.headers_max);
    if (!fields) return std::move(fields).error();
    return MessageEnd{*std::move(fields)};
}

}  // namespace shadowdiff::http
