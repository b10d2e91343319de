// SPDX-License-Identifier: Apache-2.0
// What --explain prints: one line for each thing that was lost or set aside, where and when. At
// most so many for each reason, and at the end how many there were beyond.
#pragma once

#include "base/bytes.hpp"
#include "base/endpoint.hpp"
#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::pipeline {

struct ExplainOptions {
    std::function<void(const std::string&)> on_line;  // without line end; empty: nothing is told
    std::size_t bytes_max = 0;                        // of the wire, shown in a line
    std::size_t lines_per_reason_max = 1'000;         // what a person may still read
};

/// Holds nothing that was said on the wire but names and tokens; `bytes` are shown on request only.
struct Explanation {
    struct Connection {
        Endpoint from;  // the client, or the side that was seen first
        Endpoint to;
    };

    Timestamp at;             // of the packet
    std::string_view reason;  // of base/coverage.hpp or base/reason.hpp
    std::optional<Connection> connection{};
    std::optional<Endpoint> sender{};
    std::optional<std::uint64_t> offset{};  // in that sender's stream
    std::optional<std::uint64_t> packet{};  // its number in the source
    std::optional<std::uint64_t> amount{};  // bytes or packets, as the reason's name says
    std::string_view method{};              // a token
    std::string_view closed{};              // how the connection ended, when it ended so
    ByteView bytes{};
};

/// "2021-01-07T06:13:20.000300Z gap_bytes connection=10.0.0.1:40000->10.0.0.2:80 …".
std::string to_line(const Explanation& explanation, std::size_t bytes_max);

/// Members are safe to call from any thread.
class ExplanationLog {
public:
    explicit ExplanationLog(ExplainOptions options) : options_{std::move(options)} {}
    ExplanationLog(const ExplanationLog&) = delete;
    ExplanationLog& operator=(const ExplanationLog&) = delete;

    void add(const Explanation& explanation);
    /// Tells how many lines were left out.
    void finish();

private:
    ExplainOptions options_;
    std::mutex mutex_;
    std::map<std::string_view, std::uint64_t> told_;  // by reason, with those left out
};

}  // namespace shadowdiff::pipeline
