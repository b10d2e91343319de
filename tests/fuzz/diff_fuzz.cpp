// SPDX-License-Identifier: Apache-2.0
// Two JSON texts, parted by a zero octet: nothing differs from itself, and one direction finds
// something if and only if the other does, under wide and under narrow bounds.
#include "diff/diff.hpp"
#include "json/document.hpp"

#include <cstdint>
#include <cstdlib>

using namespace shadowdiff;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const json::Document& one, const json::Document& other, const DiffLimits& limits) {
    const auto there = diff::diff_json(one, other, limits);
    const auto back = diff::diff_json(other, one, limits);
    require(there.list.empty() == back.list.empty());
    require(there.list.size() <= limits.differences_max);
    require(diff::diff_json(one, one, limits).list.empty());
    require(diff::diff_json(one, other, limits).list == there.list);
    for (const auto& difference : there.list) {
        require(difference.path.size() <= limits.path_bytes_max);
        require(difference.legacy.size() <= limits.value_bytes_max);
        require(difference.candidate.size() <= limits.value_bytes_max);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes input{reinterpret_cast<const char*>(data), size};
    const auto zero = input.find('\0');
    if (zero == Bytes::npos) return 0;
    const auto one = json::parse(input.substr(0, zero));
    const auto other = json::parse(input.substr(zero + 1));
    if (!one || !other) return 0;
    check(*one, *other, {});
    check(*one, *other,
          {.depth_max = 2,
           .differences_max = 3,
           .alignment_edits_max = 1,
           .alignment_steps_max = 10,
           .value_bytes_max = 8,
           .path_bytes_max = 8});
    return 0;
}
