// SPDX-License-Identifier: Apache-2.0
// Pairs of JSON answers to measure with.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>

namespace shadowdiff::bench {

enum class Members { in_order, reordered };

struct Answers {
    std::string legacy;
    std::string candidate;
};

/// Every so-manieth price is another one; 0: none is.
inline Answers make_answers(std::size_t items, Members members, std::size_t changed_every) {
    Answers answers{R"({"items": [)", R"({"items": [)"};
    for (std::size_t i = 0; i < items; ++i) {
        const auto* const comma = i > 0 ? ", " : "";
        const auto id = fmt::format(R"("id": {})", i);
        const auto rest = [&](int price) {
            return fmt::format(
                R"("name": "Tea number {}", "price": {}, "tags": ["green", "loose"])", i, price);
        };
        const bool is_changed = changed_every > 0 && i % changed_every == 0;
        const auto price = is_changed ? 425 : 420;
        answers.legacy += fmt::format("{}{{{}, {}}}", comma, id, rest(420));
        answers.candidate += members == Members::in_order
                                 ? fmt::format("{}{{{}, {}}}", comma, id, rest(price))
                                 : fmt::format("{}{{{}, {}}}", comma, rest(price), id);
    }
    answers.legacy += "]}";
    answers.candidate += "]}";
    return answers;
}

}  // namespace shadowdiff::bench
