// SPDX-License-Identifier: Apache-2.0
// How the walk goes through two objects: only where they differ where that is known, in their order
// where names agree, else along pairs.
#include "diff/json/json_walk.hpp"

#include <algorithm>

namespace shadowdiff::diff {

using json::Document;
using json::Type;

namespace {

Severity missing_member_severity(const Document& legacy, std::uint32_t value) {
    const auto type = legacy.nodes()[value].type;
    if (type == Type::null) return Severity::low;
    return type == Type::array && legacy.is_empty_container(value) ? Severity::medium
                                                                   : Severity::high;
}

}  // namespace

Likeness JsonWalk::compare_objects(Index legacy, Index candidate) {
    if (replaced_.know(legacy, candidate)) return compare_replaced(legacy);
    if (have_names_in_order(legacy, candidate)) return compare_in_order(legacy, candidate);
    return compare_matched(legacy, candidate);
}

bool JsonWalk::have_names_in_order(Index legacy, Index candidate) const {
    const auto legacy_end = legacy_node(legacy).next;
    const auto candidate_end = candidate_node(candidate).next;
    auto name = legacy + 1;
    auto other = candidate + 1;
    while (name != legacy_end && other != candidate_end) {
        if (!legacy_.same_string(legacy_node(name), candidate_, candidate_node(other)))
            return false;
        name = legacy_node(name + 1).next;
        other = candidate_node(other + 1).next;
    }
    return name == legacy_end && other == candidate_end;
}

Likeness JsonWalk::compare_in_order(Index legacy, Index candidate) {
    auto likeness = Likeness::same;
    auto other = candidate + 1;
    for (auto name = legacy + 1; name < legacy_node(legacy).next;) {
        likeness = std::max(likeness, compare_at({&legacy_, name}, name + 1, other + 1));
        if (probing_ > 0 && likeness == Likeness::different) break;
        name = legacy_node(name + 1).next;
        other = candidate_node(other + 1).next;
    }
    return likeness;
}

/// Of an object that both tapes have at this index: only the members in which something is other.
Likeness JsonWalk::compare_replaced(Index object) {
    auto likeness = Likeness::same;
    const auto end = legacy_node(object).next;
    auto name = object + 1;
    for (;;) {
        const auto replaced = replaced_.first_from(name);
        if (replaced >= end) return likeness;
        while (legacy_node(name + 1).next <= replaced) name = legacy_node(name + 1).next;
        likeness = std::max(likeness, compare_unlike_at({&legacy_, name}, name + 1, name + 1));
        if (probing_ > 0 && likeness == Likeness::different) return likeness;
        name = legacy_node(name + 1).next;
    }
}

Likeness JsonWalk::compare_matched(Index legacy, Index candidate) {
    auto& at_depth = space_.members;
    while (at_depth.size() <= path_.depth()) at_depth.push_back(std::make_unique<MemberMatch>());
    auto& members = *at_depth[path_.depth()];
    members.find(legacy_, legacy, candidate_, candidate);
    auto likeness = Likeness::same;
    for (const auto& pair : members.pairs()) {
        likeness = std::max(likeness, compare_member(members, pair));
        if (probing_ > 0 && likeness == Likeness::different) break;
    }
    return likeness;
}

Likeness JsonWalk::compare_member(const MemberMatch& members, const MemberPair& pair) {
    if (!pair.legacy) {
        const auto name = members.candidate_name(*pair.candidate);
        const auto severity = pair.is_duplicate ? Severity::high : Severity::low;
        return report_alone_at({&candidate_, name}, std::nullopt, name + 1, severity);
    }
    const auto name = members.legacy_name(*pair.legacy);
    if (pair.candidate) {
        return compare_at({&legacy_, name}, name + 1, members.candidate_name(*pair.candidate) + 1);
    }
    const auto severity =
        pair.is_duplicate ? Severity::high : missing_member_severity(legacy_, name + 1);
    return report_alone_at({&legacy_, name}, name + 1, std::nullopt, severity);
}

}  // namespace shadowdiff::diff
