// SPDX-License-Identifier: Apache-2.0
// An exchange and what became of it -> the row that is kept: everything from traffic goes through
// the redactor here, and nowhere else.
#pragma once

#include "http/exchange.hpp"
#include "judge/verdict.hpp"
#include "pipeline/stages/finding_names.hpp"
#include "redact/redactor.hpp"
#include "store/rows.hpp"

#include <string>

namespace shadowdiff::pipeline {

/// What every row has: no heads, no bodies, no values.
store::ExchangeRow light_row(const http::Exchange& exchange, const std::string& route,
                             const judge::Judgement& judgement, const redact::Redactor& redactor,
                             FindingNames& names);

/// All of it. Bodies only where they are wanted.
void add_details(store::ExchangeRow& row, const http::Exchange& exchange,
                 const judge::Judgement& judgement, const redact::Redactor& redactor,
                 FindingNames& names, bool with_bodies);

}  // namespace shadowdiff::pipeline
