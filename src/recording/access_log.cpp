// SPDX-License-Identifier: Apache-2.0
// The combined log format: host ident user [time] "request" status bytes "referer" "agent".
#include "base/ascii.hpp"
#include "recording/lines.hpp"
#include "recording/plain_request.hpp"
#include "recording/times.hpp"

#include <charconv>
#include <optional>
#include <string>

namespace shadowdiff::recording {
namespace {

// Takes fields from the front of a line; text in quotes or brackets is one field.
class LogFields {
public:
    explicit LogFields(std::string_view line) : rest_{line} {}

    std::optional<std::string> next() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
        if (rest_.empty()) return std::nullopt;
        if (rest_.front() == '[') return until(']');
        if (rest_.front() == '"') return quoted();
        const auto end = std::min(rest_.find(' '), rest_.size());
        std::string word{rest_.substr(0, end)};
        rest_.remove_prefix(end);
        return word;
    }

private:
    std::optional<std::string> until(char last) {
        const auto end = rest_.find(last);
        if (end == std::string_view::npos) return std::nullopt;
        std::string text{rest_.substr(1, end - 1)};
        rest_.remove_prefix(end + 1);
        return text;
    }

    // nginx writes \x22 for what would end the field, Apache \" and \\.
    std::optional<std::string> quoted() {
        std::string text;
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            const char c = rest_[at];
            if (c == '"') {
                rest_.remove_prefix(at + 1);
                return text;
            }
            if (c != '\\' || at + 1 == rest_.size()) {
                text += c;
                continue;
            }
            at += unescape(rest_.substr(at + 1), text);
        }
        return std::nullopt;
    }

    // What stands behind a backslash; how many characters that were.
    static std::size_t unescape(std::string_view escape, std::string& text) {
        if (escape.front() != 'x') {
            text += escape.front();
            return 1;
        }
        const auto digits = escape.substr(1, 2);
        unsigned octet = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), octet, 16);
        if (error != std::errc{} || end != digits.data() + 2) {
            text += 'x';
            return 1;
        }
        text += static_cast<char>(octet);
        return 3;
    }

    std::string_view rest_;
};

void add_field(http::Request& request, std::string_view name,
               const std::optional<std::string>& value) {
    if (!value || value->empty() || *value == "-") return;
    if (value->find_first_of("\r\n") != std::string::npos) return;
    request.headers.push_back({name, *value});
}

}  // namespace

LineResult parse_log_line(std::string_view line, const ReaderOptions& options,
                          std::uint64_t ordinal) {
    LogFields fields{line};
    for (int leading = 0; leading < 3; ++leading) fields.next();  // address, ident, user
    const auto time = fields.next();
    const auto request = fields.next();
    const auto at = time ? parse_log_time(*time) : std::nullopt;
    if (!at || !request) return std::unexpected{"no line of a combined access log"};
    const auto method_end = request->find(' ');
    const auto target_end = request->rfind(' ');
    if (method_end == std::string::npos || method_end == target_end ||
        request->substr(target_end + 1, 5) != "HTTP/") {
        return std::unexpected{"a line whose request is none"};
    }
    auto exchange = nth_exchange(options, ordinal);
    exchange.seen_at = *at;
    exchange.request.method = request->substr(0, method_end);
    if (exchange.request.method != "GET" && exchange.request.method != "HEAD") {
        return std::unexpected{"a method other than GET and HEAD: the log does not have its body"};
    }
    const auto target = request->substr(method_end + 1, target_end - method_end - 1);
    if (has_spaces(target) || target.empty()) {
        return std::unexpected{"a line whose request is none"};
    }
    fields.next();  // status
    fields.next();  // bytes
    add_field(exchange.request, "Referer", fields.next());
    add_field(exchange.request, "User-Agent", fields.next());
    set_url(exchange.request, target, options.host);
    return exchange;
}

}  // namespace shadowdiff::recording
