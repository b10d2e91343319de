// SPDX-License-Identifier: Apache-2.0
#include "base/counted.hpp"

#include <fmt/format.h>

namespace shadowdiff {

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural) {
    return fmt::format("{} {}", grouped(number), number == 1 ? singular : plural);
}

std::string counted_of(std::uint64_t number, std::uint64_t all, std::string_view singular,
                       std::string_view plural) {
    return fmt::format("{} of {}", grouped(number), counted(all, singular, plural));
}

std::string_view is_or_are(std::uint64_t number) { return number == 1 ? "is" : "are"; }

}  // namespace shadowdiff
