// SPDX-License-Identifier: Apache-2.0
#include "diff/json/json_walk.hpp"

#include "diff/meaning/meaning.hpp"
#include "json/number.hpp"

namespace shadowdiff::diff {

using json::Document;
using json::Type;

namespace {

bool is_empty(const Document& document, std::uint32_t index) {
    const auto& node = document.nodes()[index];
    return node.type == Type::string ? node.length == 0 : document.is_empty_container(index);
}

/// Null for an empty text or container is a usual slip of a rewrite; clients that iterate still
/// break on it.
Severity retyped_severity(const Document& legacy, std::uint32_t in_legacy,
                          const Document& candidate, std::uint32_t in_candidate) {
    const bool legacy_null = legacy.nodes()[in_legacy].type == Type::null;
    const bool candidate_null = candidate.nodes()[in_candidate].type == Type::null;
    const bool null_for_empty = (legacy_null && is_empty(candidate, in_candidate)) ||
                                (candidate_null && is_empty(legacy, in_legacy));
    return null_for_empty ? Severity::medium : Severity::high;
}

}  // namespace

void WalkSpace::shrink() {
    constexpr std::size_t kept_max = 1 << 18;  // the nodes of 2 MB of text: 6 MB in all
    const auto give_back = [](auto& values) {
        if (values.capacity() > kept_max) values = {};
    };
    give_back(legacy.hashes);
    give_back(candidate.hashes);
    give_back(unlike);
    give_back(keys);
    give_back(key_hashes);
    give_back(loose);
}

JsonWalk::JsonWalk(const Document& legacy, const Document& candidate, const DiffLimits& limits,
                   Collector& found, WalkSpace& space, rules::TreeRules* rules)
    : legacy_{legacy},
      candidate_{candidate},
      limits_{limits},
      found_{found},
      space_{space},
      path_{space.path},
      rules_{rules},
      replaced_{legacy, candidate},
      run_{legacy.text(), candidate.text()},
      alignment_steps_left_{limits.alignment_steps_max},
      probe_steps_left_{limits.probe_steps_per_node_max *
                        (legacy.nodes().size() + candidate.nodes().size())} {
    path_.clear();
    space_.unlike.clear();
    space_.legacy.end = space_.candidate.end = 0;
    for (auto& members : space_.members) members->forget();
}

/// From a value to one in it, on both sides.
Likeness JsonWalk::compare_at(Step step, Index legacy, Index candidate) {
    return is_same_text(legacy, candidate) ? Likeness::same
                                           : compare_unlike_at(step, legacy, candidate);
}

/// The same where the texts are known to be other ones.
Likeness JsonWalk::compare_unlike_at(Step step, Index legacy, Index candidate) {
    path_.push(step);
    const auto before = rules_.go(step, legacy, candidate);
    const auto likeness = compare(legacy, candidate);
    rules_.come_back(before);
    path_.pop();
    return likeness;
}

/// To a value that one side has not.
Likeness JsonWalk::report_alone_at(Step step, MaybeIndex legacy, MaybeIndex candidate,
                                   Severity severity) {
    path_.push(step);
    const auto before = rules_.go(step, legacy, candidate);
    const auto likeness = report(legacy ? Kind::missing : Kind::added, severity, legacy, candidate);
    rules_.come_back(before);
    path_.pop();
    return likeness;
}

/// The quick answer for most values; of long ones the walk remembers how far they agree.
bool JsonWalk::is_same_text(Index legacy, Index candidate) {
    if (replaced_.know(legacy, candidate)) {
        return !replaced_.is_any_in(legacy, legacy_node(legacy).next);
    }
    constexpr std::uint32_t short_bytes = 64;
    const auto& in_legacy = legacy_node(legacy);
    const auto& in_candidate = candidate_node(candidate);
    return in_legacy.type == in_candidate.type && in_legacy.length <= short_bytes &&
           legacy_.same_raw(in_legacy, candidate_, in_candidate);
}

/// Asked of what is not known to have the same text.
bool JsonWalk::is_same_run(Index legacy, Index candidate) {
    const auto& in_legacy = legacy_node(legacy);
    const auto& in_candidate = candidate_node(candidate);
    return !replaced_.know(legacy, candidate) && in_legacy.type == in_candidate.type &&
           in_legacy.length == in_candidate.length &&
           run_.holds(in_legacy.begin, in_candidate.begin, in_legacy.length);
}

Likeness JsonWalk::compare(Index legacy, Index candidate) {
    const auto& in_legacy = legacy_node(legacy);
    const auto& in_candidate = candidate_node(candidate);
    if (in_legacy.type != in_candidate.type) {
        const auto severity = retyped_severity(legacy_, legacy, candidate_, candidate);
        return report(Kind::retyped, severity, legacy, candidate);
    }
    switch (in_legacy.type) {
        case Type::null: return Likeness::same;
        case Type::boolean:
            if (in_legacy.length == in_candidate.length) return Likeness::same;
            return report(Kind::changed, Severity::medium, legacy, candidate);
        case Type::number: return compare_numbers(legacy, candidate);
        case Type::string: return compare_strings(legacy, candidate);
        case Type::array:
        case Type::object: break;
    }
    if (is_same_run(legacy, candidate)) return Likeness::same;
    if (path_.depth() >= limits_.depth_max) return compare_beyond_depth(legacy, candidate);
    if (in_legacy.type == Type::object) return compare_objects(legacy, candidate);
    return compare_arrays(legacy, candidate);
}

Likeness JsonWalk::compare_numbers(Index legacy, Index candidate) {
    const auto& in_legacy = legacy_node(legacy);
    const auto& in_candidate = candidate_node(candidate);
    if (legacy_.same_raw(in_legacy, candidate_, in_candidate)) return Likeness::same;
    if (json::equal_numbers(legacy_.raw(in_legacy), candidate_.raw(in_candidate))) {
        return report(Kind::representation, Severity::none, legacy, candidate);
    }
    return report(Kind::changed, Severity::medium, legacy, candidate);
}

Likeness JsonWalk::compare_strings(Index legacy, Index candidate) {
    if (legacy_.same_string(legacy_node(legacy), candidate_, candidate_node(candidate))) {
        return Likeness::same;
    }
    return report(Kind::changed, Severity::medium, legacy, candidate);
}

Likeness JsonWalk::compare_beyond_depth(Index legacy, Index candidate) {
    const auto one = hash(space_.legacy, legacy_, legacy);
    if (one == hash(space_.candidate, candidate_, candidate)) return Likeness::same;
    return report(Kind::changed, Severity::high, legacy, candidate);
}

Likeness JsonWalk::report(Kind kind, Severity severity, MaybeIndex legacy, MaybeIndex candidate) {
    const auto excuse =
        severity == Severity::none ? std::nullopt : rules_.excuse(legacy, candidate, false);
    return report({kind, severity}, legacy ? legacy_.source(*legacy) : std::string_view{},
                  candidate ? candidate_.source(*candidate) : std::string_view{}, excuse);
}

/// The one place where a difference is found. What a rule excuses is as good as another spelling.
Likeness JsonWalk::report(Meaning found, std::string_view legacy, std::string_view candidate,
                          std::optional<rules::RuleIndex> excuse) {
    const bool may_mean_the_same =
        found.kind == Kind::changed || found.kind == Kind::representation || excuse;
    if (probing_ > 0 && !may_mean_the_same) return Likeness::different;
    const auto meaning = meaning_of(found, legacy, candidate);
    const bool is_set_aside = excuse && meaning.severity != Severity::none;
    const bool is_spelling = meaning.kind == Kind::representation || is_set_aside;
    const auto likeness = is_spelling ? Likeness::spelled : Likeness::different;
    if (probing_ > 0) return likeness;
    path_.write(limits_.path_bytes_max);
    if (!is_set_aside && !found_.admits(path_.pattern_hash(), meaning.kind, meaning.severity)) {
        return likeness;
    }
    const FoundDifference told{path_.concrete(), path_.pattern(), meaning, legacy, candidate};
    if (is_set_aside) {
        found_.set_aside(told, *excuse);
    } else {
        found_.add(told);
    }
    return likeness;
}

}  // namespace shadowdiff::diff
