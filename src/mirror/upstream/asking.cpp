// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/asking.hpp"

#include "mirror/upstream/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace shadowdiff::mirror {
namespace {

HttpLimits http_limits(const LegLimits& limits) {
    HttpLimits http;
    http.body_bytes_kept_max = limits.body_bytes_kept_max;
    return http;
}

void fail(AnswerReader& reader, const ErrorCode& error, const LegLimits& limits) {
    using enum http::FailureClass;
    const bool timed_out = error == asio::error::timed_out;
    if (timed_out && !reader.has_begun()) {
        const auto limit = std::min(limits.first_byte_max, limits.total_max);
        reader.fail(first_byte_timeout,
                    fmt::format("no byte of an answer within {}", describe(limit)));
    } else if (timed_out) {
        reader.fail(total_timeout,
                    fmt::format("no complete answer within {}", describe(limits.total_max)));
    } else {
        auto failure = answer_failure(error, reader.has_begun());
        reader.fail(failure.failure_class, std::move(failure.detail));
    }
}

}  // namespace

asio::awaitable<Asked> ask_over(Channel& channel, std::shared_ptr<const Bytes> wire,
                                std::string method, const LegLimits& limits,
                                http::KeptBytes& kept) {
    http::Timing timing;
    timing.request_at = std::chrono::system_clock::now();
    const auto started = SteadyClock::now();
    channel.start_write(std::move(wire));
    // Not in the frame: asio would not keep such a large one for the next request.
    const auto answer = std::make_unique<AnswerReader>(method, http_limits(limits), &kept);
    auto& reader = *answer;
    auto by = started + std::min(limits.first_byte_max, limits.total_max);
    while (!reader.is_done()) {
        const auto error = co_await channel.read(by);
        if (error == asio::error::eof) {
            reader.finish();
        } else if (error) {
            fail(reader, error, limits);
        } else {
            const auto now = SteadyClock::now();
            if (!timing.first_byte) timing.first_byte = now - started;
            by = started + limits.total_max;
            kept.advance(now.time_since_epoch());
            reader.take_all(channel.unread());
        }
    }
    timing.last_byte = SteadyClock::now() - started;
    // Bytes behind a complete answer were not asked for: what they belong to is anyone's guess.
    if (!reader.leaves_connection_open() || !channel.unread().empty()) channel.close();
    co_return Asked{reader.take_outcome(), timing};
}

}  // namespace shadowdiff::mirror
