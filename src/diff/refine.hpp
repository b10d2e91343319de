// SPDX-License-Identifier: Apache-2.0
// What only the place, or several differences together, tell: the severities of a form, the noise
// that a page carries in every answer, a member that was renamed.
#pragma once

#include "diff/diff.hpp"
#include "normalise/document.hpp"

namespace shadowdiff::diff {

/// Of the differences of these two documents. What a place decides it decides for its pattern, so
/// that it holds for those too that were counted and not listed.
void refine(Differences& differences, const normalise::Document& legacy,
            const normalise::Document& candidate);

}  // namespace shadowdiff::diff
