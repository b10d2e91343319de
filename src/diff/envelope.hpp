// SPDX-License-Identifier: Apache-2.0
// The parts of diff() that are not JSON: each compares one part of two answers.
#pragma once

#include "base/limits.hpp"
#include "diff/collector.hpp"
#include "normalise/document.hpp"

namespace shadowdiff::diff {

void compare_fields(const normalise::Document& legacy, const normalise::Document& candidate,
                    Collector& found);
void compare_content_type(const normalise::Document& legacy, const normalise::Document& candidate,
                          Collector& found);
void compare_cookies(const normalise::Document& legacy, const normalise::Document& candidate,
                     Collector& found);
void compare_content(const normalise::Document& legacy, const normalise::Document& candidate,
                     const DiffLimits& limits, Collector& found);

}  // namespace shadowdiff::diff
