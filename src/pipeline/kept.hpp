// SPDX-License-Identifier: Apache-2.0
// An exchange and what became of it -> the row that is kept: everything from traffic goes through
// the redactor here, and nowhere else.
#pragma once

#include "http/exchange.hpp"
#include "judge/verdict.hpp"
#include "redact/redactor.hpp"
#include "store/rows.hpp"

#include <string>

namespace shadowdiff::pipeline {

/// A full row holds heads and bodies; a light one only what counts and lists need.
enum class Detail : std::uint8_t { light, full };

store::ExchangeRow to_row(const http::Exchange& exchange, const std::string& route,
                          const judge::Judgement& judgement, Detail detail,
                          const redact::Redactor& redactor);

}  // namespace shadowdiff::pipeline
