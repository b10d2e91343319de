// SPDX-License-Identifier: Apache-2.0
#include "http/conversation.hpp"

namespace shadowdiff::http {

using reassembly::CloseCause;
using reassembly::Sender;

Conversation::Conversation(const reassembly::Opened& opened, std::uint64_t run_seed,
                           const HttpLimits& limits, Coverage& coverage, std::vector<Sighting>& out)
    : opened_{opened},
      run_seed_{run_seed},
      limits_{limits},
      coverage_{coverage},
      out_{out},
      openings_{Opening{StartFinder{limits.line_bytes_max}, !opened.handshake_seen},
                Opening{StartFinder{limits.line_bytes_max}, !opened.handshake_seen}} {}

void Conversation::on(const reassembly::Data& data) {
    if (is_ignored_) return;
    if (!talk_) return recognise_opening(data);
    read(data.sender, data.bytes, data.at);
}

void Conversation::on(const reassembly::Gap& gap) {
    if (is_ignored_ || gap.bytes == 0) return;
    if (!talk_) {
        opening(gap.sender).finder.clear();
        opening(gap.sender).is_late = true;
        return;
    }
    if (gap.sender != client_) {
        talk_->answers.gap(gap.bytes);
    } else if (!talk_->requests.gap(gap.bytes, gap.at)) {
        give_up();
    }
}

void Conversation::on(const reassembly::Finished& finished) {
    if (!talk_) return;
    if (finished.sender == client_) {
        talk_->requests.finish(finished.at);
    } else {
        talk_->answers.finish(AnswersEnd::closed, finished.at);
    }
}

void Conversation::on(const reassembly::Closed& closed) {
    if (talk_) {
        talk_->requests.finish(closed.at);
        switch (closed.cause) {
            case CloseCause::finished: talk_->answers.finish(AnswersEnd::closed, closed.at); break;
            case CloseCause::reset: talk_->answers.finish(AnswersEnd::reset, closed.at); break;
            case CloseCause::idle:
            case CloseCause::evicted:
            case CloseCause::replaced:
            case CloseCause::capture_ended:
                talk_->answers.finish(AnswersEnd::unseen, closed.at);
                break;
        }
        has_requests_ = talk_->pairs.has_seen_request();
    } else if (!is_ignored_ && (openings_[0].has_spoken || openings_[1].has_spoken)) {
        coverage_.add(Blind::not_http_connections);
    }
    if (has_requests_) out_.push_back(ConnectionEnded{opened_.connection});
}

void Conversation::recognise_opening(const reassembly::Data& data) {
    auto& own = opening(data.sender);
    own.has_spoken = own.has_spoken || !data.bytes.empty();
    const auto place = own.is_late ? Place::guessed : Place::known;
    switch (own.finder.offer(data.bytes, place)) {
        case FirstBytes::undecided: return;
        case FirstBytes::request: return begin_talk(data.sender, data);
        case FirstBytes::response: return begin_talk(other(data.sender), data);
        case FirstBytes::tls: return ignore(Blind::tls_connections);
        case FirstBytes::http2: return ignore(Blind::http2_connections);
        case FirstBytes::other:
            if (!own.is_late) ignore(Blind::not_http_connections);
    }
}

void Conversation::begin_talk(Sender client, const reassembly::Data& data) {
    client_ = client;
    const bool initiated = client == Sender::initiator;
    auto& from_client = opening(client);
    auto& from_server = opening(other(client));
    talk_ = std::make_unique<Talk>(
        PairsOf{opened_.connection, initiated ? opened_.initiator : opened_.responder,
                initiated ? opened_.responder : opened_.initiator, run_seed_,
                !from_client.is_late && !from_server.is_late},
        coverage_, limits_, out_);
    if (from_client.is_late) talk_->requests.search();
    if (from_server.is_late) talk_->answers.search();
    const Bytes recognised{opening(data.sender).finder.found()};
    const Bytes undecided = opening(other(data.sender)).finder.take_held();
    for (auto& side : openings_) side.finder.clear();
    read(data.sender, recognised, data.at);
    if (talk_) read(other(data.sender), undecided, data.at);
}

void Conversation::read(Sender sender, ByteView bytes, Timestamp at) {
    auto& requests = talk_->requests;
    auto& answers = talk_->answers;
    bool goes_on = true;
    if (sender == client_) {
        goes_on = requests.read(bytes, at, answers.is_in_step()) && answers.resume(at) &&
                  requests.resume(at, answers.is_in_step());
    } else {
        goes_on = answers.read(bytes, at) && requests.resume(at, answers.is_in_step()) &&
                  answers.resume(at);
    }
    if (!goes_on) give_up();
}

void Conversation::give_up() {
    talk_->pairs.lose_all(Reason::memory_bound);  // unless a reader has said why
    has_requests_ = talk_->pairs.has_seen_request();
    talk_.reset();
    is_ignored_ = true;
}

void Conversation::ignore(Blind blind) {
    coverage_.add(blind);
    is_ignored_ = true;
    for (auto& opening : openings_) opening.finder.clear();
}

}  // namespace shadowdiff::http
