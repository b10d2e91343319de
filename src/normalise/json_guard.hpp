// SPDX-License-Identifier: Apache-2.0
// What stands around a JSON text so that a page of another origin cannot run it, or can.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::normalise {

struct Guarded {
    std::string guard;      // ")]}'," or "callback(…)"; "" when there is none
    std::string_view json;  // what is inside
};

/// The prefixes )]}' and while(1); and for(;;); and, `may_be_call`, the call of JSONP.
Guarded without_guard(std::string_view text, bool may_be_call);

}  // namespace shadowdiff::normalise
