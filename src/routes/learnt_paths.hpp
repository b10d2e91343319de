// SPDX-License-Identifier: Apache-2.0
// Paths -> templates, by what their parts look like and by what was learnt of the traffic. Pure:
// the same paths and answers in the same order give the same templates.
#pragma once

#include "base/text_hash.hpp"
#include "http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shadowdiff::routes {

struct LearntPathsLimits {
    std::size_t places_max = 4'096;  // in paths, whose words are counted
    std::size_t words_max = 512;     // of one place; beyond it none is added
    // A place takes what is minted, not words, when it has had so many distinct ones, at least one
    // in so many requests was new, and so large a share of them was answered alike. A resource has
    // hardly more kinds of children than that, and they are not answered alike.
    std::size_t distinct_min = 24;
    std::size_t requests_per_distinct_max = 8;
    double alike_share_min = 0.9;
    std::size_t walks_max = 4'096;  // remembered; then all are found anew
};

class LearntPaths {
public:
    /// Says of a part of a path, given the one before, that no template may show it.
    using IsSecret = std::function<bool(std::string_view before, std::string_view segment)>;

    struct Shown {
        std::string path;
        bool is_learnt = false;  // its looks alone do not make it so
    };

    explicit LearntPaths(IsSecret is_secret, LearntPathsLimits limits = {})
        : limits_{limits}, is_secret_{std::move(is_secret)} {}
    LearntPaths(const LearntPaths&) = delete;
    LearntPaths& operator=(const LearntPaths&) = delete;
    LearntPaths(LearntPaths&&) = default;

    /// Of a request's path, whose words are counted. Valid until the next call.
    const Shown& take(std::string_view path);
    /// Legacy answered a request for that path so: see response_shape().
    void learn(std::string_view path, const http::Response& response);

private:
    struct Word {
        std::uint64_t requests = 0;
        std::uint64_t shape = 0;  // of the last answer, 0 before there was one
    };
    struct Place {
        std::uint64_t requests = 0;
        bool is_variable = false;
        std::map<std::string, Word, std::less<>> words;  // once variable: those that stay words
    };
    /// A place that takes words, and the word that a path has there. Null are those for which there
    /// was no room.
    struct Step {
        Place* place = nullptr;
        Word* word = nullptr;
    };
    /// Paths that look alike go the same way, until a place becomes variable.
    struct Walk {
        Shown shown;
        std::vector<Step> steps;  // from the right
    };
    using Segments = std::vector<std::string_view>;

    Walk* known_walk(std::string_view path);
    Walk first_walk();
    std::vector<Step> known_steps();
    Segments shown_segments() const;
    /// Calls visit(place, word) for each place of the path that takes words, from the right; a word
    /// that turns out to be minted becomes so first. `place` is null where none is known. True when
    /// one became so.
    template <class Visit>
    bool each_word(Segments& segments, Visit visit);
    Place* placed();
    void add_word(Place& place, std::string_view text) const;
    bool may_become_variable(const Place& place) const;
    bool learn(const Step& step, const http::Response& response, std::uint64_t& shape) const;
    bool settle(Place& place) const;
    void forget_walks();

    LearntPathsLimits limits_;
    IsSecret is_secret_;
    std::map<std::string, Place, std::less<>> places_;       // by the path with one word left out
    std::unordered_map<std::string, Walk, TextHash> walks_;  // by what their paths look like
    std::string path_ = {};                                  // that was looked at last
    std::string looks_ = {};                                 // of that path
    Walk* walk_ = nullptr;                                   // of that path, where it is known
    std::string key_ = {};                                   // of the place that is looked at
};

}  // namespace shadowdiff::routes
