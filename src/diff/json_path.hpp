// SPDX-License-Identifier: Apache-2.0
// The way from the root to where a comparison stands. Written out only when a difference is found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shadowdiff::diff {

class JsonPath {
public:
    /// The name is borrowed until pop().
    void push(std::string_view member_name);
    void push(std::size_t index);
    void pop() { steps_.pop_back(); }
    std::size_t depth() const { return steps_.size(); }

    /// "$.items[3].price"; not much longer than `bytes_max`, whatever the names are.
    std::string concrete(std::size_t bytes_max) const { return text(true, bytes_max); }
    /// "$.items[*].price"
    std::string pattern(std::size_t bytes_max) const { return text(false, bytes_max); }
    /// The same for equal patterns, without writing them out.
    std::uint64_t pattern_hash() const { return steps_.empty() ? 0 : steps_.back().pattern_hash; }

private:
    struct Step {
        std::variant<std::string_view, std::size_t> to;
        std::uint64_t pattern_hash = 0;  // of the way up to and with this step
    };

    std::string text(bool with_indices, std::size_t bytes_max) const;

    std::vector<Step> steps_;
};

}  // namespace shadowdiff::diff
