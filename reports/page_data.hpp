// SPDX-License-Identifier: Apache-2.0
// What the page's script draws and lists, as JSON. reports/page/data.ts names the same fields.
#pragma once

#include "reports/model.hpp"

#include <string>

namespace shadowdiff::reports {

/// ASCII, and with no sign that HTML knows, so that it can stand in a script element. Every text is
/// printable already.
std::string page_data(const Report& report);

}  // namespace shadowdiff::reports
