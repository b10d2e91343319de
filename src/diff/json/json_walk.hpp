// SPDX-License-Identifier: Apache-2.0
// The walk over two JSON documents, both at once. Costs little where they are equal: equal text is
// skipped, names in one order need no pairing, and elements that are the same at the same place
// need no alignment.
#pragma once

#include "base/limits.hpp"
#include "diff/collector.hpp"
#include "diff/json/element_key.hpp"
#include "diff/json/equal_run.hpp"
#include "diff/json/json_path.hpp"
#include "diff/json/member_match.hpp"
#include "diff/json/pair_elements.hpp"
#include "diff/json/replaced.hpp"
#include "diff/json/rule_cursor.hpp"
#include "diff/json/spellings.hpp"
#include "json/canonical_hash.hpp"
#include "json/document.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace shadowdiff::diff {

/// How two values compare; the greater one says more.
enum class Likeness : std::uint8_t {
    same,
    spelled,  // the same value in another spelling
    different,
};

/// Two elements at one place of two arrays that are not the same.
struct UnlikeElements {
    std::uint32_t legacy;
    std::uint32_t candidate;
    std::uint32_t position;
    Likeness likeness;
};

/// Hashes of some of a document's values.
struct HashedNodes {
    json::Hashes hashes;      // a place for each node
    std::uint32_t begin = 0;  // of those that are known to be there
    std::uint32_t end = 0;
};

/// A walk's working memory, kept from one to the next.
struct WalkSpace {
    JsonPath path;
    std::vector<std::unique_ptr<MemberMatch>> members;  // by depth
    std::vector<UnlikeElements> unlike;                 // of the arrays around
    std::vector<std::uint32_t> keys;                    // of unlike elements
    std::vector<std::uint64_t> key_hashes;              // theirs
    std::vector<std::uint64_t> loose;                   // of one value
    HashedNodes legacy;
    HashedNodes candidate;

    /// Gives back what only a long document needed.
    void shrink();
};

class JsonWalk {
public:
    JsonWalk(const json::Document& legacy, const json::Document& candidate,
             const DiffLimits& limits, Collector& found, WalkSpace& space,
             rules::TreeRules* rules = nullptr);

    void run() { compare(0, 0); }

private:
    using Index = std::uint32_t;
    using MaybeIndex = std::optional<std::uint32_t>;
    using MaybeLoose = std::optional<LooseElement>;

    Likeness compare_at(Step step, Index legacy, Index candidate);
    Likeness compare_unlike_at(Step step, Index legacy, Index candidate);
    Likeness report_alone_at(Step step, MaybeIndex legacy, MaybeIndex candidate, Severity severity);
    bool is_same_text(Index legacy, Index candidate);
    bool is_same_run(Index legacy, Index candidate);
    Likeness compare(Index legacy, Index candidate);
    Likeness compare_numbers(Index legacy, Index candidate);
    Likeness compare_strings(Index legacy, Index candidate);
    Likeness compare_beyond_depth(Index legacy, Index candidate);

    Likeness compare_objects(Index legacy, Index candidate);
    bool have_names_in_order(Index legacy, Index candidate) const;
    Likeness compare_replaced(Index object);
    Likeness compare_in_order(Index legacy, Index candidate);
    Likeness compare_matched(Index legacy, Index candidate);
    Likeness compare_member(const MemberMatch& members, const MemberPair& pair);

    Likeness compare_arrays(Index legacy, Index candidate);
    Likeness probe(Step step, Index legacy, Index candidate);
    Likeness probe_arrays(Index legacy, Index candidate);
    bool stand_in_place(Index legacy, Index candidate);
    bool list_few_others(Index legacy, Index candidate);
    bool list_few_replaced(Index array);
    bool have_own_keys(std::size_t first_unlike);
    KeyAgreement have_one_key(Index legacy, Index candidate);
    bool list_unlike(Index legacy, Index candidate);
    bool are_unlike_in_place(std::size_t first_unlike);
    bool share_an_element(std::size_t first_unlike);
    bool share_a_spelling(std::size_t first_unlike);
    Likeness compare_unlike(std::size_t first_unlike);
    Likeness compare_aligned(Index legacy, Index candidate);
    bool join_spellings(Elements& legacy, Elements& candidate);
    bool are_spelled_alike(Index legacy, Index candidate, std::size_t position);
    MaybeLoose loosen(rules::Side side, Index index, std::size_t position);
    Likeness report_order(const ElementPairs& pairs, Index legacy, Index candidate);
    std::uint64_t hash(HashedNodes& hashed, const json::Document& document, Index index);
    void hash_all();

    Likeness report(Kind kind, Severity severity, MaybeIndex legacy, MaybeIndex candidate);
    Likeness report(Meaning found, std::string_view legacy, std::string_view candidate,
                    std::optional<rules::RuleIndex> excuse);

    const json::Node& legacy_node(Index index) const { return legacy_.nodes()[index]; }
    const json::Node& candidate_node(Index index) const { return candidate_.nodes()[index]; }

    const json::Document& legacy_;
    const json::Document& candidate_;
    const DiffLimits& limits_;
    Collector& found_;
    WalkSpace& space_;
    JsonPath& path_;
    RuleCursor rules_;
    ReplacedScalars replaced_;
    EqualRun run_;
    std::size_t alignment_steps_left_;
    std::size_t probe_steps_left_;  // then elements are compared by hash
    unsigned probing_ = 0;          // inside of so many probes: nothing is reported
};

}  // namespace shadowdiff::diff
