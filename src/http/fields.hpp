// SPDX-License-Identifier: Apache-2.0
// Header or trailer fields in wire order. Their texts lie together, so that the fields of a message
// that was parsed are two pieces of memory, however many there are.
#pragma once

#include "http/kept_texts.hpp"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::http {

/// Views into the list that holds it.
struct Field {
    std::string_view name;   // as sent
    std::string_view value;  // without the white space around it
    bool operator==(const Field&) const = default;
};

/// Names compare without case (RFC 9110, section 5.1). The texts of fields that were taken out or
/// changed stay until the list goes.
class Fields {
public:
    Fields() = default;
    Fields(std::initializer_list<Field> fields);
    Fields(const Fields& other);
    Fields& operator=(const Fields& other) { return *this = Fields{other}; }
    Fields(Fields&& other) noexcept = default;
    Fields& operator=(Fields&& other) noexcept = default;

    bool empty() const { return list_.empty(); }
    std::size_t size() const { return list_.size(); }
    auto begin() const { return list_.begin(); }
    auto end() const { return list_.end(); }
    const Field& operator[](std::size_t index) const { return list_[index]; }
    const Field& front() const { return list_.front(); }
    const Field& back() const { return list_.back(); }
    /// Of all names and values.
    std::size_t text_bytes() const;

    /// Copies the texts, as all that takes texts does.
    void push_back(const Field& field) { list_.push_back({keep(field.name), keep(field.value)}); }
    void push_front(const Field& field);
    /// `field` is one of these.
    void set_value(const Field& field, std::string_view value) {
        list_[static_cast<std::size_t>(&field - list_.data())].value = keep(value);
    }
    void erase(std::size_t index);
    void clear() { *this = {}; }

    /// To make one of many texts that lie together already: keeps them as they are, and adds fields
    /// that are views of what was kept.
    std::string_view keep(std::string_view text) { return texts_.keep(text); }
    void reserve(std::size_t fields) { list_.reserve(fields); }
    void add_kept(const Field& field) { list_.push_back(field); }

    template <class Predicate>
    friend std::size_t erase_if(Fields& fields, Predicate is_out) {
        return std::erase_if(fields.list_, std::move(is_out));
    }
    bool operator==(const Fields& other) const { return list_ == other.list_; }

private:
    std::vector<Field> list_;
    KeptTexts texts_;
};

bool same_name(std::string_view one, std::string_view other);
const Field* find(const Fields& fields, std::string_view name);  // the first, or null
std::optional<std::string_view> value_of(const Fields& fields, std::string_view name);
/// All list members of all fields of that name, split at commas outside quotes, trimmed.
std::vector<std::string_view> list_members(const Fields& fields, std::string_view name);
/// The same of one value.
std::vector<std::string_view> list_members(std::string_view value);

}  // namespace shadowdiff::http
