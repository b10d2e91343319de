// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/versions.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace shadowdiff::pipeline {

void Versions::add(const http::Exchange& exchange) {
    constexpr std::size_t version_bytes_max = 128;
    if (header_.empty()) return;
    for (const auto leg : {http::Leg::legacy, http::Leg::candidate}) {
        const auto* answer = http::find_answer(exchange, leg);
        const auto* response = answer ? answer->response() : nullptr;
        if (!response) continue;
        std::string version{http::value_of(response->headers, header_).value_or("")};
        version.resize(std::min(version.size(), version_bytes_max));
        const auto [seen, is_first] = legs_.try_emplace(leg, Seen{version});
        if (!is_first && seen->second.version != version) seen->second.is_one = false;
    }
}

std::map<std::string, std::string> Versions::facts(const redact::Redactor& redactor) const {
    std::map<std::string, std::string> facts;
    for (const auto& [leg, seen] : legs_) {
        if (!seen.is_one || seen.version.empty()) continue;
        facts[std::string{name(leg)} + "_version"] = redactor.text(seen.version).text();
    }
    return facts;
}

}  // namespace shadowdiff::pipeline
