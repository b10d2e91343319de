// SPDX-License-Identifier: Apache-2.0
#include "bench/planted_bugs/experiment.hpp"

#include "bench/planted_bugs/diffy.hpp"
#include "diff/compare.hpp"
#include "judge/judge.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>

namespace shadowdiff::planted {
namespace {

using diff::AnswerComparison;
using diff::Comparison;
using http::Leg;
using judge::NoiseKey;

/// Answers of one bug's services, compared once for each pair of looks.
class Looks {
public:
    explicit Looks(const Bug& bug) : bug_{bug} {}

    /// What the other answer has against legacy's, and legacy's census.
    const Comparison& compare(const Field& legacy, const Field& other) {
        const auto key = std::pair{look(legacy), look(other)};
        const auto known = compared_.find(key);
        if (known != compared_.end()) return known->second;
        http::Exchange exchange;
        exchange.answers.resize(2);
        exchange.answers[0].leg = Leg::legacy;
        exchange.answers[0].outcome = answer(bug_, legacy);
        exchange.answers[1].leg = Leg::secondary;
        exchange.answers[1].outcome = answer(bug_, other);
        return compared_.emplace(key, diff::compare(exchange)).first->second;
    }

private:
    static unsigned look(const Field& field) {
        return (field.noise ? *field.noise + 1 : 0) * 2 + (field.has_bug ? 1 : 0);
    }

    const Bug& bug_;
    std::map<std::pair<unsigned, unsigned>, Comparison> compared_;
};

class Run {
public:
    Run(const Cell& cell, Looks& looks, std::uint64_t seed)
        : cell_{cell}, looks_{looks}, dice_{seed} {}

    void ask(Tally& tally);
    void conclude(Tally& tally) const;

private:
    bool chance(double rate) { return rate > 0 && uniform_(dice_) < rate; }
    Field draw(bool is_volatile, bool has_bug);
    AnswerComparison compared(Leg leg, std::uint32_t attempt, const Field& field);
    void note(const judge::Judgement& judgement);

    const Cell& cell_;
    Looks& looks_;
    std::mt19937_64 dice_;
    std::uniform_real_distribution<> uniform_{0, 1};
    judge::Judge judge_{{.may_ask_secondary = true}};
    Diffy diffy_;
    bool occurred_ = false;
    bool visible_ = false;
    Field legacy_;                       // of the request under way
    std::set<unsigned> minted_;          // for it
    std::map<NoiseKey, bool> findings_;  // and whether one was reproduced or broke a shape
};

Field Run::draw(bool is_volatile, bool has_bug) {
    Field field{.noise = std::nullopt, .has_bug = has_bug};
    const bool is_noisy =
        cell_.noise == Noise::of_requests ? is_volatile : chance(cell_.noise_rate);
    if (is_noisy) field.noise = static_cast<unsigned>(dice_() % noisy_values);
    // What is minted is minted once.
    while (cell_.bug->mints && field.noise && minted_.contains(*field.noise)) {
        field.noise = static_cast<unsigned>(dice_() % noisy_values);
    }
    if (field.noise) minted_.insert(*field.noise);
    // A value bug is in how the usual value is made; what noise gives instead is not wrong.
    if (is_noisy && !cell_.bug->changes_shape) field.has_bug = false;
    return field;
}

AnswerComparison Run::compared(Leg leg, std::uint32_t attempt, const Field& field) {
    AnswerComparison answer;
    answer.leg = leg;
    answer.attempt = attempt;
    if (field.has_bug && cell_.bug->gives_no_answer) {
        answer.failure = http::Failure{http::FailureClass::total_timeout, "no answer", 0};
    } else {
        answer.differences = looks_.compare(legacy_, field).answers[0].differences;
    }
    return answer;
}

void Run::ask(Tally& tally) {
    minted_.clear();
    const bool is_volatile = chance(cell_.noise_rate);
    const bool has_bug = chance(cell_.bug_rate);
    legacy_ = draw(is_volatile, false);
    const auto candidate = draw(is_volatile, has_bug);
    const auto secondary = draw(is_volatile, false);
    const auto& paired = looks_.compare(legacy_, secondary);

    Comparison comparison;
    comparison.present = paired.present;
    comparison.answers.push_back(compared(Leg::candidate, 0, candidate));
    comparison.answers.push_back(compared(Leg::secondary, 0, secondary));
    const auto& first = comparison.answers[0];
    diffy_.add(first.failure ? nullptr : &first.differences, paired.answers[0].differences);

    bool legacy_agrees = secondary.noise == legacy_.noise;
    bool candidate_agrees = true;
    auto decision = judge_.judge({.route = "GET /orders/{id}", .comparison = comparison});
    while (const auto* again = std::get_if<judge::AskAgain>(&decision)) {
        tally.asked_again += again->times;
        for (std::uint32_t i = 0; i < again->times; ++i) {
            const auto attempt = again->first_attempt + i;
            const auto further_secondary = draw(is_volatile, false);
            const auto further_candidate = draw(is_volatile, has_bug);
            legacy_agrees &= further_secondary.noise == legacy_.noise;
            candidate_agrees &= further_candidate.noise == candidate.noise;
            comparison.answers.push_back(compared(Leg::secondary, attempt, further_secondary));
            comparison.answers.push_back(compared(Leg::candidate, attempt, further_candidate));
        }
        decision = judge_.judge(
            {.route = "GET /orders/{id}", .turn = judge::Turn::again, .comparison = comparison});
    }
    note(std::get<judge::Judgement>(decision));
    occurred_ |= candidate.has_bug;
    // A link shows that it is wrong where the id that it should hold is another than legacy's.
    const bool shows_shape = cell_.bug->changes_shape && (!cell_.bug->mints || candidate.noise);
    const bool differs =
        comparison.answers[0].failure || !comparison.answers[0].differences.list.empty();
    visible_ |=
        candidate.has_bug && differs && (shows_shape || (legacy_agrees && candidate_agrees));
}

void Run::note(const judge::Judgement& judgement) {
    for (const auto& judged : judgement.differences) {
        if (judged.standing != judge::Standing::finding) continue;
        auto& is_confirmed = findings_[judge::key_of(judged.difference)];
        is_confirmed |= judged.reproduced || judged.broken != judge::Break::none;
    }
}

void Run::conclude(Tally& tally) const {
    std::set<NoiseKey> wavering;
    for (const auto& path : judge_.noise()) wavering.insert({path.pattern, path.kind});
    bool is_found = false;
    for (const auto& [key, is_confirmed] : findings_) {
        is_found |= is_confirmed || !wavering.contains(key);
    }
    is_found |= std::ranges::any_of(judge_.odd_one_out(), judge::is_discovery);
    ++tally.runs;
    tally.occurred += occurred_ ? 1 : 0;
    tally.visible += visible_ ? 1 : 0;
    tally.found += visible_ && is_found ? 1 : 0;
    const bool counts = occurred_ || cell_.bug_rate == 0;
    tally.found_anyway += counts && is_found ? 1 : 0;
    tally.found_by_diffy += counts && diffy_.shows_any() ? 1 : 0;
    tally.unconfirmed_only += !is_found && !findings_.empty() ? 1 : 0;
}

}  // namespace

Tally run(const Cell& cell) {
    Tally tally;
    Looks looks{*cell.bug};
    for (unsigned i = 0; i < cell.runs; ++i) {
        Run one{cell, looks, cell.seed * 1'000'003 + i};
        for (unsigned request = 0; request < cell.requests; ++request) one.ask(tally);
        one.conclude(tally);
    }
    return tally;
}

}  // namespace shadowdiff::planted
