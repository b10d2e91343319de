// SPDX-License-Identifier: Apache-2.0
// One request from the proxy's client to legacy, and its answer back, both streamed.
#pragma once

#include "mirror/front/answer_encoder.hpp"
#include "mirror/front/relay.hpp"
#include "mirror/upstream/answer_reader.hpp"

#include <memory>
#include <optional>

namespace shadowdiff::mirror {

/// Lives in its coroutine's frame; all it is given must outlive it.
class ExchangeRelay {
public:
    ExchangeRelay(Hub& hub, Channel& client, Channel& legacy, http::Parser& requests,
                  http::RequestHead head, Observation& observation);

    /// True when the client's connection can carry another request.
    asio::awaitable<bool> run();

private:
    asio::awaitable<void> attempt();
    asio::awaitable<void> connect_and_exchange();
    asio::awaitable<void> exchange();
    asio::awaitable<void> stream();
    void begin_answer();
    bool is_worth_a_retry() const;

    asio::awaitable<void> pump_request();
    /// False when more must be read first.
    bool take_request(Bytes& to_legacy);

    asio::awaitable<void> relay_answer();
    void take_answer(const ErrorCode& read_error, AnswerEncoder::Output& to_client);
    void encode(AnswerReader::Step step, AnswerEncoder::Output& to_client);
    void count_withheld(const http::Fields& fields);
    bool takes_rest_of_request() const;

    bool end();  // whole
    asio::awaitable<bool> end_cut_short();
    asio::awaitable<bool> end_failed();
    asio::awaitable<void> refuse(std::uint16_t status, std::string why);
    SteadyTime silence_by() const;

    Hub& hub_;
    Channel& client_;
    Channel& legacy_;
    http::Parser& requests_;
    http::RequestHead head_;
    Observation& observation_;

    AnswerEncoder encoder_;
    std::optional<AnswerReader> reader_;
    std::shared_ptr<const Bytes> request_begin_;  // head, and what of the body came with it
    bool is_request_sent_ = false;
    bool is_request_malformed_ = false;
    bool is_answer_over_ = false;
    bool is_client_gone_ = false;
    bool is_tls_cut_ = false;  // legacy closed without TLS's word for it
};

}  // namespace shadowdiff::mirror
