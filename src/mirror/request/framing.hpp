// SPDX-License-Identifier: Apache-2.0
// Pieces of a message as bytes: fields that cannot break out of their line, body pieces in their
// framing. Pure.
#pragma once

#include "base/bytes.hpp"
#include "http/message.hpp"
#include "http/parser.hpp"

#include <string_view>

namespace shadowdiff::mirror {

/// A token of RFC 9110, section 5.6.2: what names are made of.
bool is_token(std::string_view text);
/// CR, LF and NUL become spaces, as RFC 9110, section 5.5 has it.
void append_one_line(std::string_view text, Bytes& out);
/// A field of that name is one line, with that name in front of its colon.
bool stays_one_line(std::string_view name);
/// Such a field, whether or not the name is a token: an answer's is for its client to judge, and a
/// request with others is refused. Else nothing.
void append_relayed_field(std::string_view name, std::string_view value, Bytes& out);
/// Nothing, when the name is no token: peers disagree about what such a line means.
void append_field(std::string_view name, std::string_view value, Bytes& out);

void append_piece(http::Framing framing, ByteView piece, Bytes& out);
/// What ends the body: for chunked the last chunk and the trailers, else nothing.
void append_end(http::Framing framing, const http::Fields& trailers, Bytes& out);

}  // namespace shadowdiff::mirror
