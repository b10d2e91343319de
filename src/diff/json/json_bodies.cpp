// SPDX-License-Identifier: Apache-2.0
#include "diff/json/json_bodies.hpp"

namespace shadowdiff::diff {

std::expected<Differences, json::ParseError> diff_json_bodies(ByteView legacy, ByteView candidate,
                                                              const DiffLimits& limits,
                                                              rules::ScopedRules* rules) {
    if (legacy == candidate) return Differences{};
    const auto in_legacy = json::parse_borrowed(legacy);
    if (!in_legacy) return std::unexpected{in_legacy.error()};
    const auto in_candidate = json::parse_borrowed(candidate, *in_legacy);
    if (!in_candidate) return std::unexpected{in_candidate.error()};
    return diff_json(*in_legacy, *in_candidate, limits, rules);
}

}  // namespace shadowdiff::diff
