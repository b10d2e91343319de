// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/versions.hpp"

#include "store/run_ids.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

// As several are told of merged runs.
std::string in_words(const std::vector<std::string>& versions, const redact::Redactor& redactor) {
    std::string words;
    for (const auto& version : versions) {
        if (!words.empty()) words += "; ";
        words += version.empty() ? "not told" : redactor.text(version).text();
    }
    return words;
}

}  // namespace

void Versions::add(const http::Exchange& exchange) {
    constexpr std::size_t version_bytes_max = 128;
    constexpr std::size_t versions_max = 8;
    if (header_.empty()) return;
    for (const auto leg : {http::Leg::legacy, http::Leg::candidate}) {
        const auto* answer = http::find_answer(exchange, leg);
        const auto* response = answer ? answer->response() : nullptr;
        if (!response) continue;
        std::string version{http::value_of(response->headers, header_).value_or("")};
        if (version.size() > version_bytes_max) version = "(too long)";
        auto& seen = legs_[leg];
        if (std::ranges::find(seen, version) == seen.end() && seen.size() < versions_max) {
            seen.push_back(std::move(version));
        }
    }
}

std::map<std::string, std::string> Versions::facts(const redact::Redactor& redactor) const {
    std::map<std::string, std::string> facts;
    for (const auto& [leg, seen] : legs_) {
        const auto fact = std::string{name(leg)} + "_version";
        const auto told = seen.size() - static_cast<std::size_t>(std::ranges::count(seen, ""));
        if (told > 1) {
            facts[store::merged_prefix + fact] = in_words(seen, redactor);
        } else if (told == 1 && seen.size() == 1) {
            facts[fact] = redactor.text(seen.front()).text();
        }
    }
    return facts;
}

}  // namespace shadowdiff::pipeline
