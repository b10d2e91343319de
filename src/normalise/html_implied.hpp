// SPDX-License-Identifier: Apache-2.0
// Elements that HTML lets an author leave out: what a browser would make of the page.
#pragma once

#include <libxml/tree.h>

namespace shadowdiff::normalise {

/// Puts rows of a table into a tbody, cells into a row and columns into a colgroup where they stand
/// without; takes the paragraph away that libxml2 opened around a text; takes an empty head and an
/// empty body away, since no page can be without.
///
/// Of a tree whose text readable_html wrote.
void settle_implied(xmlNode* root);

}  // namespace shadowdiff::normalise
