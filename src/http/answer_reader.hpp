// SPDX-License-Identifier: Apache-2.0
// The server's direction of one connection: bytes -> answers, given to the requests that wait.
#pragma once

#include "base/coverage.hpp"
#include "base/limits.hpp"
#include "http/body_builder.hpp"
#include "http/first_bytes.hpp"
#include "http/pairs.hpp"
#include "http/parser.hpp"

#include <cstdint>
#include <optional>

namespace shadowdiff::http {

/// How the server's direction came to its end.
enum class AnswersEnd : std::uint8_t { closed, reset, unseen };

class AnswerReader {
public:
    AnswerReader(Pairs& pairs, Coverage& coverage, const HttpLimits& limits);

    /// False when the connection has left HTTP/1.
    bool read(ByteView bytes, Timestamp at);
    /// What came before its request was known.
    bool resume(Timestamp at);
    void gap(std::uint64_t bytes);
    void search();
    void finish(AnswersEnd end, Timestamp at);

    /// At a message start, or looking for one.
    bool is_in_step() const;

private:
    enum class State : std::uint8_t { reading, searching, given_up, ended };
    enum class Part : std::uint8_t { none, interim, answer, orphan };

    bool read_until_held(ByteView bytes, Timestamp at, bool may_hold);
    bool hold(ByteView bytes);
    bool begin(ResponseHead head);
    void end(MessageEnd end, Timestamp at);
    void give_up(const Malformed& malformed, std::uint64_t bytes);
    void cut(AnswersEnd end);

    Pairs& pairs_;
    Coverage& coverage_;
    HttpLimits limits_;
    State state_ = State::reading;
    Parser parser_;
    StartFinder finder_;
    Bytes held_;
    Part part_ = Part::none;
    bool is_damaged_ = false;  // bytes of its body were lost
    Timestamp first_byte_;
    Response response_;
    std::optional<BodyBuilder> body_;
};

}  // namespace shadowdiff::http
