// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/rejudge.hpp"

#include "judge/judge.hpp"
#include "pipeline/kept_run/restored.hpp"
#include "rules/rulebook.hpp"
#include "store/fingerprint.hpp"
#include "store/run_reader.hpp"

#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

std::vector<judge::ToldPlace> told_in(const store::ExchangeRow& row) {
    std::vector<judge::ToldPlace> told;
    for (const auto& shown : row.shown) {
        const auto kind = diff::kind_from_name(shown.kind);
        const auto standing = judge::standing_from_name(shown.standing);
        if (!kind || !standing) continue;
        told.push_back({shown.pattern, *kind, *standing,
                        diff::severity_from_name(shown.severity).value_or(diff::Severity::none),
                        shown.reproduced});
    }
    return told;
}

using ComparedPlaces = std::set<std::pair<std::string_view, diff::Kind>>;

void add_places(ComparedPlaces& places, const diff::Comparison& comparison) {
    for (const auto& answer : comparison.answers) {
        if (answer.leg != http::Leg::candidate || answer.attempt > 0) continue;
        if (answer.failure) places.emplace("answer", diff::Kind::unanswered);
        if (answer.differences.unlisted > 0) places.emplace("answer", diff::Kind::added);
        for (const auto& one : answer.differences.list) places.emplace(one.pattern, one.kind);
        for (const auto& one : answer.differences.set_aside) {
            places.emplace(one.difference.pattern, one.difference.kind);
        }
    }
}

bool are_there(const std::vector<judge::ToldPlace>& told, const ComparedPlaces& places) {
    for (const auto& place : told) {
        const bool is_told_of_others =
            place.standing == judge::Standing::representation || place.pattern == "(other)";
        if (!is_told_of_others && !places.contains({place.pattern, place.kind})) return false;
    }
    return true;
}

class Rejudge {
public:
    explicit Rejudge(const std::shared_ptr<const rules::RuleSet>& rules)
        : book_{rules}, judge_{judge::JudgeOptions{.rules = rules}}, tally_{rules->rules.size()} {}

    void take(const store::ExchangeRow& row, const std::function<void(const Rejudged&)>& visit);
    judge::Rejudgement finish(std::uint64_t compared) { return tally_.take(compared); }

private:
    rules::Rulebook book_;
    judge::Judge judge_;
    judge::RejudgementTally tally_;
};

void Rejudge::take(const store::ExchangeRow& row,
                   const std::function<void(const Rejudged&)>& visit) {
    const auto before = judge::verdict_from_name(row.verdict);
    if (!before || *before > judge::Verdict::mismatch) return;
    const auto exchange = restored(row);
    if (!exchange) return tally_.leave_out(exchange.error());

    const auto& request = exchange->request;
    auto* rules = book_.rules_for({.route = row.route,
                                   .host = http::value_of(request.headers, "Host").value_or(""),
                                   .method = request.method,
                                   .status = row.legacy_status.value_or(std::uint16_t{0}),
                                   .headers = &request.headers});
    const auto comparison = diff::compare(*exchange, {}, nullptr, rules);
    const auto told = told_in(row);
    ComparedPlaces places;
    add_places(places, comparison);
    const auto plain = rules == nullptr ? diff::Comparison{} : diff::compare(*exchange);
    add_places(places, plain);
    if (!are_there(told, places)) {
        return tally_.leave_out("what differed does not show in what is kept");
    }
    const std::string_view client = row.client;
    auto decision =
        judge_.judge({.route = row.route,
                      .session = client.substr(0, client.rfind(':')),
                      .target = request.target,
                      .is_safe_method = http::is_safe_method(request.method),
                      .turn = judge::Turn::last,
                      .is_written_meanwhile = row.reason == name(Reason::written_meanwhile),
                      .comparison = comparison});
    auto now = std::get<judge::Judgement>(std::move(decision));
    judge::keep_standings(now, told);
    tally_.add(row.route, *before, told, now);
    if (visit) visit({row, comparison, now});
}

}  // namespace

Result<judge::Rejudgement> rejudge(const std::filesystem::path& file,
                                   const std::shared_ptr<const rules::RuleSet>& rules,
                                   const std::function<void(const Rejudged&)>& visit) {
    const auto reader = store::RunReader::open(file);
    if (!reader) return std::unexpected{reader.error()};
    std::uint64_t compared = 0;
    for (const auto& row : reader->tally()) {
        const auto verdict = judge::verdict_from_name(row.verdict);
        if (verdict && *verdict <= judge::Verdict::mismatch) compared += row.n;
    }
    Rejudge again{rules};
    reader->each_exchange({}, [&](const store::ExchangeRow& row) { again.take(row, visit); });
    auto result = again.finish(compared);
    for (auto& finding : result.findings) {
        finding.fingerprint =
            store::fingerprint(finding.route, finding.pattern, name(finding.kind));
    }
    return result;
}

}  // namespace shadowdiff::pipeline
