// SPDX-License-Identifier: Apache-2.0
// By what secrets are known: the names before them, their form, and values that were found to be
// secret elsewhere in the same exchange.
#pragma once

#include "redact/names.hpp"
#include "redact/patterns.hpp"

#include <string>
#include <vector>

namespace shadowdiff::redact {

struct KnownValue {
    std::string spelling;  // as it is looked for
    std::string value;     // what is digested
};

struct Known {
    Names names;
    Patterns patterns = {};
    std::vector<KnownValue> values = {};
};

}  // namespace shadowdiff::redact
