// SPDX-License-Identifier: Apache-2.0
// The client's direction of one connection: bytes -> requests that begin, end, or break.
#pragma once

#include "http/blind_spots.hpp"
#include "http/body_builder.hpp"
#include "http/first_bytes.hpp"
#include "http/framer.hpp"
#include "http/pairs.hpp"
#include "http/read_options.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace shadowdiff::http {

class RequestReader {
public:
    RequestReader(Pairs& pairs, BlindSpots& blind_spots, const ReadOptions& options);

    /// False when a bound was met and the connection must be given up.
    /// `answers_are_in_step`: the other direction is at a message start, or looks for one.
    bool read(ByteView bytes, Timestamp at, bool answers_are_in_step);
    /// What was held back until an answer decided about it.
    bool resume(Timestamp at, bool answers_are_in_step);
    bool has_held() const { return !held_.empty(); }
    bool gap(std::uint64_t bytes, Timestamp at);
    /// Looks for the next thing that is a message start by its looks.
    void search();
    /// The next byte is the first of a request, as far as is known.
    bool is_between_requests() const {
        return state_ == State::reading && !in_message_ && held_.empty() && doubtful_.empty() &&
               framer_.is_between_messages();
    }
    std::size_t waiting_bytes() const {
        return framer_.waiting_bytes() + finder_.held_bytes() + held_.size() + doubtful_.size();
    }
    /// The direction has ended, or nothing more is known of it.
    void finish(Timestamp at);

private:
    enum class State : std::uint8_t { reading, searching, given_up };

    bool read_messages(ByteView bytes, Timestamp at, bool answers_are_in_step);
    bool take(Framer::Step step, Timestamp at, bool answers_are_in_step);
    bool give_up(std::uint64_t bytes, Timestamp at);
    bool account_for_head(Reason reason, Timestamp at);
    bool body_may_never_come() const;
    void begin_behind_missing_body();

    Pairs& pairs_;
    BlindSpots& blind_spots_;
    const ReadOptions& options_;
    Framer framer_;
    State state_ = State::reading;
    bool in_message_ = false;
    bool expects_continue_ = false;  // and no byte of its body came yet
    std::unique_ptr<BodyBuilder> body_;
    Bytes held_;
    StartFinder finder_;
    Bytes doubtful_;  // a refused body, or the next request
};

}  // namespace shadowdiff::http
