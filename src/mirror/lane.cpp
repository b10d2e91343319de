// SPDX-License-Identifier: Apache-2.0
#include "mirror/lane.hpp"

#include "mirror/answer_reader.hpp"
#include "mirror/connect.hpp"
#include "mirror/failure.hpp"
#include "mirror/rewrite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::mirror {
namespace {

http::Answer answer_to(const Errand& errand) {
    return {.leg = errand.leg,
            .origin = http::Origin::sent,
            .attempt = errand.attempt,
            .outcome = http::Failure{},
            .timing = {}};
}

void fail(AnswerReader& reader, const ErrorCode& error, const MirrorLimits& limits) {
    using enum http::FailureClass;
    const bool timed_out = error == asio::error::timed_out;
    if (timed_out && !reader.has_begun()) {
        const auto limit = std::min(limits.first_byte_max, limits.total_max);
        reader.fail(first_byte_timeout,
                    fmt::format("no byte of an answer within {}", describe(limit)));
    } else if (timed_out) {
        reader.fail(total_timeout,
                    fmt::format("no complete answer within {}", describe(limits.total_max)));
    } else {
        reader.fail(reader.has_begun() ? reset_inside_answer : reset_before_answer,
                    describe(error));
    }
}

}  // namespace

http::Answer shed_answer(const Errand& errand, http::Shed shed) {
    auto answer = answer_to(errand);
    answer.outcome = http::Failure{.failure_class = http::FailureClass::shed,
                                   .detail = std::string{describe(shed)},
                                   .status = 0,
                                   .shed = shed};
    return answer;
}

Lane::Lane(const asio::any_io_executor& executor, std::shared_ptr<const MirrorOptions> options,
           LegTarget leg, std::uint64_t connection)
    : options_{std::move(options)},
      leg_{std::move(leg)},
      connection_{connection},
      wake_{executor},
      channel_{executor} {}

bool Lane::is_full() const { return waiting_.size() >= options_->limits.lane_waiting_max; }

void Lane::push(Errand errand) {
    waiting_.push_back(std::move(errand));
    wake_.cancel();
}

void Lane::end_when_idle() {
    ends_when_idle_ = true;
    wake_.cancel();
}

void Lane::cancel() {
    is_cancelled_ = true;
    channel_.close();
    end_when_idle();
}

asio::awaitable<bool> Lane::has_work() {
    if (!waiting_.empty()) co_return true;
    if (ends_when_idle_) co_return false;
    wake_.expires_after(options_->limits.lane_idle_max);
    co_await wake_.async_wait();
    co_return !waiting_.empty();
}

Errand Lane::take() {
    auto errand = std::move(waiting_.front());
    waiting_.pop_front();
    return errand;
}

asio::awaitable<http::Answer> Lane::ask(Errand errand) {
    const bool is_kept_alive = channel_.is_reusable();
    if (!is_kept_alive) channel_.close();
    auto answer = co_await ask_once(errand);
    if (is_kept_alive && is_worth_a_retry(errand, answer)) answer = co_await ask_once(errand);
    if (is_cancelled_) {
        channel_.close();
        answer = shed_answer(errand, http::Shed::ending);
    }
    co_return answer;
}

// The leg may close a kept-alive connection just when we send on it; a fresh one tells whether it
// is there. Only what is safe may be sent twice.
bool Lane::is_worth_a_retry(const Errand& errand, const http::Answer& answer) const {
    const auto* failure = answer.failure();
    return failure && failure->failure_class == http::FailureClass::reset_before_answer &&
           http::is_safe_method(errand.request->method) && !is_cancelled_;
}

asio::awaitable<http::Answer> Lane::ask_once(Errand errand) {
    auto answer = answer_to(errand);
    answer.timing.request_at = std::chrono::system_clock::now();
    if (is_cancelled_) co_return answer;
    if (!channel_.is_open()) {
        auto failure = co_await connect(channel_, leg_.target, options_->limits.connect_max);
        if (failure) {
            answer.outcome = located(*std::move(failure), leg_.target);
            co_return answer;
        }
    }
    const auto wire = to_wire(*errand.request, leg_.target, options_->run_mark);
    answer.timing.request_at = std::chrono::system_clock::now();
    const auto started = SteadyClock::now();
    channel_.start_write(std::make_shared<const Bytes>(wire));
    AnswerReader reader{errand.request->method, options_->http};
    co_await read_answer(reader, answer.timing, started);
    answer.timing.last_byte = SteadyClock::now() - started;
    // Bytes behind a complete answer were not asked for: what they belong to is anyone's guess.
    if (!reader.leaves_connection_open() || !channel_.unread().empty()) channel_.close();
    answer.outcome = located(reader.take_outcome(), leg_.target);
    co_return answer;
}

asio::awaitable<void> Lane::read_answer(AnswerReader& reader, http::Timing& timing,
                                        SteadyTime started) {
    const auto& limits = options_->limits;
    auto by = started + std::min(limits.first_byte_max, limits.total_max);
    while (!reader.is_done()) {
        const auto error = co_await channel_.read(by);
        if (error == asio::error::eof) {
            reader.finish();
        } else if (error) {
            fail(reader, error, limits);
        } else {
            if (!timing.first_byte) timing.first_byte = SteadyClock::now() - started;
            by = started + limits.total_max;
            reader.take_all(channel_.unread());
        }
    }
}

}  // namespace shadowdiff::mirror
