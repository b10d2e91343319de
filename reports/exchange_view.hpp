// SPDX-License-Identifier: Apache-2.0
// One kept exchange as lines to lay side by side, for the terminal and the page alike.
#pragma once

#include "http/exchange.hpp"
#include "reports/body_lines.hpp"
#include "store/rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

struct AnswerView {
    std::string leg;          // "legacy"
    std::string outcome;      // "200", "connection refused …"
    std::string facts;        // "observed · first byte 3.1 ms · 512 bytes"
    bool is_changed = false;  // the outcome itself differs
    std::vector<TextLine> headers;
    std::vector<TextLine> body;
    std::string body_note;  // why there is no body to show, or ""
};

struct ExchangeView {
    std::string request_line;
    std::vector<TextLine> request_headers;
    std::vector<TextLine> request_body;
    AnswerView legacy;
    AnswerView candidate;
    std::vector<std::string> further;  // one line for each other answer
};

/// `run`: says whether bodies were kept at all.
ExchangeView make_view(const store::ExchangeRow& exchange, const store::RunRow& run = {});

/// The leg's first attempt, or nullptr.
const store::AnswerRow* first_of(const store::ExchangeRow& exchange, http::Leg leg);
/// The answer's Content-Encoding, printable; "" for none, or identity.
std::string codings_of(const store::AnswerRow& answer);

}  // namespace shadowdiff::reports
