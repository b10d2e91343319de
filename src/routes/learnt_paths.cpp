// SPDX-License-Identifier: Apache-2.0
#include "routes/learnt_paths.hpp"

#include "base/ascii.hpp"
#include "routes/response_shape.hpp"
#include "routes/route.hpp"
#include "routes/template.hpp"

#include <algorithm>
#include <bit>
#include <span>

namespace shadowdiff::routes {
namespace {

void append(std::string& path, std::span<const std::string_view> segments) {
    for (const auto segment : segments) path.append("/").append(segment);
}

/// What may be learnt to be minted: a word of some length, neither a version nor a variable.
bool is_word(std::string_view segment) {
    const bool is_version = segment.size() > 1 && segment[0] == 'v' && ascii::is_digit(segment[1]);
    return segment.size() > 1 && segment != minted && segment != "…" && !is_version;
}

}  // namespace

const LearntPaths::Shown& LearntPaths::take(std::string_view path) {
    if (auto* walk = known_walk(path)) {
        for (const auto& [place, word] : walk->steps) {
            if (!place || !may_become_variable(*place)) continue;
            ++place->requests;
            if (word) ++word->requests;
        }
        return walk->shown;
    }
    if (walks_.size() >= limits_.walks_max) walks_.clear();
    walk_ = &walks_.emplace(looks_, first_walk()).first->second;
    return walk_->shown;
}

/// Null where it is not known, or no more. An answer mostly follows its request, so that its path
/// is known already.
LearntPaths::Walk* LearntPaths::known_walk(std::string_view path) {
    if (walk_ && path == path_) return walk_;
    path_ = path;
    write_path_template(path, looks_);
    const auto found = walks_.find(looks_);
    walk_ = found == walks_.end() ? nullptr : &found->second;
    return walk_;
}

LearntPaths::Segments LearntPaths::shown_segments() const {
    auto segments = split_path(looks_);
    for (std::size_t i = 0; is_secret_ && i < segments.size(); ++i) {
        if (!is_word(segments[i])) continue;
        if (is_secret_(i > 0 ? segments[i - 1] : "", segments[i])) segments[i] = minted;
    }
    return segments;
}

// From the right, so that what varies at the end of a path does not hide what varies before it.
template <class Visit>
bool LearntPaths::each_word(Segments& segments, Visit visit) {
    bool is_any_learnt = false;
    for (auto i = segments.size(); i-- > 0;) {
        if (!is_word(segments[i])) continue;
        const std::span all{segments};
        key_.clear();
        append(key_, all.first(i));
        key_.append("/*");
        append(key_, all.subspan(i + 1));
        const auto found = places_.find(key_);
        auto* place = found == places_.end() ? nullptr : &found->second;
        if (place && place->is_variable && !place->words.contains(segments[i])) {
            segments[i] = minted;
            is_any_learnt = true;
        } else {
            visit(place, segments[i]);
        }
    }
    return is_any_learnt;
}

/// Of the path that was looked at last; its words are counted.
LearntPaths::Walk LearntPaths::first_walk() {
    auto segments = shown_segments();
    Walk walk;
    walk.shown.is_learnt = each_word(segments, [&](Place* place, std::string_view text) {
        if (!place) place = placed();
        if (!place) return;
        if (may_become_variable(*place)) add_word(*place, text);
        const auto word = place->words.find(text);
        walk.steps.push_back({place, word == place->words.end() ? nullptr : &word->second});
    });
    walk.shown.path.reserve(looks_.size() + minted.size());
    append(walk.shown.path, segments);
    return walk;
}

/// The same without counting. A part that was learnt to be minted is so in the names of all places.
std::vector<LearntPaths::Step> LearntPaths::known_steps() {
    auto segments = shown_segments();
    each_word(segments, [](Place*, std::string_view) {});
    std::vector<Step> steps;
    each_word(segments, [&](Place* place, std::string_view text) {
        if (!place) return;
        const auto word = place->words.find(text);
        steps.push_back({place, word == place->words.end() ? nullptr : &word->second});
    });
    return steps;
}

/// A new place with the key that was looked at, or null.
LearntPaths::Place* LearntPaths::placed() {
    if (places_.size() >= limits_.places_max) return nullptr;
    return &places_.emplace(key_, Place{}).first->second;
}

void LearntPaths::add_word(Place& place, std::string_view text) const {
    ++place.requests;
    const auto known = place.words.find(text);
    if (known != place.words.end()) {
        ++known->second.requests;
    } else if (place.words.size() < limits_.words_max) {
        place.words.emplace(text, Word{1, 0});
    }
}

/// Once there were so many requests that no number of words is enough, it stays as it is.
bool LearntPaths::may_become_variable(const Place& place) const {
    return !place.is_variable &&
           place.requests <= limits_.words_max * limits_.requests_per_distinct_max;
}

void LearntPaths::learn(std::string_view path, const http::Response& response) {
    auto* walk = known_walk(path);
    const bool is_as_walked = walk && !walk->shown.is_learnt;
    const auto found = is_as_walked ? std::vector<Step>{} : known_steps();
    std::uint64_t shape = 0;
    bool is_any_settled = false;
    for (const auto& step : is_as_walked ? walk->steps : found) {
        is_any_settled |= learn(step, response, shape);
    }
    if (is_any_settled) forget_walks();
}

/// True when the place has become variable.
bool LearntPaths::learn(const Step& step, const http::Response& response,
                        std::uint64_t& shape) const {
    const auto& [place, word] = step;
    if (!may_become_variable(*place)) return false;
    // One word in a place needs no shape yet: most places never have a second.
    if (!word || place->words.size() < 2) return false;
    // Answers to one word are alike: most of them need not be looked at.
    if (word->shape != 0 && !std::has_single_bit(word->requests)) return false;
    if (shape == 0) shape = response_shape(response);
    word->shape = shape;
    return settle(*place);
}

bool LearntPaths::settle(Place& place) const {
    if (place.words.size() < limits_.distinct_min ||
        place.words.size() * limits_.requests_per_distinct_max < place.requests) {
        return false;
    }
    std::map<std::uint64_t, std::size_t> shapes;
    for (const auto& [text, word] : place.words) {
        if (word.shape != 0) ++shapes[word.shape];
    }
    std::size_t answered = 0;
    for (const auto& [shape, words] : shapes) answered += words;
    // The first word of a place was answered before a second made it worth looking at.
    if (answered + 1 < limits_.distinct_min) return false;
    const auto usual = std::ranges::max_element(
        shapes, {}, [](const auto& shape_and_words) { return shape_and_words.second; });
    if (static_cast<double>(usual->second) <
        limits_.alike_share_min * static_cast<double>(answered)) {
        return false;
    }
    place.is_variable = true;
    // What is answered otherwise, or asked for far oftener than the others, is a name.
    constexpr std::uint64_t often = 10;
    const auto requests_usual = place.requests / place.words.size() + 1;
    std::erase_if(place.words, [&](const auto& entry) {
        const auto& word = entry.second;
        const bool is_alike = word.shape == 0 || word.shape == usual->first;
        return is_alike && word.requests <= often * requests_usual;
    });
    return true;
}

void LearntPaths::forget_walks() {
    walks_.clear();
    walk_ = nullptr;
}

}  // namespace shadowdiff::routes
