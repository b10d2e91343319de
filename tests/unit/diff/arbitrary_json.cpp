// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/diff/arbitrary_json.hpp"

#include <algorithm>

namespace shadowdiff::test {

namespace {

rc::Gen<Value> arbitrary_scalar() {
    return rc::gen::map(
        rc::gen::elementOf(std::vector<std::string>{
            "0", "1", "2", "1.0", "10e-1", "123456789012345678901", "true", "null", R"("")",
            R"("a")", R"("\u0061")", R"("b\n")", R"("a longer text than sixteen octets")"}),
        [](const std::string& text) {
            Value value;
            value.scalar = text;
            return value;
        });
}

rc::Gen<Value> arbitrary_container(Value::Form form, int depth_max) {
    return rc::gen::map(
        rc::gen::resize(4, rc::gen::container<std::vector<Value>>(arbitrary_value(depth_max - 1))),
        [form](std::vector<Value> values) {
            Value value;
            value.form = form;
            char name = 'a';
            for (auto& one : values) {
                value.members.push_back(
                    {form == Value::Form::object ? std::string{name++} : "", std::move(one)});
            }
            return value;
        });
}

void change(Value& value, const Value& other) {
    if (value.members.empty()) {
        value = other;
        return;
    }
    auto& member = value.members[*rc::gen::inRange<std::size_t>(0, value.members.size())];
    switch (*rc::gen::inRange(0, 4)) {
        case 0: member.value = other; return;
        case 1:
            value.members.erase(value.members.begin() + (&member - value.members.data()));
            return;
        case 2:
            std::ranges::rotate(value.members,
                                value.members.begin() + (&member - value.members.data()));
            return;
        default: change(member.value, other); return;
    }
}

}  // namespace

rc::Gen<Value> arbitrary_value(int depth_max) {
    if (depth_max == 0) return arbitrary_scalar();
    return rc::gen::lazy([depth_max] {
        return rc::gen::weightedOneOf<Value>(
            {{1, arbitrary_scalar()},
             {2, arbitrary_container(Value::Form::object, depth_max)},
             {2, arbitrary_container(Value::Form::array, depth_max)}});
    });
}

rc::Gen<Value> arbitrary_relative(const Value& value) {
    return rc::gen::exec([value] {
        auto relative = value;
        const auto changes = *rc::gen::inRange(0, 4);
        for (int i = 0; i < changes; ++i) change(relative, *arbitrary_value(1));
        return relative;
    });
}

}  // namespace shadowdiff::test
