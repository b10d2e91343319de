// SPDX-License-Identifier: Apache-2.0
// What a request asks for where its path does not say it: GraphQL, JSON-RPC, gRPC.
#pragma once

#include "http/message.hpp"

#include <optional>
#include <string>

namespace shadowdiff::routes {

/// The name of a GraphQL operation ("query" for one without a name), a JSON-RPC method ("batch" for
/// several), or "" for gRPC, whose path is the method already. None for all else.
std::optional<std::string> operation_of(const http::Request& request);

}  // namespace shadowdiff::routes
