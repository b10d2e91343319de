// SPDX-License-Identifier: Apache-2.0
// An error of the network as a class of failure with one line for a person.
#pragma once

#include "http/exchange.hpp"
#include "mirror/net.hpp"
#include "mirror/upstream/answer_reader.hpp"
#include "mirror/upstream/target.hpp"

#include <string>

namespace shadowdiff::mirror {

/// A failure's detail with the leg's address in front: "127.0.0.1:8081: what happened".
Outcome located(Outcome outcome, const Target& target);

/// Of a connection that was not made. Running out of our own sockets or ports is `shed`: it says
/// nothing about the leg.
http::Failure connect_failure(const ErrorCode& error);

/// Of an answer that an error of its connection ended; `has_begun`: a byte of it came. In TLS 1.3 a
/// refusal comes after our handshake: before the first byte what TLS says is `tls`.
http::Failure answer_failure(const ErrorCode& error, bool has_begun);

/// "connection refused": the system's text, beginning in lower case.
std::string describe(const ErrorCode& error);

/// "not asked: too many requests are in flight".
std::string_view describe(http::Shed shed);

/// "2 s", "250 ms".
std::string describe(Duration duration);

}  // namespace shadowdiff::mirror
