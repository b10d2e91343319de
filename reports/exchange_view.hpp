// SPDX-License-Identifier: Apache-2.0
// One kept exchange as lines to lay side by side, for the terminal and the page alike.
#pragma once

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

ExchangeView make_view(const store::ExchangeRow& exchange);

}  // namespace shadowdiff::reports
