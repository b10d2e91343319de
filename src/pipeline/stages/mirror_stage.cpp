// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/mirror_stage.hpp"

#include "mirror/whether/whether.hpp"
#include "pipeline/stages/footprint.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

// Re-asks go over lanes of their own, so that they never stand before a live client's next request.
constexpr std::uint64_t again_lanes = 16;
constexpr std::uint64_t again_lane_bit = std::uint64_t{1} << 63U;

std::uint64_t again_lane(const http::ExchangeId& id) {
    return again_lane_bit | (id.low % again_lanes);
}

// By the clock by which answers tell when their request was sent.
std::optional<Timestamp> to_timestamp(MirrorStage::Due due) {
    if (due == MirrorStage::Due{}) return std::nullopt;
    return std::chrono::system_clock::now() - Duration{std::chrono::steady_clock::now() - due};
}

// What was not asked because of what the user did, or a recording lost, says nothing of the leg.
bool is_our_own_will(http::Shed shed) {
    return shed == http::Shed::paused || shed == http::Shed::ending || shed == http::Shed::redacted;
}

}  // namespace

MirrorStage::MirrorStage(boost::asio::io_context& io, MirrorStageOptions options, Books& books,
                         Admission& admission, std::function<void(Joined&&)> on_joined)
    : options_{std::move(options)},
      books_{books},
      admission_{admission},
      on_joined_{std::move(on_joined)},
      join_{options_.limits},
      redactor_{options_.redact},
      router_{options_.pins,
              options_.openapi,
              {},
              [this](std::string_view before, std::string_view segment) {
                  return redactor_.is_secret_segment(before, segment);
              }},
      mirror_{io, options_.mirror,
              [this](mirror::Answered answered) { on_answered(std::move(answered)); }} {
    for (const auto& leg : options_.mirror.legs) {
        const bool is_only_asked_again =
            leg.leg == http::Leg::legacy && options_.legacy_is_observed;
        if (!is_only_asked_again) legs_.push_back(leg.leg);
    }
}

void MirrorStage::take(http::Sighting&& sighting, Due due) {
    due_ = due;
    std::visit([this](auto& one) { on(one); }, sighting);
}

void MirrorStage::on(http::RequestSeen& seen) {
    if (!http::is_safe_method(seen.method)) twins_.note_write(seen.host, seen.target, seen.at);
    auto route = router_.route(seen.method, seen.host, seen.target);
    if (is_cancelled_) return drop({seen.id, std::move(route), seen.at, Reason::interrupted});
    if (is_paused_ || seen.is_all) {
        books_.leave_out(seen.id,
                         {seen.at, std::move(route), judge::Verdict::excluded, Reason::paused});
        return admission_.leave(0);
    }
    const bool is_repeated = join_.route_of(seen.id) != nullptr;
    if (join_.open(seen, route)) return;
    drop({seen.id, std::move(route), seen.at,
          is_repeated ? Reason::repeated_id : Reason::memory_bound});
}

void MirrorStage::on(http::RequestComplete& complete) {
    auto& exchange = complete.exchange;
    if (!join_.route_of(exchange.id) || join_.is_complete(exchange.id)) return;
    if (is_cancelled_) return depart(join_.drop(exchange.id, Reason::interrupted), 0);
    join_.reroute(exchange.id, [&](std::string route) {
        return router_.refine(std::move(route), exchange.request);
    });
    auto choice = choose(exchange, *join_.route_of(exchange.id));
    if (choice.reason != Reason::none) {
        auto dropped = join_.drop(exchange.id, choice.reason);
        return exclude(exchange, std::move(std::get<Dropped>(*dropped).route), choice.reason, 0);
    }

    admission_.hold(footprint(exchange));
    if (choice.legs.empty()) {
        return join_.complete(std::move(exchange), options_.legacy_is_observed, 0);
    }
    const auto request = std::make_shared<const http::Request>(exchange.request);
    mirror::Ask ask{exchange.id, exchange.connection, request, std::move(choice.legs),
                    0,           to_timestamp(due_)};
    join_.complete(std::move(exchange), options_.legacy_is_observed, ask.legs.size());
    mirror_.ask(std::move(ask));
}

// Why it is not compared, or who is asked.
mirror::Choice MirrorStage::choose(const http::Exchange& exchange, std::string_view route) {
    // Our mark may be switched off; the ends of our connections tell the same.
    if (has_sent(exchange)) return {Reason::own_traffic, {}};
    auto choice = mirror::choose(options_.whether, exchange, route, legs_);
    if (choice.reason == Reason::none && is_paused_) choice.reason = Reason::paused;
    const bool reaches_candidate =
        choice.reason == Reason::none &&
        std::ranges::find(choice.legs, http::Leg::candidate) != choice.legs.end();
    if (!reaches_candidate && !http::is_safe_method(exchange.request.method)) {
        unmirrored_.add(exchange.request);
    }
    return choice;
}

// It waits for nothing, so that the join need not know it.
bool MirrorStage::take_whole(RecordedExchange& recorded) {
    auto& exchange = *recorded.exchange;
    const auto legacy = std::ranges::find(exchange.answers, http::Leg::legacy, &http::Answer::leg);
    const auto is_plain = [&] {
        const auto* response = legacy->response();
        return exchange.pairing == http::Pairing::exact && response && response->status != 101;
    };
    if (!legs_.empty() || !options_.legacy_is_observed || is_cancelled_ || is_paused_ ||
        join_.size() > 0 || !recorded.is_request_whole || recorded.lost != Reason::none ||
        legacy == exchange.answers.end() || !is_plain()) {
        return false;
    }
    const auto& request = exchange.request;
    const auto host = http::value_of(request.headers, "Host").value_or("");
    if (!http::is_safe_method(request.method)) {
        twins_.note_write(host, request.target, exchange.seen_at);
    }
    auto route = router_.refine(router_.route(request.method, host, request.target), request);
    if (const auto choice = choose(exchange, route); choice.reason != Reason::none) {
        exclude(exchange, std::move(route), choice.reason, footprint(recorded));
        return true;
    }
    mirror_.note_observed(exchange.id, *legacy);
    std::rotate(exchange.answers.begin(), legacy, legacy + 1);
    const auto bytes = footprint(recorded);
    depart({.exchange = std::move(recorded.exchange), .route = std::move(route), .bytes = bytes});
    return true;
}

void MirrorStage::on(http::AnswerSeen& seen) {
    if (!join_.route_of(seen.id)) return;
    // On the wire such a one is lost at once; a recording may have kept it.
    const auto* response = seen.answer.response();
    if (response && response->status == 101) {
        return depart(join_.lost(seen.id, Reason::upgrade), 0);
    }
    // Where legacy is asked, what was seen of its answer is only learnt from.
    const auto bytes = join_.awaits_observed(seen.id) ? footprint(seen.answer) : 0;
    mirror_.note_observed(seen.id, seen.answer);
    depart(join_.observed(seen.id, seen.pairing, std::move(seen.answer)), bytes);
}

void MirrorStage::on(http::Lost& lost) { depart(join_.lost(lost.id, lost.reason), 0); }

void MirrorStage::on_answered(mirror::Answered answered) {
    if (answered.late) on_lag_(*answered.late);
    const auto* route = join_.route_of(answered.id);
    if (!route) return;
    const auto* failure = answered.answer.failure();
    if (failure && !is_our_own_will(failure->shed)) {
        books_.fail(answered.answer.leg, *route, *failure);
    }
    const auto bytes = footprint(answered.answer);
    depart(join_.answered(answered.id, std::move(answered.answer)), bytes);
}

void MirrorStage::ask_again(Joined joined, const judge::AskAgain& again) {
    // Two requests of one id, as damaged recordings have them, cannot both wait.
    if (is_cancelled_ || is_paused_ || join_.route_of(joined.exchange->id) ||
        !mirror::is_sent_by_default(joined.exchange->request.method)) {
        joined.turn = judge::Turn::last;
        return on_joined_(std::move(joined));
    }
    joined.turn = again.is_control ? judge::Turn::control : judge::Turn::again;
    const auto id = joined.exchange->id;
    const auto request = std::make_shared<const http::Request>(joined.exchange->request);
    join_.reopen(std::move(joined), again.legs.size() * again.times);
    for (std::uint32_t i = 0; i < again.times; ++i) {
        mirror_.ask({id, again_lane(id), request, again.legs, again.first_attempt + i});
    }
}

void MirrorStage::expire(Timestamp now) {
    for (const auto& overdue : join_.expire(now)) drop(overdue);
}

void MirrorStage::pause(bool is_paused) {
    is_paused_ = is_paused;
    mirror_.pause(is_paused);
}

void MirrorStage::cancel() {
    is_cancelled_ = true;
    for (auto& left : join_.give_up(Reason::interrupted)) depart(std::move(left), 0);
    mirror_.cancel();
}

// An answer that was dropped with its exchange never came to be held.
void MirrorStage::depart(Departure departure, std::size_t answer_bytes) {
    if (departure && std::holds_alternative<Dropped>(*departure)) {
        return drop(std::get<Dropped>(*departure));
    }
    admission_.hold(answer_bytes);
    if (departure) depart(std::move(std::get<Joined>(*departure)));
}

void MirrorStage::depart(Joined&& joined) {
    joined.is_left_by_unmirrored_write = unmirrored_.explain(*joined.exchange);
    if (joined.turn == judge::Turn::first) {
        learn_from(joined);
    } else if (twins_.is_written_since(*joined.exchange)) {
        joined.is_written_meanwhile = true;
    }
    on_joined_(std::move(joined));
}

void MirrorStage::learn_from(Joined& joined) {
    const auto* legacy = http::find_answer(*joined.exchange, http::Leg::legacy);
    if (legacy && legacy->response()) {
        router_.learn(joined.exchange->request.target, *legacy->response());
    }
    if (options_.pairs_twins) joined.twin = twins_.meet(*joined.exchange);
}

void MirrorStage::drop(const Dropped& dropped) {
    books_.leave_out(dropped.id,
                     {dropped.seen_at, dropped.route, judge::Verdict::dropped, dropped.reason});
    admission_.leave(dropped.bytes_held);
}

void MirrorStage::exclude(const http::Exchange& exchange, std::string route, Reason reason,
                          std::size_t bytes_held) {
    const auto verdict = reason == Reason::request_body_limit || reason == Reason::upgrade
                             ? judge::Verdict::dropped
                             : judge::Verdict::excluded;
    if (reason != Reason::own_traffic) books_.dimensions().note(exchange, false);
    books_.leave_out(exchange.id, {exchange.seen_at, std::move(route), verdict, reason});
    admission_.leave(bytes_held);
}

}  // namespace shadowdiff::pipeline
