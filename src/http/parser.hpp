// SPDX-License-Identifier: Apache-2.0
// The one HTTP/1 parser (RFC 9112) as events with whole values: bytes in, events out, no I/O. It
// serves those who forward or keep every message: lenient takes what real peers take, strict
// refuses what can smuggle.
#pragma once

#include "base/limits.hpp"
#include "http/framer.hpp"
#include "http/parse_events.hpp"

#include <cstdint>
#include <string_view>

namespace shadowdiff::http {

/// A Framer whose steps carry values; its contract holds here too.
class Parser {
public:
    using Kind = MessageKind;

    Parser(MessageKind kind, Strictness strictness, const HttpLimits& limits = {})
        : framer_{kind, strictness, limits}, kind_{kind} {}

    void expect(std::string_view method) { framer_.expect(method); }
    Event next(ByteView& input) { return event(framer_.next(input)); }
    Event finish() { return event(framer_.finish()); }
    bool skip(std::uint64_t bytes) { return framer_.skip(bytes); }
    bool is_between_messages() const { return framer_.is_between_messages(); }
    ByteView unfinished_head() const { return framer_.unfinished_head(); }

private:
    Event event(Framer::Step step);

    Framer framer_;
    MessageKind kind_;
};

}  // namespace shadowdiff::http
