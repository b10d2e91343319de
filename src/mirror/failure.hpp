// SPDX-License-Identifier: Apache-2.0
// An error of the network as a class of failure with one line for a person.
#pragma once

#include "http/exchange.hpp"
#include "mirror/net.hpp"
#include "mirror/target.hpp"

#include <string_view>

namespace shadowdiff::mirror {

/// "127.0.0.1:8081: what happened".
http::Failure failure_at(const Target& target, http::FailureClass failure_class,
                         std::string_view what);

/// Of a connection that was not made. Running out of our own sockets or ports is `shed`: it says
/// nothing about the leg.
http::Failure connect_failure(const Target& target, const ErrorCode& error);

/// "connection refused": the system's text, beginning in lower case.
std::string describe(const ErrorCode& error);

/// "2 s", "250 ms".
std::string describe(Duration duration);

}  // namespace shadowdiff::mirror
