// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/judge_stage.hpp"

#include "base/ascii.hpp"
#include "diff/compare.hpp"
#include "pipeline/recorded/recorded_form.hpp"
#include "pipeline/stages/footprint.hpp"
#include "pipeline/stages/rule_rows.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

// Tells clients apart.
ByteView octets_of(const IpAddress& address) {
    static_assert(std::has_unique_object_representations_v<IpAddress>);
    return {reinterpret_cast<const char*>(&address), sizeof address};
}

std::size_t bytes_held(const Joined& joined) {
    return joined.bytes ? *joined.bytes : footprint(*joined.exchange);
}

// Of the leg's first answer; 0 where there is none.
std::uint16_t status_of(const http::Exchange& exchange, http::Leg leg) {
    const auto* answer = http::find_answer(exchange, leg);
    const auto* response = answer ? answer->response() : nullptr;
    return response ? response->status : std::uint16_t{0};
}

// Whole rows of up to 160 KB a route: seldom, so that they are a small part of all writing.
constexpr auto latencies_period = std::chrono::seconds{30};

}  // namespace

JudgeStage::JudgeStage(JudgeStageOptions options, Books& books, Admission& admission,
                       Queue<Joined>& joined, Queue<StoreItem>& kept, AskAgain ask_again,
                       SpentExchanges* spent)
    : options_{std::move(options)},
      books_{books},
      admission_{admission},
      joined_{joined},
      kept_{kept},
      ask_again_{std::move(ask_again)},
      spent_{spent},
      judge_{options_.judge},
      redactor_{options_.redact},
      rulebook_{options_.rules},
      rule_uses_{options_.rules->rules.size()},
      keeper_{options_.keep},
      latencies_{{.warm_up = options_.warm_up, .are_due_together = options_.are_due_together}},
      versions_{options_.version_header},
      version_place_{options_.version_header.empty()
                         ? ""
                         : "headers." + ascii::lower_case(options_.version_header)},
      next_latencies_{std::chrono::steady_clock::now() + latencies_period} {}

void JudgeStage::run() {
    while (auto joined = joined_.pop()) {
        judge(std::move(*joined));
        if (!joined_.holds_some()) let_leave();
    }
    for (auto& joined : std::exchange(deferred_, {})) {
        joined.turn = judge::Turn::last;
        judge_or_ask(std::move(joined));
    }
    let_leave();
    // A name of a body's member can be a secret, too.
    const auto redact = [this](auto& one) { one.pattern = redactor_.place(one.pattern).text(); };
    auto noise = judge_.noise();
    std::ranges::for_each(noise, redact);
    auto odd = judge_.odd_one_out();
    std::ranges::for_each(odd, redact);
    auto rules = rule_rows(*options_.rules, rule_uses_.uses());
    for (auto& rule : rules) std::ranges::for_each(rule.places, redact);
    kept_.push(std::move(noise));
    kept_.push(latencies_.take());
    kept_.push(std::move(odd));
    kept_.push(std::move(rules));
    bounds_hit_.add("places_not_learnt", judge_.not_learnt());
    std::vector<store::BoundRow> bounds;
    for (const auto& [what, n] : bounds_hit_.counts()) bounds.push_back({what, n});
    kept_.push(std::move(bounds));
    kept_.push(versions_.facts(redactor_));
}

void JudgeStage::judge(Joined&& joined) {
    const bool was_asked_again = joined.turn != judge::Turn::first;
    if (was_asked_again) --asking_again_;
    judge_or_ask(std::move(joined));
    if (was_asked_again) judge_deferred();
}

diff::Comparison JudgeStage::compare(const Joined& joined) {
    auto comparison = compare_all(joined);
    if (version_place_.empty()) return comparison;
    const auto take_out = [this](diff::Differences& differences) {
        std::erase_if(differences.list,
                      [this](const auto& one) { return one.path == version_place_; });
    };
    for (auto& answer : comparison.answers) take_out(answer.differences);
    if (comparison.twin) take_out(*comparison.twin);
    return comparison;
}

diff::Comparison JudgeStage::compare_all(const Joined& joined) {
    const auto& exchange = *joined.exchange;
    if (!holds_marks(exchange)) return compare(exchange, joined.twin.get(), joined.route);
    if (joined.turn == judge::Turn::first) ++compared_redacted_;
    std::optional<http::Response> twin;
    const auto redactor = redactor_.aware_of(exchange);
    if (joined.twin) twin = in_recorded_form(*joined.twin, redactor);
    return compare(in_recorded_form(exchange, redactor), twin ? &*twin : nullptr, joined.route);
}

diff::Comparison JudgeStage::compare(const http::Exchange& exchange, const http::Response* twin,
                                     const std::string& route) {
    return diff::compare(exchange, {}, options_.protos.get(), rules_for(exchange, route), twin);
}

rules::ScopedRules* JudgeStage::rules_for(const http::Exchange& exchange,
                                          const std::string& route) {
    if (!rulebook_.has_scopes()) return rulebook_.rules_for({});
    const auto& request = exchange.request;
    const auto* legacy = http::find_answer(exchange, http::Leg::legacy);
    const auto* response = legacy != nullptr ? legacy->response() : nullptr;
    return rulebook_.rules_for({.route = route,
                                .host = http::value_of(request.headers, "Host").value_or(""),
                                .method = request.method,
                                .status = response != nullptr ? response->status : std::uint16_t{0},
                                .headers = &request.headers});
}

void JudgeStage::judge_or_ask(Joined&& joined) {
    if (has_given_up_) return drop(joined);
    if (deferred_.size() >= options_.limits.deferred_max) joined.turn = judge::Turn::last;
    auto comparison = compare(joined);
    if (joined.is_left_by_unmirrored_write) {
        for (auto& answer : comparison.answers) {
            if (answer.leg == http::Leg::candidate && !answer.uncomparable) {
                answer.uncomparable = Reason::environment_unmirrored_write;
            }
        }
    }
    auto decision =
        judge_.judge({.route = joined.route,
                      .session = octets_of(joined.exchange->client.address),
                      .target = joined.exchange->request.target,
                      .is_safe_method = http::is_safe_method(joined.exchange->request.method),
                      .turn = joined.turn,
                      .is_written_meanwhile = joined.is_written_meanwhile,
                      .comparison = comparison});
    if (const auto* judgement = std::get_if<judge::Judgement>(&decision)) {
        rule_uses_.add(joined.route, comparison, judgement->differences);
        bounds_hit_.add(comparison);
        return settle(joined, *judgement);
    }
    if (asking_again_ >= options_.limits.asking_again_max) {
        return deferred_.push_back(std::move(joined));
    }
    ++asking_again_;
    ask_again_(std::move(joined), std::get<judge::AskAgain>(std::move(decision)));
}

// As many as are there now: one that must wait on goes to the end.
void JudgeStage::judge_deferred() {
    for (auto left = deferred_.size(); left > 0; --left) {
        if (asking_again_ >= options_.limits.asking_again_max) return;
        auto joined = std::move(deferred_.front());
        deferred_.pop_front();
        judge_or_ask(std::move(joined));
    }
}

void JudgeStage::settle(Joined& joined, const judge::Judgement& judgement) {
    const auto& exchange = *joined.exchange;
    Settlement settlement{exchange.seen_at, std::move(joined.route), judgement.verdict,
                          judgement.reason, judgement.severity};
    settlement.legacy_status = status_of(exchange, http::Leg::legacy);
    settlement.candidate_status = status_of(exchange, http::Leg::candidate);
    books_.dimensions().note(exchange, judge::is_judged(judgement.verdict));
    latencies_.add(exchange, settlement.route);
    versions_.add(exchange);
    if (auto row = keeper_.keep(exchange, settlement.route, judgement, redactor_)) {
        if (row->is_whole) {
            row->why += redactor_.text(rule_words(*options_.rules, judgement.set_aside)).text();
        }
        kept_.push(Kept{std::move(*row), std::move(settlement)});
    } else {
        books_.settle(settlement);
        joined.route = std::move(settlement.route);
    }
    write_latencies();
    const auto bytes = bytes_held(joined);
    if (spent_ != nullptr) {
        joined.twin.reset();  // is not counted in them
        spent_->put(std::move(joined), bytes);
    }
    leave(bytes);
}

void JudgeStage::drop(const Joined& joined) {
    const auto& exchange = *joined.exchange;
    books_.dimensions().note(exchange, false);
    books_.leave_out(exchange.id, {exchange.seen_at, joined.route, judge::Verdict::dropped,
                                   Reason::interrupted});
    leave(bytes_held(joined));
}

// One by one, the entrance's lock would go to and fro between two processors for each.
void JudgeStage::leave(std::size_t bytes) {
    constexpr std::size_t together = 16;
    leaving_bytes_ += bytes;
    if (++leaving_ == together) let_leave();
}

void JudgeStage::let_leave() {
    if (leaving_ == 0) return;
    admission_.leave(std::exchange(leaving_bytes_, 0), std::exchange(leaving_, 0));
}

void JudgeStage::write_latencies() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_latencies_) return;
    next_latencies_ = now + latencies_period;
    kept_.push(latencies_.take());
}

}  // namespace shadowdiff::pipeline
