// SPDX-License-Identifier: Apache-2.0
#include "mirror/exchange_relay.hpp"

#include "base/overload.hpp"
#include "mirror/failure.hpp"
#include "mirror/framing.hpp"
#include "mirror/hop_by_hop.hpp"
#include "mirror/refusal.hpp"
#include "mirror/rewrite.hpp"
#include "mirror/tunnel.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <fmt/format.h>

#include <utility>

namespace shadowdiff::mirror {

ExchangeRelay::ExchangeRelay(Hub& hub, Channel& client, Channel& legacy, http::Parser& requests,
                             http::RequestHead head, Observation& observation)
    : hub_{hub},
      client_{client},
      legacy_{legacy},
      requests_{requests},
      head_{std::move(head)},
      observation_{observation} {}

SteadyTime ExchangeRelay::silence_by() const {
    return SteadyClock::now() + hub_.options.limits.relay_silence_max;
}

asio::awaitable<bool> ExchangeRelay::run() {
    if (head_.request.method == "CONNECT") {
        observation_.end_lost(Reason::upgrade, 501);
        co_await refuse(501, "CONNECT is not relayed");
        co_return false;
    }
    Bytes nothing;
    if (head_.framing == http::Framing::none) take_request(nothing);
    const bool is_kept_alive = legacy_.is_reusable();
    if (!is_kept_alive) legacy_.close();
    co_await attempt();
    if (is_kept_alive && is_worth_a_retry()) {
        legacy_.close();
        co_await attempt();
    }
    co_return co_await end();
}

// Legacy may close a kept-alive connection just when we send on it. The client has seen nothing of
// that yet, and must not suffer for our having kept it.
bool ExchangeRelay::is_worth_a_retry() const {
    return !reader_->has_begun() && !is_client_gone_ && head_.framing == http::Framing::none &&
           reader_->failure_class() == http::FailureClass::reset_before_answer &&
           http::is_safe_method(head_.request.method);
}

asio::awaitable<void> ExchangeRelay::attempt() {
    reader_.emplace(head_.request.method, hub_.options.http);
    const auto failure = co_await open_legacy();
    if (failure) {
        reader_->fail(failure->failure_class, failure->detail);
        co_return;
    }
    const auto wire = request_head_to_wire(head_.request, hub_.options.legacy, head_.framing);
    // A write that fails shows when reading: the answer may be there all the same.
    co_await legacy_.write(wire, silence_by());
    if (observation_.is_request_complete()) {
        is_request_sent_ = true;
        co_await relay_answer();
        co_return;
    }
    using namespace asio::experimental::awaitable_operators;
    co_await (pump_request() && relay_answer());
}

asio::awaitable<std::optional<http::Failure>> ExchangeRelay::open_legacy() {
    if (legacy_.is_open()) co_return std::nullopt;
    co_return co_await hub_.legacy.connect(legacy_, hub_.options.limits.connect_max);
}

asio::awaitable<void> ExchangeRelay::pump_request() {
    while (true) {
        Bytes to_legacy;
        const bool is_all = take_request(to_legacy);
        legacy_.extend_read(silence_by());
        const auto write_error = co_await legacy_.write(to_legacy, silence_by());
        if (write_error) co_return;  // why, its answer may still tell
        if (is_all) break;
        if (is_request_malformed_) co_return legacy_.close();
        if (is_answer_over_) co_return;
        const auto read_error = co_await client_.read(silence_by());
        if (is_answer_over_) co_return;
        if (read_error) {
            is_client_gone_ = true;
            co_return legacy_.close();
        }
    }
    is_request_sent_ = true;
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
        const auto read_error = co_await legacy_.read(silence_by());
        Bytes to_client;
        take_answer(read_error, to_client);
        if (to_client.empty()) continue;
        client_.extend_read(silence_by());
        const auto write_error = co_await client_.write(to_client, silence_by());
        if (write_error) {
            is_client_gone_ = true;
            break;
        }
    }
    is_answer_over_ = true;
    if (is_request_sent_) co_return;
    legacy_.close();
    client_.cancel_reads();
}

void ExchangeRelay::take_answer(const ErrorCode& read_error, Bytes& to_client) {
    using enum http::FailureClass;
    if (read_error == asio::error::eof) {
        encode(reader_->finish(), to_client);
        return;
    }
    if (read_error) {
        const bool timed_out = read_error == asio::error::timed_out;
        const auto before = timed_out ? first_byte_timeout : reset_before_answer;
        const auto inside = timed_out ? total_timeout : reset_inside_answer;
        reader_->fail(reader_->has_begun() ? inside : before,
                      timed_out ? "silent for " + describe(hub_.options.limits.relay_silence_max)
                                : describe(read_error));
        return;
    }
    observation_.note_first_byte();
    while (!reader_->is_done()) {
        const auto event = reader_->next(legacy_.unread());
        if (std::holds_alternative<http::NeedMore>(event)) return;
        encode(event, to_client);
    }
}

void ExchangeRelay::encode(const http::Event& event, Bytes& to_client) {
    std::visit(Overload{
                   [](const http::NeedMore&) {},
                   [](const http::RequestHead&) {},
                   [](const http::Malformed&) {},
                   [&](const http::ResponseHead& head) { encode_head(head, to_client); },
                   [&](const http::BodyPiece& piece) {
                       append_piece(answer_framing_, piece.bytes, to_client);
                   },
                   [&](const http::MessageEnd& end) {
                       append_end(answer_framing_, end.trailers, to_client);
                   },
               },
               event);
}

void ExchangeRelay::encode_head(const http::ResponseHead& head, Bytes& to_client) {
    const auto& request = head_.request;
    const bool is_old_client = request.version == http::Version::http_1_0;
    if (head.is_interim) {  // which HTTP/1.0 does not know (RFC 9110, section 15.2)
        if (!is_old_client) to_client += answer_head_to_wire(head.response, head.framing, "");
        return;
    }
    if (head.switches_protocol && !http::find(request.headers, "Upgrade")) return;
    is_head_relayed_ = true;
    answer_framing_ = head.framing;
    client_persists_ = !hub_.is_draining && head.framing != http::Framing::until_close &&
                       head.response.version == http::Version::http_1_1 &&
                       is_persistent(request.version, request.headers);
    std::string_view connection = is_old_client ? "keep-alive" : "";
    if (!client_persists_) connection = "close";
    if (head.switches_protocol) connection = "Upgrade";
    to_client += answer_head_to_wire(head.response, head.framing, connection);
}

asio::awaitable<bool> ExchangeRelay::end() {
    if (is_request_malformed_) {
        observation_.end_lost(Reason::request_incomplete, reader_->status());
        if (!is_head_relayed_) co_await refuse(400, "the request's body is malformed");
        co_return false;
    }
    if (is_client_gone_) {
        observation_.end_lost(observation_.is_request_complete() ? Reason::answer_incomplete
                                                                 : Reason::request_incomplete,
                              reader_->status());
        co_return false;
    }
    const bool is_complete = !reader_->failure_class();
    if (!is_complete) co_return co_await end_failed();
    const bool legacy_persists = reader_->leaves_connection_open() && legacy_.unread().empty();
    if (!legacy_persists || !is_request_sent_) legacy_.close();
    observation_.end(reader_->take_outcome());
    co_return client_persists_&& is_request_sent_;
}

asio::awaitable<bool> ExchangeRelay::end_failed() {
    if (reader_->failure_class() == http::FailureClass::protocol_switch && is_head_relayed_) {
        observation_.end_lost(Reason::upgrade, reader_->status());
        co_await tunnel(client_, legacy_, hub_.options.limits.relay_silence_max);
        co_return false;
    }
    auto outcome = located(reader_->take_outcome(), hub_.options.legacy);
    const auto failure = std::get<http::Failure>(outcome);
    observation_.end(std::move(outcome));
    legacy_.close();
    if (!is_head_relayed_) {
        co_await refuse(status_for(failure.failure_class), failure.detail);
    } else if (answer_framing_ == http::Framing::until_close) {
        client_.abort();  // an ordinary close would make the short body look whole
    }
    co_return false;
}

asio::awaitable<void> ExchangeRelay::refuse(std::uint16_t status, std::string why) {
    const auto answer = refusal(status, why, head_.request.method);
    co_await client_.write(answer, silence_by());
}

}  // namespace shadowdiff::mirror
