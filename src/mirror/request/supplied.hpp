// SPDX-License-Identifier: Apache-2.0
// Whether what redaction took from a recorded request is supplied again. Pure.
#pragma once

#include "http/message.hpp"
#include "mirror/request/rewrite_rules.hpp"
#include "mirror/request/token_rules.hpp"
#include "mirror/upstream/target.hpp"

#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::mirror {

/// The fields of the body as the leg's rules set them. Null: there are none of these in it.
std::shared_ptr<const http::Request> with_fields_set(const http::Request& request,
                                                     const RewriteRules& rules);

/// Something that redaction took would be missing in what the leg gets: no rule sets it or takes it
/// away, and the jar has no cookie for it.
bool lacks_something(const http::Request& request, const Target& target, const RewriteRules& rules);

/// The credentials among what the rules set, so that nobody stores them.
std::vector<std::string> secrets_of(const RewriteRules& rules);

/// The request as it may come to be: each place of a token that redaction took is filled with
/// something.
http::Request with_tokens_supplied(http::Request request, const std::vector<TokenRule>& rules);

}  // namespace shadowdiff::mirror
