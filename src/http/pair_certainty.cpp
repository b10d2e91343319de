// SPDX-License-Identifier: Apache-2.0
// How sure it is which answer is whose, and when it is sure again.
#include "http/pairs.hpp"

#include <algorithm>

namespace shadowdiff::http {

// Pairs are sure again only by proof. Where nothing waits in our view, a request from before that
// we have not seen could still: it would have to stay unanswered for the whole quiet time, and the
// client to send another behind it. A client that does not wait for answers proves nothing so.
void Pairs::raise_certainty(Timestamp at, bool answers_are_in_step) {
    if (certainty_ == Pairing::exact) return;
    forget_given_up(at);
    if (!pending_.empty() || !answers_are_in_step) {
        certainty_ = Pairing::uncertain;
        return;
    }
    const bool was_quiet = quiet_since_ && at - *quiet_since_ >= limits_.quiet_before_exact;
    certainty_ = was_quiet && !has_pipelined_ ? Pairing::exact : Pairing::resynchronised;
}

// What was lost long ago no longer waits for an answer, but was answered unseen: where the server's
// bytes have a hole since the last of it began.
void Pairs::forget_given_up(Timestamp at) {
    if (!answers_may_be_missed_ || !std::ranges::all_of(pending_, &Pending::is_settled)) return;
    if (pending_.empty() || at - pending_.back().request_at < limits_.quiet_before_exact) return;
    pending_.clear();
}

// By the packets' own times: holes may keep an answer back until after the next request.
void Pairs::note_pipelining(Timestamp first_byte) {
    if (pending_.size() < 2 || pending_.front().pairing != Pairing::exact) return;
    const auto& second = *(pending_.begin() + 1);
    has_pipelined_ = has_pipelined_ || second.request_at < first_byte;
}

void Pairs::doubt_later() {
    certainty_ = Pairing::uncertain;
    is_unbroken_ = false;
    quiet_since_.reset();
}

}  // namespace shadowdiff::http
