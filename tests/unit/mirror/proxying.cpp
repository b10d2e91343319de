// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/mirror/proxying.hpp"

#include "base/overload.hpp"

#include <fmt/format.h>

namespace shadowdiff::mirror {
namespace {

std::string tell(const http::AnswerSeen& seen) {
    if (const auto* response = seen.answer.response()) {
        return fmt::format("answered {}", response->status);
    }
    return fmt::format("failed {}", http::name(seen.answer.failure()->failure_class));
}

}  // namespace

std::string Proxying::story() const {
    std::string story;
    for (const auto& sighting : sightings) {
        if (!story.empty()) story += ", ";
        story += std::visit(
            Overload{
                [](const http::RequestSeen& seen) { return "seen " + seen.target; },
                [](const http::RequestComplete&) { return std::string{"complete"}; },
                [](const http::AnswerSeen& seen) { return tell(seen); },
                [](const http::Lost& lost) { return fmt::format("lost {}", name(lost.reason)); },
                [](const http::ConnectionEnded&) { return std::string{"ended"}; },
            },
            sighting);
    }
    return story;
}

}  // namespace shadowdiff::mirror
