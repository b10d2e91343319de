// SPDX-License-Identifier: Apache-2.0
// The way from the root to where a comparison stands. Written out only when a difference is found.
#pragma once

#include "diff/json/path_text.hpp"
#include "json/document.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace shadowdiff::diff {

/// From a container to one of its children.
struct Step {
    const json::Document* named_in;  // nothing: an array's element
    std::uint32_t to;                // node of the member's name in that document, or the index
};

class JsonPath {
public:
    void push(Step step) { steps_.push_back({step, 0, 0, 0}); }
    void pop() {
        steps_.pop_back();
        written_ = std::min(written_, steps_.size());
    }
    std::size_t depth() const { return steps_.size(); }
    void clear() {
        steps_.clear();
        written_ = 0;
    }

    /// Writes out where it stands; not much longer than `bytes_max`, whatever the names are. What
    /// was written of the way so far is not written again: `bytes_max` is to be the same.
    void write(std::size_t bytes_max);
    /// As written last: "$.items[3].price".
    std::string_view concrete() const { return concrete_.text(); }
    /// And "$.items[*].price", which a member named by an id is an item of, too.
    std::string_view pattern() const { return pattern_.text(); }
    /// Of the pattern as written last: made step by step, which costs less than reading the text.
    std::uint64_t pattern_hash() const {
        return written_ == 0 ? hash_of_root : steps_[written_ - 1].hash;
    }

private:
    struct Written {
        Step step;
        std::uint32_t concrete_end;  // of the texts, once it is written
        std::uint32_t pattern_end;
        std::uint64_t hash;  // of the pattern up to here
    };
    static_assert(sizeof(Written) == 32, "counted without a division");

    static constexpr std::uint64_t hash_of_root = 1;

    void write_index(std::uint32_t index);
    /// Gives the hash of what it adds to the pattern.
    std::uint64_t write_name(const Step& step, std::size_t bytes_max);

    std::vector<Written> steps_;
    std::size_t written_ = 0;  // steps at the head that the texts have
    PathText concrete_;
    PathText pattern_;
};

}  // namespace shadowdiff::diff
