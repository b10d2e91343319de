// SPDX-License-Identifier: Apache-2.0
// Ids that legacy and the candidate mint each for itself: every value differs, and still each of
// legacy's must stand for one of the candidate's and the other way round, in links as well.
#pragma once

#include "diff/difference.hpp"

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shadowdiff::judge {

struct RenamingLimits {
    std::size_t ids_max = 1'024;       // of one session: the latest, and up to as many before
    std::size_t sessions_max = 1'024;  // followed at once; the one quiet for longest is forgotten
    std::size_t id_bytes_max = 128;    // what is longer is no id but sealed content
};

struct IdPair {
    std::string legacy;
    std::string candidate;
    bool operator==(const IdPair&) const = default;
};

/// The ids that differ in one difference: the value itself, or parts of a text such as a link.
/// Nothing where the two texts are not built alike.
std::vector<IdPair> id_pairs(const diff::Difference& difference);

/// A map that is one-to-one, as far as it goes.
class Renaming {
public:
    explicit Renaming(RenamingLimits limits = {}) : limits_{limits} {}

    /// False when one of the two already stands for another.
    bool agrees(const IdPair& pair) const;
    /// True when just these two stand for each other.
    bool knows(const IdPair& pair) const;
    /// True when one of the two is known as an id of the other side.
    bool are_crossed(const IdPair& pair) const;
    /// A pair that agrees. Full, it forgets the older half.
    void learn(const IdPair& pair);
    std::size_t size() const { return latest_.to_candidate.size() + before_.to_candidate.size(); }

private:
    struct Half {
        std::unordered_map<std::string, std::string> to_candidate;
        std::unordered_map<std::string, std::string> to_legacy;

        bool agrees(const IdPair& pair) const;
        bool knows(const IdPair& pair) const;
    };

    RenamingLimits limits_;
    Half latest_;
    Half before_;
};

/// One renaming for each session of a client.
class Renamings {
public:
    explicit Renamings(RenamingLimits limits = {}) : limits_{limits} {}

    Renaming& of(std::string_view session);
    std::size_t size() const { return by_use_.size(); }

private:
    using Session = std::pair<std::string, Renaming>;

    RenamingLimits limits_;
    std::list<Session> by_use_;  // the latest first
    std::unordered_map<std::string, std::list<Session>::iterator> sessions_;
};

}  // namespace shadowdiff::judge
