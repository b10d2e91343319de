// SPDX-License-Identifier: Apache-2.0
#include "http/conversation.hpp"

#include "http/proxy_header.hpp"
#include "http/start_line.hpp"
#include "http/syntax.hpp"

#include <utility>

namespace shadowdiff::http {

using reassembly::CloseCause;
using reassembly::Sender;

Conversation::Conversation(const reassembly::Opened& opened, std::uint64_t run_seed,
                           const ReadOptions& options, Coverage& coverage, Sightings& out)
    : opened_{opened},
      run_seed_{run_seed},
      openings_{
          Opening{StartFinder{options.limits.line_bytes_max},
                  {},
                  opened.handshake_seen,
                  !opened.handshake_seen},
          Opening{StartFinder{options.limits.line_bytes_max}, {}, false, !opened.handshake_seen}},
      options_{options},
      blind_spots_{opened.connection, coverage, out},
      out_{out} {}

void Conversation::on(const reassembly::JoinedLate& joined) {
    auto& own = opening(joined.sender);
    if (is_ignored_ || own.is_late) return;
    own.is_late = true;
    if (!talk_) return;
    blind_spots_.move_to(joined.sender, joined.at, 0);
    if (joined.sender == client_) {
        talk_->requests.search();
    } else {
        talk_->answers.search();
    }
}

void Conversation::on(const reassembly::Data& data) {
    blind_spots_.move_to(data.sender, data.at, data.bytes.size());
    if (is_ignored_) return;
    if (!talk_) return recognise_opening(data);
    read(data.sender, data.bytes, data.at, data.heard);
}

void Conversation::on(const reassembly::Gap& gap) {
    blind_spots_.move_to(gap.sender, gap.at, gap.bytes);
    if (is_ignored_ || gap.bytes == 0) return;
    if (!talk_) {
        opening(gap.sender).finder.clear();
        opening(gap.sender).may_be_proxied = false;
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
    blind_spots_.move_to(finished.sender, finished.at, 0);
    if (!talk_) return;
    if (finished.sender == client_) {
        talk_->requests.finish(finished.at);
        talk_->answers.stop_waiting(finished.at);
        client_has_finished_ = true;
    } else {
        talk_->answers.finish(AnswersEnd::closed, finished.at, !client_has_finished_);
    }
}

void Conversation::on(const reassembly::Closed& closed) {
    blind_spots_.move_to(client_, closed.at, 0);
    if (talk_) {
        talk_->requests.finish(closed.at);
        blind_spots_.move_to(other(client_), closed.at, 0);
        talk_->answers.stop_waiting(closed.at);
        talk_->answers.finish(answers_end(closed), closed.at, false);
        has_requests_ = talk_->pairs.has_seen_request();
    } else if (!is_ignored_ && (openings_[0].has_spoken || openings_[1].has_spoken)) {
        const auto spoke = openings_[0].has_spoken ? Sender::initiator : Sender::responder;
        blind_spots_.move_to(spoke, closed.at, 0);
        blind_spots_.add(Blind::not_http_connections);
    }
    if (has_requests_) out_.push_back(ConnectionEnded{opened_.connection});
}

// A client that resets has gone away: how the answer would have ended is not known.
AnswersEnd Conversation::answers_end(const reassembly::Closed& closed) const {
    switch (closed.cause) {
        case CloseCause::finished: return AnswersEnd::closed;
        case CloseCause::reset:
            return closed.reset_by == client_ ? AnswersEnd::unseen : AnswersEnd::reset;
        case CloseCause::idle:
        case CloseCause::evicted:
        case CloseCause::replaced:
        case CloseCause::shed:
        case CloseCause::capture_ended: return AnswersEnd::unseen;
    }
    std::unreachable();
}

void Conversation::recognise_opening(reassembly::Data data) {
    auto& own = opening(data.sender);
    own.has_spoken = own.has_spoken || !data.bytes.empty();
    if (own.may_be_proxied && !take_proxy_header(own, data)) return;
    const auto place = own.is_late ? Place::guessed : Place::known;
    switch (own.finder.offer(data.bytes, place)) {
        case FirstBytes::undecided: return;
        case FirstBytes::request: return begin_talk(data.sender, data);
        case FirstBytes::response: return begin_talk(other(data.sender), data);
        case FirstBytes::http09: return note_http09(data);
        case FirstBytes::tls: return ignore(Blind::tls_connections);
        case FirstBytes::http2: return ignore(Blind::http2_connections);
        case FirstBytes::other:
            if (!own.is_late) ignore(Blind::not_http_connections);
    }
}

// True when `data` goes on behind the header, or there is none. It stands before everything else
// that the connection carries, TLS too.
bool Conversation::take_proxy_header(Opening& own, reassembly::Data& data) {
    own.prefix.append(data.bytes);
    const auto header = find_proxy_header(own.prefix);
    if (!header) return false;
    own.may_be_proxied = false;
    if (*header == 0) {
        own.finder.hold(own.prefix.substr(0, own.prefix.size() - data.bytes.size()));
        own.prefix.clear();
        return true;
    }
    blind_spots_.add(Blind::proxied_connections);
    data.bytes.remove_prefix(data.bytes.size() - (own.prefix.size() - *header));
    own.prefix.clear();
    return !data.bytes.empty();
}

// A whole request without a version gets an answer without a head: there is nothing to compare.
void Conversation::note_http09(const reassembly::Data& data) {
    auto rest = opening(data.sender).finder.found();
    const auto line = parse_http09_line(take_line(rest).text);
    Pairs pairs{pairs_of(data.sender, true), options_.limits, out_};
    pairs.begin_request({line->method, line->target, {}, {}, false}, data.at, false);
    pairs.lose_all(Reason::http09);
    has_requests_ = true;
    ignore(Blind::http09_connections);
}

PairsOf Conversation::pairs_of(Sender client, bool from_the_start) const {
    const bool initiated = client == Sender::initiator;
    return {opened_.connection, initiated ? opened_.initiator : opened_.responder,
            initiated ? opened_.responder : opened_.initiator, run_seed_, from_the_start};
}

void Conversation::begin_talk(Sender client, const reassembly::Data& data) {
    client_ = client;
    auto& from_client = opening(client);
    auto& from_server = opening(other(client));
    talk_ = std::make_unique<Talk>(pairs_of(client, !from_client.is_late && !from_server.is_late),
                                   blind_spots_, options_, out_);
    if (from_client.is_late) talk_->requests.search();
    if (from_server.is_late) talk_->answers.search();
    const Bytes recognised{opening(data.sender).finder.found()};
    auto& silent = opening(other(data.sender));
    const Bytes undecided = silent.prefix + silent.finder.take_held();
    for (auto& side : openings_) side.finder.clear();
    read(data.sender, recognised, data.at, data.heard);
    using reassembly::heard_unknown;
    if (talk_) read(other(data.sender), undecided, data.at, heard_unknown);
}

void Conversation::read(Sender sender, ByteView bytes, Timestamp at, std::uint64_t heard) {
    auto& requests = talk_->requests;
    auto& answers = talk_->answers;
    bool goes_on = true;
    if (sender == client_) {
        goes_on = disown_unasked(blind_spots_.end_of(client_) - bytes.size(), at) &&
                  requests.read(bytes, at, answers.is_in_step()) && resume_answers(at) &&
                  resume_requests(at);
    } else {
        goes_on = answers.read(bytes, at, heard) && resume_requests(at) && resume_answers(at) &&
                  disown_unasked(blind_spots_.end_of(client_), at);
    }
    if (!goes_on) give_up();
}

// Seldom does one side wait for the other: whether it does is asked first.
bool Conversation::resume_requests(Timestamp at) {
    auto& requests = talk_->requests;
    return !requests.has_held() || requests.resume(at, talk_->answers.is_in_step());
}

bool Conversation::resume_answers(Timestamp at) {
    return !talk_->answers.has_held() || talk_->answers.resume(at);
}

// `bytes`: of the client's, in front of the next request.
bool Conversation::disown_unasked(std::uint64_t bytes, Timestamp at) {
    return !talk_->answers.has_held() || !talk_->requests.is_between_requests() ||
           talk_->answers.disown_unasked(bytes, at);
}

void Conversation::give_up() {
    if (!talk_->answers.has_left_http()) blind_spots_.add(Blind::evicted_connections);
    talk_->pairs.lose_all(Reason::memory_bound);  // unless a reader has said why
    has_requests_ = talk_->pairs.has_seen_request();
    talk_.reset();
    is_ignored_ = true;
}

void Conversation::ignore(Blind blind) {
    blind_spots_.add(blind);
    is_ignored_ = true;
    for (auto& opening : openings_) {
        opening.finder.clear();
        opening.prefix.clear();
    }
}

std::size_t Conversation::waiting_bytes(Sender sender) {
    if (talk_) {
        const bool is_clients = sender == client_;
        if (is_clients || requests_waiting_ > 0) {
            requests_waiting_ = talk_->requests.waiting_bytes();
        }
        if (!is_clients || answers_waiting_ > 0) {
            answers_waiting_ = talk_->answers.waiting_bytes();
        }
        return requests_waiting_ + answers_waiting_ + talk_->pairs.waiting_bytes();
    }
    std::size_t bytes = 0;
    for (const auto& one : openings_) bytes += one.finder.held_bytes() + one.prefix.size();
    return bytes;
}

void Conversation::evict(Timestamp at) {
    blind_spots_.move_to(client_, at, 0);
    if (!talk_) return ignore(Blind::evicted_connections);
    give_up();
}

}  // namespace shadowdiff::http
