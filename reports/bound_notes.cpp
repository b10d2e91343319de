// SPDX-License-Identifier: Apache-2.0
#include "reports/bound_notes.hpp"

#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace shadowdiff::reports {

std::vector<std::string> bound_sentences(const store::RunRows& rows) {
    std::vector<std::string> out;
    struct Words {
        std::string_view what;
        std::string_view sentence;
    };
    static constexpr std::array words = {
        Words{"coarse_lists",
              "lists were too unlike to be aligned within the bounds: elements may be paired less "
              "well than they could be, and more be told than differs"},
        Words{"differences_unlisted", "there were more differences than are listed of one answer"},
        Words{"rule_filters",
              "a rule's filter took too long to evaluate: the rule did not hold there"},
        Words{"rule_states", "rules had more states than are kept: some did not hold there"},
        Words{"set_aside_unlisted",
              "rules set aside more than is listed of one answer: what they did is more than is "
              "counted"},
    };
    for (const store::BoundRow& row : rows.bounds) {
        const auto found = std::ranges::find(words, std::string_view{row.what}, &Words::what);
        if (found != words.end()) {
            out.push_back(
                fmt::format("In {} {}.", counted(row.n, "exchange", "exchanges"), found->sentence));
        } else {
            out.push_back(
                fmt::format("{}: {}, for lack of room.", as_words(row.what), grouped(row.n)));
        }
    }
    return out;
}

}  // namespace shadowdiff::reports
