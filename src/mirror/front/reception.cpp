// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/reception.hpp"

#include "http/exchange_id.hpp"
#include "mirror/front/refusal.hpp"
#include "mirror/request/copies.hpp"
#include "mirror/request/hop_by_hop.hpp"

#include <string_view>
#include <utility>

namespace shadowdiff::mirror {
namespace {

bool waits_for_100(const http::RequestHead& head) {
    const auto expect = http::value_of(head.request.headers, "Expect");
    return expect && http::same_name(*expect, "100-continue") &&
           head.framing != http::Framing::none && head.request.version == http::Version::http_1_1;
}

Bytes thanks(std::string_view connection) {
    Bytes answer = "HTTP/1.1 204 No Content\r\n";
    if (!connection.empty()) answer += "Connection: " + Bytes{connection} + "\r\n";
    answer += "\r\n";
    return answer;
}

}  // namespace

Reception::Reception(std::shared_ptr<ReceptionDesk> desk, std::unique_ptr<Channel> client,
                     std::uint64_t connection)
    : desk_{std::move(desk)},
      between_{between(client->socket(), connection)},
      client_{std::move(client)},
      requests_{http::Parser::Kind::requests, http::Strictness::strict, desk_->options.http},
      heads_{*client_, requests_, desk_->options.limits, desk_->unseen} {}

void Reception::end_if_idle() {
    if (heads_.is_idle()) client_->close();
}

void Reception::stop() { client_->close(); }

bool Reception::end_if_left() {
    if (!client_->has_peer_ended()) return false;
    client_->close();
    return true;
}

asio::awaitable<void> Reception::run() {
    co_await take_all();
    co_await client_->linger(SteadyClock::now() + desk_->options.limits.linger_max);
    client_->close();
}

asio::awaitable<void> Reception::take_all() {
    while (true) {
        auto head = co_await heads_.read(desk_->is_draining);
        if (!head) co_return;
        const bool goes_on = co_await take(*std::move(head));
        if (!goes_on) co_return;
    }
}

// The connection is the mesh's, and carries copies of many clients: each is asked on its own, so
// that none waits for another's.
asio::awaitable<bool> Reception::take(http::RequestHead head) {
    undo_copying(head.request);
    auto between = between_;
    between.connection = ++desk_->copies;
    const auto id = http::exchange_id(desk_->options.run_seed, between.connection, 0);
    const bool is_old = head.request.version == http::Version::http_1_0;
    const bool persists = is_persistent(head.request.version, head.request.headers);
    const bool is_connect = head.request.method == "CONNECT";
    const bool sends_100 = waits_for_100(head);
    Observation observation{desk_->deliver,      id,         between, head.request,
                            desk_->options.http, desk_->kept};
    if (observation.is_wanted()) observation.keep(std::move(head.request));
    if (is_connect) {
        observation.end_lost(Reason::upgrade, 501);
        co_await write(refusal(501, "CONNECT is not received", "CONNECT"));
        co_return false;
    }
    if (sends_100) co_await write("HTTP/1.1 100 Continue\r\n\r\n");
    const bool is_whole = co_await take_body(observation);
    if (!is_whole) {
        observation.end_lost(Reason::request_incomplete, 0);
        co_return false;
    }
    observation.end_lost(Reason::answer_not_seen, 0);  // its original's
    const bool goes_on = persists && !desk_->is_draining;
    std::string_view connection = is_old ? "keep-alive" : "";
    if (!goes_on) connection = "close";
    const auto error = co_await write(thanks(connection));
    co_return goes_on && !error;
}

asio::awaitable<bool> Reception::take_body(Observation& observation) {
    while (true) {
        auto event = requests_.next(client_->unread());
        if (const auto* piece = std::get_if<http::BodyPiece>(&event)) {
            observation.note_request_piece(piece->bytes);
        } else if (auto* end = std::get_if<http::MessageEnd>(&event)) {
            observation.note_request_end(std::move(end->trailers));
            co_return true;
        } else if (std::holds_alternative<http::Malformed>(event)) {
            co_await write(refusal(400, "the request's body is malformed", ""));
            co_return false;
        } else {
            const auto by = SteadyClock::now() + desk_->options.limits.relay_silence_max;
            if (co_await client_->read(by)) co_return false;
        }
    }
}

asio::awaitable<ErrorCode> Reception::write(Bytes answer) {
    const auto by = SteadyClock::now() + desk_->options.limits.client_head_max;
    co_return co_await client_->write(answer, by);
}

}  // namespace shadowdiff::mirror
