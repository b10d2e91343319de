// SPDX-License-Identifier: Apache-2.0
// The way from the root to where a comparison stands. Written out only when a difference is found.
#pragma once

#include "json/document.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
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
    void push(Step step) { steps_.push_back(step); }
    void pop() { steps_.pop_back(); }
    std::size_t depth() const { return steps_.size(); }
    void clear() { steps_.clear(); }

    /// Writes out where it stands; not much longer than `bytes_max`, whatever the names are.
    void write(std::size_t bytes_max);
    /// As written last: "$.items[3].price".
    std::string_view concrete() const { return concrete_; }
    /// And "$.items[*].price", which a member named by an id is an item of, too.
    std::string_view pattern() const { return pattern_; }

private:
    std::vector<Step> steps_;
    std::string concrete_;
    std::string pattern_;
};

}  // namespace shadowdiff::diff
