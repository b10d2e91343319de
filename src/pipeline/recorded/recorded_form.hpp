// SPDX-License-Identifier: Apache-2.0
// A recorded answer beside one that was never redacted: both are compared as a recording holds
// them, because what stands behind a mark of redaction cannot be compared.
#pragma once

#include "http/exchange.hpp"
#include "redact/redactor.hpp"

namespace shadowdiff::pipeline {

/// A recorded answer of the exchange lost something to redaction.
bool holds_marks(const http::Exchange& exchange);

/// As a recording would hold it, with all marks alike.
http::Response in_recorded_form(const http::Response& response, const redact::Redactor& redactor);
/// With every answer so.
http::Exchange in_recorded_form(const http::Exchange& exchange, const redact::Redactor& redactor);

}  // namespace shadowdiff::pipeline
