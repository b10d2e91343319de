// SPDX-License-Identifier: Apache-2.0
// JSON Web Tokens (RFC 7519) as texts: how one is made, not what it says.
#pragma once

#include <string_view>

namespace shadowdiff::normalise {

/// Two compact JWTs that are signed alike and claim the same kinds of things: the same "alg" and
/// "typ" in their headers, the same claim names in their payloads, and about as long from "iat" to
/// "exp". One that cannot be read has the form of any other.
bool same_jwt_form(std::string_view one, std::string_view other);

}  // namespace shadowdiff::normalise
