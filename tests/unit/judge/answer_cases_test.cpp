// SPDX-License-Identifier: Apache-2.0
// Runs fixtures/diff/answers/*.json: whole answers compared and judged, without any further answer.
#include "diff/compare.hpp"
#include "judge/judge.hpp"
#include "normalise/proto_schema.hpp"
#include "tests/support/shop_descriptors.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

using namespace shadowdiff;

namespace {

using AnswerCase = nlohmann::json;

http::Fields fields_of(const AnswerCase& lines) {
    http::Fields fields;
    for (const auto& one : lines) {
        const auto line = one.get<std::string>();
        const auto colon = line.find(": ");
        REQUIRE(colon != std::string::npos);
        fields.push_back({line.substr(0, colon), line.substr(colon + 2)});
    }
    return fields;
}

Bytes from_hex(const std::string& digits) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    }
    return bytes;
}

http::FailureClass failure_of(const std::string& text) {
    for (const auto one : {http::FailureClass::reset_inside_answer,
                           http::FailureClass::total_timeout, http::FailureClass::refused}) {
        if (http::name(one) == text) return one;
    }
    FAIL("no such failure: " << text);
    return {};
}

http::Answer answer_in_case(const AnswerCase& side, http::Leg leg) {
    http::Answer answer;
    answer.leg = leg;
    answer.origin = http::Origin::sent;
    answer.timing.request_at = Timestamp{std::chrono::seconds{1'700'000'000}};
    if (side.contains("failure")) {
        answer.outcome = http::Failure{failure_of(side.at("failure").get<std::string>()), "it"};
        return answer;
    }
    http::Response response;
    response.status = side.at("status").get<std::uint16_t>();
    response.reason_phrase = side.value("reason", "");
    response.headers = fields_of(side.value("headers", AnswerCase::array()));
    const auto hex = side.value("hex", "");
    response.body = http::make_body(hex.empty() ? side.value("body", "") : from_hex(hex));
    answer.outcome = std::move(response);
    return answer;
}

http::Exchange exchange_of(const AnswerCase& row, const AnswerCase& legacy,
                           const AnswerCase& candidate) {
    http::Exchange exchange;
    const auto request = row.value("request", AnswerCase::object());
    exchange.request.method = request.value("method", "GET");
    exchange.request.target = request.value("target", "/");
    exchange.request.headers = fields_of(request.value("headers", AnswerCase::array()));
    exchange.answers = {answer_in_case(legacy, http::Leg::legacy),
                        answer_in_case(candidate, http::Leg::candidate)};
    return exchange;
}

std::string told_difference(const diff::Difference& difference) {
    auto text = difference.path + " " + std::string{name(difference.kind)};
    for (const auto more : {name(difference.severity), name(difference.hint)}) {
        if (!more.empty() && more != "none") text.append(" ").append(more);
    }
    return text;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text.append(line).append("; ");
    return text;
}

judge::Judgement judged_answers(const http::Exchange& exchange) {
    static const auto shop = normalise::ProtoSchema::parse(shadowdiff::test::shop_descriptors());
    REQUIRE(shop);
    const auto comparison = diff::compare(exchange, {}, &*shop);
    judge::Judge judge{{}};
    auto decision =
        judge.judge({.route = "GET /", .turn = judge::Turn::last, .comparison = comparison});
    return std::get<judge::Judgement>(std::move(decision));
}

std::vector<std::filesystem::path> case_files() {
    const char* fixtures = std::getenv("SHADOWDIFF_FIXTURES");
    REQUIRE_MESSAGE(fixtures != nullptr, "SHADOWDIFF_FIXTURES must name the fixtures folder");
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{std::filesystem::path{fixtures} /
                                                                 "diff" / "answers"}) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

TEST_CASE("every case of two answers holds, and holds both ways") {
    std::set<int> rows;
    for (const auto& file : case_files()) {
        std::ifstream in{file};
        for (const auto& row : AnswerCase::parse(in)) {
            CAPTURE(file.filename().string());
            const auto topic = row.at("name").get<std::string>();
            CAPTURE(topic);
            CHECK_FALSE(row.at("why").get<std::string>().empty());
            rows.insert(row.at("row").get<int>());
            const auto& legacy = row.at("legacy");
            const auto& candidate = row.at("candidate");
            const auto judgement = judged_answers(exchange_of(row, legacy, candidate));
            std::vector<std::string> found;
            for (const auto& one : judgement.differences)
                found.push_back(told_difference(one.difference));
            std::ranges::sort(found);
            auto expected = row.at("expected").get<std::vector<std::string>>();
            std::ranges::sort(expected);
            CHECK(judge::name(judgement.verdict) == row.at("verdict").get<std::string>());
            CHECK(name(judgement.reason) == row.value("reason", ""));
            CHECK(joined(found) == joined(expected));
            if (legacy.contains("failure") || candidate.contains("failure")) continue;
            const auto itself = judged_answers(exchange_of(row, legacy, legacy));
            CHECK(judge::name(itself.verdict) == "match");
            const auto back = judged_answers(exchange_of(row, candidate, legacy));
            CHECK((back.verdict == judge::Verdict::match) ==
                  (judgement.verdict == judge::Verdict::match));
        }
    }
    for (int row = 1; row <= 104; ++row) {
        CAPTURE(row);
        CHECK_MESSAGE(rows.contains(row), "a case is missing");
    }
}
