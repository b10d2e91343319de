// SPDX-License-Identifier: Apache-2.0
#include "normalise/alike_fields.hpp"

namespace shadowdiff::normalise {
namespace {

constexpr std::size_t places_max = 64;

std::uint64_t bit_of(std::size_t place) { return std::uint64_t{1} << place; }

// All fields of one name are compared together.
std::uint64_t places_of(const http::Fields& fields, std::string_view name) {
    std::uint64_t places = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (http::same_name(fields[i].name, name)) places |= bit_of(i);
    }
    return places;
}

}  // namespace

std::uint64_t alike_fields(const http::Fields& one, const http::Fields& other) {
    if (one.size() != other.size() || one.size() > places_max) return 0;
    std::uint64_t differing = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        const auto& name = one[i].name;
        if (name != other[i].name && !http::same_name(name, other[i].name)) return 0;
        if (one[i].value != other[i].value) differing |= places_of(one, name);
    }
    // It takes others out.
    if ((differing & places_of(one, "connection")) != 0) return 0;
    // They are read by the answer's date.
    differing |= places_of(one, "expires") | places_of(one, "set-cookie");
    return ~differing;
}

}  // namespace shadowdiff::normalise
