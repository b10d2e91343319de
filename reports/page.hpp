// SPDX-License-Identifier: Apache-2.0
// The page's own style and script, whose sources are in reports/page/.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::reports {

std::string_view page_style();
std::string_view page_script();

/// A source expression of Content-Security-Policy for exactly that text: 'sha256-…'.
std::string content_hash(std::string_view text);

}  // namespace shadowdiff::reports
