// SPDX-License-Identifier: Apache-2.0
// What we say of our own in a request to a leg. Pure.
#pragma once

#include "mirror/request/echo.hpp"
#include "mirror/request/rewrite_rules.hpp"
#include "mirror/upstream/errand.hpp"

#include <string>

namespace shadowdiff::mirror {

/// `run_mark`: of Shadowdiff-Run; empty: neither it nor a span id of ours is sent.
OurWords our_words(const Errand& errand, const std::string& run_mark, const RewriteRules& rewrite);

}  // namespace shadowdiff::mirror
