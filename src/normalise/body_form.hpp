// SPDX-License-Identifier: Apache-2.0
// A body without its codings -> what it is compared as.
#pragma once

#include "normalise/document.hpp"
#include "normalise/proto_body.hpp"

namespace shadowdiff::normalise {

/// Sets the document's content, and what stood around it: charset, byte order mark, guard.
void set_content(Document& document, Bytes decoded, const http::Fields& headers,
                 const Context& context, const ContentLimits& limits);

}  // namespace shadowdiff::normalise
