// SPDX-License-Identifier: Apache-2.0
// Watches the stages of capture and says, where something is lost or set aside, what it was and
// where. They work the same without it.
#pragma once

#include "base/coverage.hpp"
#include "frames/decode.hpp"
#include "http/wire_sighting.hpp"
#include "pipeline/capture/explanation_log.hpp"
#include "reassembly/stream_event.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace shadowdiff::pipeline {

/// Packets that became no segment, or not a whole one.
class FrameExplainer {
public:
    explicit FrameExplainer(ExplanationLog& log) : log_{log} {}

    /// After each decode(): what came of it.
    void take(const frames::Packet& packet, const frames::Decoder& decoder,
              const std::optional<frames::Segment>& segment);
    /// After the decoder's finish().
    void finish(const frames::Decoder& decoder);

private:
    void tell_growth(Blind blind, std::uint64_t amount);

    ExplanationLog& log_;
    Coverage known_;
    Timestamp last_at_;
};

/// The log and the packets' explainer, where something is to be explained.
class Explaining {
public:
    explicit Explaining(const ExplainOptions& options) {
        if (!options.on_line) return;
        log_.emplace(options);
        frames_.emplace(*log_);
    }
    /// Null when nothing is explained.
    ExplanationLog* log() { return log_ ? &*log_ : nullptr; }
    void take(const frames::Packet& packet, const frames::Decoder& decoder,
              const std::optional<frames::Segment>& segment) {
        if (frames_) frames_->take(packet, decoder, segment);
    }
    /// After all that is explained has finished.
    void finish(const frames::Decoder& decoder) {
        if (!log_) return;
        frames_->finish(decoder);
        log_->finish();
    }

private:
    std::optional<ExplanationLog> log_;
    std::optional<FrameExplainer> frames_;
};

/// Bytes, connections and exchanges; one for each thread that puts streams together. It remembers
/// the endpoints of connections that are open and the requests that wait, and nothing else.
class FlowExplainer {
public:
    explicit FlowExplainer(ExplanationLog& log) : log_{log} {}

    /// Around each event: begin, what HTTP makes of it, end.
    void begin(const reassembly::StreamEvent& event);
    void take(const http::WireSighting& sighting);
    void end(const reassembly::StreamEvent& event);

private:
    struct Connection {
        Endpoint initiator;
        Endpoint responder;
        std::array<std::uint64_t, 2> ends{};  // by Sender: bytes so far, with those that were lost

        const Endpoint& endpoint(reassembly::Sender sender) const {
            return sender == reassembly::Sender::initiator ? initiator : responder;
        }
    };
    struct Request {
        Explanation::Connection connection;
        std::string method;
    };

    void on(const reassembly::Opened& opened);
    void on(const reassembly::Data& data);
    void on(const reassembly::Gap& gap);
    void on(const reassembly::Closed& closed);
    void on(const reassembly::JoinedLate&) {}
    void on(const reassembly::Finished&) {}

    void on(const http::RequestSeen& seen);
    void on(const http::WireRequest& request) {
        if (request.is_first_told) on(http::seen_of(request));
    }
    void on(const http::WireAnswer& answer) { settle(answer.id, reason_of(answer.pairing)); }
    void on(const http::AnswerSeen& seen) { settle(seen.id, reason_of(seen.pairing)); }
    void on(const http::Lost& lost) { settle(lost.id, lost.reason); }
    void on(const http::ConnectionEnded&) {}
    void on(const http::BlindSpot& spot);

    static Reason reason_of(http::Pairing pairing);
    void settle(const http::ExchangeId& id, Reason reason);
    Explanation about(reassembly::ConnectionId id, std::string_view reason) const;

    ExplanationLog& log_;
    std::unordered_map<reassembly::ConnectionId, Connection> connections_;
    std::unordered_map<http::ExchangeId, Request> waiting_;
    Timestamp at_;             // of the event
    ByteView data_;            // that it holds
    std::string_view closed_;  // how it ends its connection
};

}  // namespace shadowdiff::pipeline
