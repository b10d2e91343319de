// SPDX-License-Identifier: Apache-2.0
// Recordings of one line a request: access logs in the combined form of nginx and Apache, lists of
// URLs, and JSON lines.
#pragma once

#include "recording/input.hpp"
#include "recording/recorded.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::recording {

/// One line -> an exchange, or why it is none.
using LineResult = std::expected<http::Exchange, std::string>;

/// A request of an access log. Only GET and HEAD can be asked again: the log has no bodies.
LineResult parse_log_line(std::string_view line, const ReaderOptions& options,
                          std::uint64_t ordinal);
/// "https://example.com/a?b" or "/a?b": a GET.
LineResult parse_url_line(std::string_view line, const ReaderOptions& options,
                          std::uint64_t ordinal);
/// {"time", "connection", "request": {"method", "url", "headers", "body"}, "response": {…}}:
/// docs/recording.md.
LineResult parse_json_line(std::string_view line, const ReaderOptions& options,
                           std::uint64_t ordinal);

class LineReader {
public:
    using Parse = LineResult (*)(std::string_view, const ReaderOptions&, std::uint64_t);

    /// A line over `bytes_max` is passed over.
    LineReader(const ReaderOptions& options, std::size_t bytes_max, Parse parse)
        : options_{options}, bytes_max_{bytes_max}, parse_{parse} {}

    Input& input() { return input_; }
    std::optional<Recorded> next();

private:
    ReaderOptions options_;
    std::size_t bytes_max_;
    Parse parse_;
    Input input_;
    std::uint64_t requests_ = 0;
    std::size_t searched_ = 0;
    bool is_too_long_ = false;  // the rest of the line is passed over
};

}  // namespace shadowdiff::recording
