// SPDX-License-Identifier: Apache-2.0
// JSON values for RapidCheck: made at random, and shrunk when a property fails on them.
#pragma once

#include "tests/unit/diff/random_json.hpp"

#include <rapidcheck.h>

namespace shadowdiff::test {

/// Small alphabets, so that equal parts come up often.
rc::Gen<Value> arbitrary_value(int depth_max);

/// Another value, or one that is a few changes away.
rc::Gen<Value> arbitrary_relative(const Value& value);

}  // namespace shadowdiff::test
