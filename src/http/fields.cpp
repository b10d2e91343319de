// SPDX-License-Identifier: Apache-2.0
#include "http/fields.hpp"

#include "http/list_member.hpp"

#include <algorithm>

namespace shadowdiff::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void add_members(std::string_view value, std::vector<std::string_view>& members) {
    for (auto member = take_member(value); !member.empty(); member = take_member(value)) {
        members.push_back(member);
    }
}

}  // namespace

Fields::Fields(std::initializer_list<Field> fields) {
    list_.reserve(fields.size());
    for (const auto& field : fields) push_back(field);
}

Fields::Fields(const Fields& other) {
    if (const auto bytes = other.text_bytes(); bytes > 0) texts_.reserve(bytes);
    list_.reserve(other.size());
    for (const auto& field : other) push_back(field);
}

std::size_t Fields::text_bytes() const {
    std::size_t bytes = 0;
    for (const auto& [name, value] : list_) bytes += name.size() + value.size();
    return bytes;
}

void Fields::push_front(const Field& field) {
    list_.insert(list_.begin(), {keep(field.name), keep(field.value)});
}

void Fields::erase(std::size_t index) {
    list_.erase(list_.begin() + static_cast<std::ptrdiff_t>(index));
}

bool same_name(std::string_view one, std::string_view other) {
    if (one.size() != other.size()) return false;
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (one[i] != other[i] && lower(one[i]) != lower(other[i])) return false;
    }
    return true;
}

const Field* find(const Fields& fields, std::string_view name) {
    const auto found =
        std::ranges::find_if(fields, [&](const Field& f) { return same_name(f.name, name); });
    return found == fields.end() ? nullptr : &*found;
}

std::optional<std::string_view> value_of(const Fields& fields, std::string_view name) {
    const auto* field = find(fields, name);
    if (!field) return std::nullopt;
    return field->value;
}

std::vector<std::string_view> list_members(const Fields& fields, std::string_view name) {
    std::vector<std::string_view> members;
    for (const auto& field : fields) {
        if (same_name(field.name, name)) add_members(field.value, members);
    }
    return members;
}

std::vector<std::string_view> list_members(std::string_view value) {
    std::vector<std::string_view> members;
    add_members(value, members);
    return members;
}

}  // namespace shadowdiff::http
