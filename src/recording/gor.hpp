// SPDX-License-Identifier: Apache-2.0
// GoReplay's files: records "type id time [latency]\n" and an HTTP message, divided by a line of
// three monkeys. A body may hold such a line too, so a message that is not whole goes on behind it.
#pragma once

#include "recording/input.hpp"
#include "recording/message_reader.hpp"
#include "recording/recorded.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::recording {

/// Requests (type 1) with their original responses (type 2); replayed ones (type 3) are not read.
class GorReader {
public:
    explicit GorReader(const ReaderOptions& options) : options_{options} {}

    Input& input() { return input_; }
    std::optional<Recorded> next();

private:
    struct Head {
        int type = 0;
        std::string id;
        std::int64_t at = 0;
        std::int64_t latency = 0;
        std::size_t bytes = 0;  // with its line end
    };
    struct Waiting {
        std::string id;
        http::Exchange exchange;
    };

    /// The record that is being read. A body may hold the separator, so it is known to be whole
    /// only once its message is; what was fed to that is not fed again.
    struct Open {
        Head head;
        std::unique_ptr<MessageReader> message = {};
        std::size_t fed = 0;     // of the record
        std::string wrong = {};  // why it has no message that we read
    };

    /// Takes one record from the input: false when there is none whole. What was wrong comes in
    /// `out`.
    bool take_record(std::optional<Recorded>& out);
    Open open(ByteView record) const;
    /// What is wrong with it, or "".
    std::string close(Open open);
    void add_request(const Head& head, http::Request request);
    void add_response(const Head& head, http::Response response);
    std::optional<Recorded> leave_oldest();
    static std::optional<Head> parse_head(ByteView record);

    ReaderOptions options_;
    Input input_;
    std::deque<Waiting> waiting_;  // requests in their order
    std::uint64_t requests_ = 0;
    std::size_t searched_ = 0;  // of the input: no whole record ends before it
    std::optional<Open> open_;
};

}  // namespace shadowdiff::recording
