// SPDX-License-Identifier: Apache-2.0
// The way from the root to where a comparison stands. Written out only when a difference is found.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shadowdiff::diff {

class JsonPath {
public:
    /// The name is borrowed until pop().
    void push(std::string_view member_name) { steps_.emplace_back(member_name); }
    void push(std::size_t index) { steps_.emplace_back(index); }
    void pop() { steps_.pop_back(); }
    std::size_t depth() const { return steps_.size(); }

    /// "$.items[3].price"; not much longer than `bytes_max`, whatever the names are.
    std::string concrete(std::size_t bytes_max) const { return text(true, bytes_max); }
    /// "$.items[*].price"
    std::string pattern(std::size_t bytes_max) const { return text(false, bytes_max); }

private:
    std::string text(bool with_indices, std::size_t bytes_max) const;

    std::vector<std::variant<std::string_view, std::size_t>> steps_;
};

}  // namespace shadowdiff::diff
