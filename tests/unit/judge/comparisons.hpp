// SPDX-License-Identifier: Apache-2.0
// Comparisons written down in one line, for the tests of judge.
#pragma once

#include "diff/compare.hpp"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::judge::test {

using diff::Kind;
using diff::Severity;
using http::FailureClass;
using http::Leg;

/// At `path`, whose indices are [0]; the pattern has [*] instead.
inline diff::Difference differs(std::string path, Kind kind, std::string legacy = "1",
                                std::string candidate = "2", Severity severity = Severity::high) {
    auto pattern = path;
    for (auto at = pattern.find("[0]"); at != std::string::npos; at = pattern.find("[0]")) {
        pattern.replace(at, 3, "[*]");
    }
    return {std::move(path), std::move(pattern), kind,
            severity,        std::move(legacy),  std::move(candidate)};
}

inline diff::Difference changed(std::string path, std::string legacy = "1",
                                std::string candidate = "2") {
    return differs(std::move(path), Kind::changed, std::move(legacy), std::move(candidate));
}

inline diff::Difference respelled(std::string path) {
    return differs(std::move(path), Kind::representation, "1", "1.0", Severity::none);
}

using List = std::vector<diff::Difference>;

inline diff::AnswerComparison answer_of(Leg leg, std::uint32_t attempt) {
    diff::AnswerComparison result;
    result.leg = leg;
    result.attempt = attempt;
    return result;
}
inline diff::AnswerComparison answer(Leg leg, std::uint32_t attempt, List differences = {}) {
    auto result = answer_of(leg, attempt);
    result.differences.list = std::move(differences);
    return result;
}
inline diff::AnswerComparison candidate(List differences, std::uint32_t attempt = 0) {
    return answer(Leg::candidate, attempt, std::move(differences));
}
inline diff::AnswerComparison secondary(List differences, std::uint32_t attempt = 0) {
    return answer(Leg::secondary, attempt, std::move(differences));
}
inline diff::AnswerComparison legacy_again(List differences, std::uint32_t attempt = 1) {
    return answer(Leg::legacy, attempt, std::move(differences));
}
inline diff::AnswerComparison failed(Leg leg, FailureClass failure, std::uint32_t attempt = 0) {
    auto result = answer_of(leg, attempt);
    result.failure = http::Failure{failure, "127.0.0.1:1: why", 0};
    return result;
}

inline diff::Comparison answers(std::vector<diff::AnswerComparison> list) {
    diff::Comparison comparison;
    comparison.answers = std::move(list);
    return comparison;
}
inline diff::Comparison legacy_failed(FailureClass failure,
                                      std::vector<diff::AnswerComparison> list) {
    auto comparison = answers(std::move(list));
    comparison.legacy_failure = http::Failure{failure, "127.0.0.1:2: why", 0};
    return comparison;
}
inline diff::Comparison legacy_beyond_comparing(Reason reason,
                                                std::vector<diff::AnswerComparison> list) {
    auto comparison = answers(std::move(list));
    comparison.legacy_uncomparable = reason;
    return comparison;
}

}  // namespace shadowdiff::judge::test
