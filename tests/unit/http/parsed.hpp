// SPDX-License-Identifier: Apache-2.0
// What a parser makes of one text, however its bytes are cut.
#pragma once

#include "http/parser.hpp"
#include "tests/support/cuts.hpp"
#include "tests/unit/http/events.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace shadowdiff::test {

struct ParserRow {
    const char* name;
    const char* bytes;
    const char* events;
};

inline void check_parsed(const ParserRow& row, http::Parser::Kind kind, http::Strictness strictness,
                         bool closed, const std::string& method = {}) {
    CAPTURE(row.name);
    for_every_cut(row.bytes, [&](const std::vector<ByteView>& pieces) {
        CAPTURE(pieces.size());
        CAPTURE(pieces.front());
        http::Parser parser{kind, strictness};
        if (!method.empty()) parser.expect(method);
        REQUIRE(events_of(parser, pieces, closed) == row.events);
    });
}

}  // namespace shadowdiff::test
