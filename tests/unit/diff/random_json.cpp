// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/diff/random_json.hpp"

#include <algorithm>

namespace shadowdiff::test {

namespace {

std::size_t below(Random& random, std::size_t end) { return random() % end; }

Value random_array(Random& random, int depth_max) {
    Value value;
    value.form = Value::Form::array;
    const auto size = below(random, 6);
    for (std::size_t i = 0; i < size; ++i) {
        value.members.push_back({"", random_value(random, depth_max - 1)});
    }
    return value;
}

Value random_object(Random& random, int depth_max) {
    Value value;
    value.form = Value::Form::object;
    for (const auto* name : {"id", "a", "b", "\\u0063", "na.me", ""}) {
        if (below(random, 2) == 0) continue;
        value.members.push_back({name, random_value(random, depth_max - 1)});
    }
    return value;
}

template <class Write>
std::string joined(std::size_t size, char open, char close, Write write) {
    std::string text(1, open);
    for (std::size_t i = 0; i < size; ++i) {
        if (i > 0) text += ',';
        text += write(i);
    }
    return text + close;
}

void change_here(Value& value, Random& random) {
    if (value.members.empty()) {
        value = random_value(random, 1);
    } else if (value.form == Value::Form::array && below(random, 2) == 0) {
        std::ranges::shuffle(value.members, random);
    } else {
        value.members.erase(value.members.begin());
    }
}

}  // namespace

std::string random_scalar(Random& random) {
    static const std::vector<std::string> scalars{
        "null", "true", "false", "0",           "1",       "1.0",       "-0",
        "10",   "1e1",  "2.5",   "\"\"",        "\"1\"",   "\"a\"",     "\"\\u0061\"",
        "[]",   "{}",   "\"b\"", "\"\\ud800\"", "\"\\n\"", "\"\u00e9\""};
    return scalars[below(random, scalars.size())];
}

Value random_value(Random& random, int depth_max) {
    const auto choice = below(random, 4);
    if (depth_max <= 0 || choice == 0) {
        Value value;
        value.scalar = random_scalar(random);
        return value;
    }
    return choice == 1 ? random_array(random, depth_max) : random_object(random, depth_max);
}

Value changed(Value value, Random& random) {
    auto* at = &value;
    while (!at->members.empty() && below(random, 3) != 0) {
        at = &at->members[below(random, at->members.size())].value;
    }
    change_here(*at, random);
    return value;
}

std::string text_of(const Value& value) {
    const auto& members = value.members;
    switch (value.form) {
        case Value::Form::scalar: return value.scalar;
        case Value::Form::array:
            return joined(members.size(), '[', ']',
                          [&](std::size_t i) { return text_of(members[i].value); });
        case Value::Form::object: break;
    }
    return joined(members.size(), '{', '}', [&](std::size_t i) {
        return '"' + members[i].name + "\":" + text_of(members[i].value);
    });
}

std::string shuffled_text_of(const Value& value, Random& random) {
    auto members = value.members;
    switch (value.form) {
        case Value::Form::scalar: return value.scalar + " ";
        case Value::Form::array:
            return joined(members.size(), '[', ']', [&](std::size_t i) {
                return "\n" + shuffled_text_of(members[i].value, random);
            });
        case Value::Form::object: break;
    }
    std::ranges::shuffle(members, random);
    return joined(members.size(), '{', '}', [&](std::size_t i) {
        return " \"" + members[i].name + "\" : " + shuffled_text_of(members[i].value, random);
    });
}

std::vector<Value*> leaves_outside_arrays(Value& value) {
    if (value.form == Value::Form::scalar) return {&value};
    if (value.form == Value::Form::array) return {};
    std::vector<Value*> leaves;
    for (auto& member : value.members) {
        for (auto* leaf : leaves_outside_arrays(member.value)) leaves.push_back(leaf);
    }
    return leaves;
}

}  // namespace shadowdiff::test
