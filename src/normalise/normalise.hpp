// SPDX-License-Identifier: Apache-2.0
// Response -> Document.
#pragma once

#include "base/limits.hpp"
#include "normalise/document.hpp"
#include "normalise/fields.hpp"
#include "normalise/proto_body.hpp"

namespace shadowdiff::normalise {

/// A body that was not kept whole, or decodes to more than `limits` allow, is Digested.
Document to_document(const http::Response& response, const ContentLimits& limits = {},
                     const Context& context = {});

}  // namespace shadowdiff::normalise
