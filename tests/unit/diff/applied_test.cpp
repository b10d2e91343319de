// SPDX-License-Identifier: Apache-2.0
// The differences tell everything: who applies them to legacy's document has the candidate's.
#include "json/pointer.hpp"
#include "tests/unit/diff/arbitrary_json.hpp"
#include "tests/unit/diff/shown.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

using namespace shadowdiff;

namespace {

using test::Value;
using ByPath = std::multimap<std::string, diff::Difference>;

const diff::Difference* find(const ByPath& differences, const std::string& path, diff::Kind kind) {
    const auto [begin, end] = differences.equal_range(path);
    for (auto at = begin; at != end; ++at) {
        if (at->second.kind == kind) return &at->second;
    }
    return nullptr;
}

/// A scalar whose text is the JSON text of a whole value.
Value text_value(const std::string& text) {
    Value value;
    value.scalar = text;
    return value;
}

Value applied(const Value& value, const std::string& path, const ByPath& differences);

Value applied_object(const Value& value, const std::string& path, const ByPath& differences) {
    Value result;
    result.form = Value::Form::object;
    for (const auto& member : value.members) {
        const auto at = json::child(path, member.name);
        if (find(differences, at, diff::Kind::missing) != nullptr) continue;
        result.members.push_back({member.name, applied(member.value, at, differences)});
    }
    for (char name = 'a'; name <= 'z'; ++name) {
        const auto* added =
            find(differences, json::child(path, std::string{name}), diff::Kind::added);
        if (added != nullptr)
            result.members.push_back({std::string{name}, text_value(added->candidate)});
    }
    return result;
}

Value applied_array(const Value& value, const std::string& path, const ByPath& differences) {
    Value result;
    result.form = Value::Form::array;
    for (std::size_t i = 0; i < value.members.size(); ++i) {
        const auto at = json::child(path, i);
        if (find(differences, at, diff::Kind::missing) != nullptr) continue;
        result.members.push_back({"", applied(value.members[i].value, at, differences)});
    }
    constexpr std::size_t longest = 64;
    for (std::size_t i = 0; i < longest; ++i) {
        const auto* added = find(differences, json::child(path, i), diff::Kind::added);
        if (added == nullptr) continue;
        const auto place = std::min(i, result.members.size());
        result.members.insert(result.members.begin() + static_cast<std::ptrdiff_t>(place),
                              {"", text_value(added->candidate)});
    }
    return result;
}

Value applied(const Value& value, const std::string& path, const ByPath& differences) {
    for (const auto kind : {diff::Kind::changed, diff::Kind::retyped, diff::Kind::representation}) {
        if (const auto* one = find(differences, path, kind)) return text_value(one->candidate);
    }
    switch (value.form) {
        case Value::Form::scalar: return value;
        case Value::Form::object: return applied_object(value, path, differences);
        case Value::Form::array: break;
    }
    return applied_array(value, path, differences);
}

/// What has another order is put in one order on both sides: the difference tells no more.
void sort_arrays(nlohmann::json& value) {
    for (auto& child : value) {
        if (child.is_structured()) sort_arrays(child);
    }
    if (value.is_array()) std::sort(value.begin(), value.end());
}

}  // namespace

TEST_CASE("the differences applied to legacy's document give the candidate's") {
    CHECK(rc::check("applied", [] {
        const auto legacy = *test::arbitrary_value(3);
        const auto candidate =
            *rc::gen::oneOf(test::arbitrary_relative(legacy), test::arbitrary_value(3));
        const auto candidate_text = test::text_of(candidate);
        const auto found = test::diff_texts(test::text_of(legacy), candidate_text);
        ByPath differences;
        bool is_reordered = false;
        for (const auto& one : found.list) {
            differences.emplace(one.path, one);
            is_reordered = is_reordered || one.kind == diff::Kind::reordered;
        }
        const auto result_text = test::text_of(applied(legacy, "$", differences));
        auto result = nlohmann::json::parse(result_text);
        auto expected = nlohmann::json::parse(candidate_text);
        if (is_reordered) {
            sort_arrays(result);
            sort_arrays(expected);
        }
        RC_ASSERT(result == expected);
    }));
}

TEST_CASE("nothing is found one way if and only if nothing is found the other way") {
    CHECK(rc::check("both ways", [] {
        const auto legacy = *test::arbitrary_value(3);
        const auto candidate = *test::arbitrary_relative(legacy);
        const auto one = test::text_of(legacy);
        const auto other = test::text_of(candidate);
        const auto there = test::diff_texts(one, other);
        const auto back = test::diff_texts(other, one);
        RC_ASSERT(there.list.empty() == back.list.empty());
        RC_ASSERT(test::diff_texts(one, one).list.empty());
    }));
}
