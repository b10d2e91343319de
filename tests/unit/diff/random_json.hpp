// SPDX-License-Identifier: Apache-2.0
// JSON values made at random, the same for the same seed, and written in many spellings.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace shadowdiff::test {

struct Member;

struct Value {
    enum class Form { scalar, array, object };
    Form form = Form::scalar;
    std::string scalar;           // its JSON text
    std::vector<Member> members;  // of an array without names; of an object with unique ones
};

struct Member {
    std::string name;
    Value value;
};

using Random = std::mt19937;

std::string random_scalar(Random& random);
/// Small alphabets, so that equal parts come up often.
Value random_value(Random& random, int depth_max);
/// One small change somewhere, or none.
Value changed(Value value, Random& random);

/// Members in the order they have.
std::string text_of(const Value& value);
/// Members in another order at every depth, and white space.
std::string shuffled_text_of(const Value& value, Random& random);

/// Every scalar that is reached through objects only.
std::vector<Value*> leaves_outside_arrays(Value& value);

}  // namespace shadowdiff::test
