// SPDX-License-Identifier: Apache-2.0
// The way from the root to where a comparison stands. Written out only when a difference is found.
#pragma once

#include "json/document.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::diff {

/// From a container to one of its children.
struct Step {
    const json::Document* named_in;  // nothing: an array's element
    std::uint32_t to;                // node of the member's name in that document, or the index
};

class JsonPath {
public:
    void push(Step step) { steps_.push_back(step); }
    void pop() { steps_.pop_back(); }
    std::size_t depth() const { return steps_.size(); }
    void clear() { steps_.clear(); }

    /// "$.items[3].price" and "$.items[*].price", which a member named by an id is an item of, too;
    /// not much longer than `bytes_max`, whatever the names are.
    void write(std::string& concrete, std::string& pattern, std::size_t bytes_max);
    /// The same for equal patterns, without writing them out.
    std::uint64_t pattern_hash() const;

private:
    std::vector<Step> steps_;
    std::string concrete_;  // written here first, so that a result has the length that it needs
    std::string pattern_;
};

}  // namespace shadowdiff::diff
