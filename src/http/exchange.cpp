// SPDX-License-Identifier: Apache-2.0
#include "http/exchange.hpp"

#include <algorithm>

namespace shadowdiff::http {

const Answer* find_answer(const Exchange& exchange, Leg leg, std::uint32_t attempt) {
    const auto found = std::ranges::find_if(exchange.answers, [&](const Answer& answer) {
        return answer.leg == leg && answer.attempt == attempt;
    });
    return found == exchange.answers.end() ? nullptr : &*found;
}

std::string_view name(Leg leg) {
    switch (leg) {
        case Leg::legacy: return "legacy";
        case Leg::candidate: return "candidate";
        case Leg::secondary: return "secondary";
    }
    return "";
}

std::string_view name(Origin origin) {
    switch (origin) {
        case Origin::observed: return "observed";
        case Origin::sent: return "sent";
        case Origin::recorded: return "recorded";
    }
    return "";
}

std::string_view name(Pairing pairing) {
    switch (pairing) {
        case Pairing::exact: return "exact";
        case Pairing::resynchronised: return "resynchronised";
        case Pairing::uncertain: return "uncertain";
    }
    return "";
}

}  // namespace shadowdiff::http
