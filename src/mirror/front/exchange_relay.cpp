// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/exchange_relay.hpp"

#include "mirror/front/refusal.hpp"
#include "mirror/front/tunnel.hpp"
#include "mirror/request/framing.hpp"
#include "mirror/request/rewrite.hpp"
#include "mirror/upstream/failure.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ssl/error.hpp>

#include <utility>

namespace shadowdiff::mirror {

ExchangeRelay::ExchangeRelay(Hub& hub, Channel& client, Channel& legacy, http::Parser& requests,
                             http::RequestHead head, Observation& observation)
    : hub_{hub},
      client_{client},
      legacy_{legacy},
      requests_{requests},
      head_{std::move(head)},
      observation_{observation},
      encoder_{head_.request} {}

SteadyTime ExchangeRelay::silence_by() const {
    return SteadyClock::now() + hub_.options.limits.relay_silence_max;
}

asio::awaitable<bool> ExchangeRelay::run() {
    if (head_.request.method == "CONNECT") {
        observation_.end_lost(Reason::upgrade, 501);
        co_await refuse(501, "CONNECT is not relayed");
        co_return false;
    }
    begin_answer();
    auto begin = request_head_to_wire(head_.request, hub_.options.legacy, head_.framing);
    take_request(begin);
    request_begin_ = std::make_shared<const Bytes>(std::move(begin));
    if (is_request_malformed_) co_return co_await end_cut_short();
    const bool can_be_repeated = observation_.is_request_complete();  // nothing will be streamed
    const bool is_kept_alive = legacy_.is_reusable(http::is_safe_method(head_.request.method)) &&
                               hub_.legacy.is_current(legacy_);
    if (!is_kept_alive) legacy_.close();
    co_await attempt();
    if (is_kept_alive && can_be_repeated && is_worth_a_retry()) {
        legacy_.close();
        begin_answer();
        co_await attempt();
    }
    const bool is_whole = !is_client_gone_ && !is_request_malformed_ && !reader_->failure_class();
    co_return is_whole ? end() : co_await end_cut_short();
}

void ExchangeRelay::begin_answer() {
    is_tls_cut_ = false;
    reader_.emplace(head_.request.method, hub_.options.http);
    if (!observation_.is_wanted()) reader_->keep_no_body();
}

// Legacy may close a kept-alive connection just when we send on it. The client has seen nothing of
// that yet, and must not suffer for our having kept it.
bool ExchangeRelay::is_worth_a_retry() const {
    return !reader_->has_begun() && !is_client_gone_ &&
           reader_->failure_class() == http::FailureClass::reset_before_answer &&
           http::is_safe_method(head_.request.method);
}

// This and exchange() are no coroutines, because most often they have nothing to await: they begin
// when they are called.
asio::awaitable<void> ExchangeRelay::attempt() {
    return legacy_.is_open() ? exchange() : connect_and_exchange();
}

asio::awaitable<void> ExchangeRelay::connect_and_exchange() {
    const auto failure = co_await hub_.legacy.connect(legacy_, hub_.options.limits.connect_max);
    if (failure) co_return reader_->fail(failure->failure_class, failure->detail);
    co_await exchange();
}

// A write that fails shows when reading: the answer may be there all the same.
asio::awaitable<void> ExchangeRelay::exchange() {
    if (!observation_.is_request_complete()) return stream();
    legacy_.start_write(request_begin_);
    is_request_sent_ = true;
    return relay_answer();
}

asio::awaitable<void> ExchangeRelay::stream() {
    co_await legacy_.write(*request_begin_, silence_by());
    using namespace asio::experimental::awaitable_operators;
    co_await (pump_request() && relay_answer());
}

// After an early answer legacy may still want the rest, as it would of the client itself.
asio::awaitable<void> ExchangeRelay::pump_request() {
    for (bool is_all = false; !is_all;) {
        const auto read_error = co_await client_.read(silence_by());
        if (is_answer_over_ && !takes_rest_of_request()) co_return;
        if (read_error) {
            is_client_gone_ = true;
            co_return legacy_.close();
        }
        Bytes to_legacy;
        is_all = take_request(to_legacy);
        legacy_.extend_read(silence_by());
        const auto write_error = co_await legacy_.write(to_legacy, silence_by());
        if (write_error) co_return;  // why, its answer may still tell
        if (is_request_malformed_) co_return legacy_.close();
    }
    is_request_sent_ = true;
}

bool ExchangeRelay::takes_rest_of_request() const {
    return encoder_.client_persists() && !is_client_gone_ && reader_->leaves_connection_open();
}

bool ExchangeRelay::take_request(Bytes& to_legacy) {
    while (true) {
        auto event = requests_.next(client_.unread());
        if (const auto* piece = std::get_if<http::BodyPiece>(&event)) {
            observation_.note_request_piece(piece->bytes);
            append_piece(head_.framing, piece->bytes, to_legacy);
        } else if (auto* end = std::get_if<http::MessageEnd>(&event)) {
            append_end(head_.framing, end->trailers, to_legacy);
            observation_.note_request_end(std::move(end->trailers));
            return true;
        } else {
            is_request_malformed_ = std::holds_alternative<http::Malformed>(event);
            return false;
        }
    }
}

asio::awaitable<void> ExchangeRelay::relay_answer() {
    while (!reader_->is_done()) {
        is_client_gone_ = is_client_gone_ || client_.is_lost();
        if (is_client_gone_) break;
        const auto read_error = co_await legacy_.read(silence_by());
        if (read_error && client_.is_lost()) continue;
        AnswerEncoder::Output to_client;
        take_answer(read_error, to_client);
        if (to_client.is_empty()) continue;
        if (!is_request_sent_) client_.extend_read(silence_by());
        const auto write_error =
            co_await client_.write(to_client.made, to_client.passed, silence_by());
        if (write_error) {
            is_client_gone_ = true;
            break;
        }
    }
    is_answer_over_ = true;
    if (is_request_sent_ || takes_rest_of_request()) co_return;
    legacy_.close();
    client_.cancel_reads();
}

void ExchangeRelay::take_answer(const ErrorCode& read_error, AnswerEncoder::Output& to_client) {
    using enum http::FailureClass;
    if (read_error == asio::error::eof) {
        encode(reader_->finish(), to_client);
        return;
    }
    if (read_error == asio::error::timed_out) {
        reader_->fail(reader_->has_begun() ? total_timeout : first_byte_timeout,
                      "silent for " + describe(hub_.options.limits.relay_silence_max));
        return;
    }
    if (read_error) {
        is_tls_cut_ = read_error == asio::ssl::error::stream_truncated;
        auto failure = answer_failure(read_error, reader_->has_begun());
        reader_->fail(failure.failure_class, std::move(failure.detail));
        return;
    }
    observation_.note_first_byte();
    while (!reader_->is_done()) {
        const auto step = reader_->next(legacy_.unread());
        if (step == AnswerReader::Step::need_more) return;
        encode(step, to_client);
    }
}

void ExchangeRelay::encode(AnswerReader::Step step, AnswerEncoder::Output& to_client) {
    encoder_.encode(*reader_, step,
                    {.is_request_sent = is_request_sent_, .is_draining = hub_.is_draining},
                    to_client);
    if (step == AnswerReader::Step::head) count_withheld(reader_->head().headers);
    if (step == AnswerReader::Step::end && reader_->is_done()) count_withheld(reader_->trailers());
}

void ExchangeRelay::count_withheld(const http::Fields& fields) {
    for (const auto& field : fields) {
        if (!stays_one_line(field.name)) hub_.unseen.add(Blind::withheld_fields);
    }
}

bool ExchangeRelay::end() {
    const bool legacy_persists = reader_->leaves_connection_open() && legacy_.unread().empty();
    if (!legacy_persists || !is_request_sent_) legacy_.close();
    observation_.end(reader_->take_outcome());
    return encoder_.client_persists() && is_request_sent_;
}

asio::awaitable<bool> ExchangeRelay::end_cut_short() {
    if (is_request_malformed_) {
        observation_.end_lost(Reason::request_incomplete, reader_->status());
        if (!encoder_.is_head_relayed()) co_await refuse(400, "the request's body is malformed");
        co_return false;
    }
    if (is_client_gone_) {
        observation_.end_lost(observation_.is_request_complete() ? Reason::answer_incomplete
                                                                 : Reason::request_incomplete,
                              reader_->status());
        co_return false;
    }
    co_return co_await end_failed();
}

asio::awaitable<bool> ExchangeRelay::end_failed() {
    if (reader_->failure_class() == http::FailureClass::protocol_switch &&
        encoder_.is_head_relayed()) {
        observation_.end_lost(Reason::upgrade, reader_->status());
        co_await tunnel(client_, legacy_, hub_.options.limits.relay_silence_max);
        co_return false;
    }
    auto outcome = located(reader_->take_outcome(), hub_.options.legacy);
    const auto failure = std::get<http::Failure>(outcome);
    observation_.end(std::move(outcome));
    legacy_.close();
    if (!encoder_.is_head_relayed()) {
        co_await refuse(status_for(failure.failure_class), failure.detail);
    } else if (encoder_.framing() == http::Framing::until_close && is_tls_cut_) {
        // Many servers end so. The client makes of it what it would without us: a close, and under
        // TLS one without close_notify (RFC 9112, section 9.8).
        client_.shutdown_send();
    } else if (encoder_.framing() == http::Framing::until_close) {
        client_.abort();  // an ordinary close would make the short body look whole
    }
    co_return false;
}

asio::awaitable<void> ExchangeRelay::refuse(std::uint16_t status, std::string why) {
    const auto answer = refusal(status, why, head_.request.method);
    co_await client_.write(answer, silence_by());
}

}  // namespace shadowdiff::mirror
