// SPDX-License-Identifier: Apache-2.0
// Response -> Document.
#pragma once

#include "base/limits.hpp"
#include "normalise/document.hpp"
#include "normalise/fields.hpp"

#include <expected>

namespace shadowdiff::normalise {

/// The reason when comparing would be guessing: body_limit when the body was not kept whole.
std::expected<Document, Reason> to_document(const http::Response& response,
                                            const ContentLimits& limits = {});

}  // namespace shadowdiff::normalise
