// SPDX-License-Identifier: Apache-2.0
// In the report for a terminal: what differs, what was decided, and what is gone; and the lists
// that other sections share with them.
#pragma once

#include "reports/model.hpp"
#include "reports/render.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

std::string text_findings(const Report& report, const TextStyle& style);
/// Decisions about findings, and what became of those of the earlier run; "" where there are none.
std::string text_decided(const Report& report, const TextStyle& style);

std::string text_wrapped(std::string_view text, std::size_t indent, const TextStyle& style);
std::string text_sentences(std::string_view heading, const std::vector<std::string>& list,
                           const TextStyle& style);
/// "… and 5 more routes: --format json or html lists all"; "" where all are listed.
std::string not_listed(std::size_t listed, std::size_t all, std::string_view singular,
                       std::string_view plural);

}  // namespace shadowdiff::reports
