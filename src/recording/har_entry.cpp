// SPDX-License-Identifier: Apache-2.0
// One entry of a HAR file -> an exchange.
#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "recording/har.hpp"
#include "recording/json_message.hpp"
#include "recording/plain_request.hpp"
#include "recording/times.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>
#include <utility>

namespace shadowdiff::recording {
namespace {

using nlohmann::json;

std::optional<Duration> milliseconds(const json& value) {
    if (!value.is_number()) return std::nullopt;
    const auto count = value.get<double>();
    constexpr double count_max = 1e9;  // eleven days
    if (!(count >= 0 && count < count_max)) return std::nullopt;
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>{count});
}

bool is_http1(const json& request) {
    const auto version = text_of(request, "httpVersion");
    return version.starts_with("HTTP/1") || version.starts_with("http/1");
}

// What has no status was blocked, or failed before an answer came.
bool read_response(const json& from, http::Response& response) {
    const auto& status = member(from, "status");
    constexpr int status_max = 999;
    if (!status.is_number_integer() || status < 100 || status > status_max) return false;
    response.status = status.get<std::uint16_t>();
    response.reason_phrase = text_of(from, "statusText");
    response.headers = read_fields(member(from, "headers"));
    const auto& content = member(from, "content");
    const auto& text = member(content, "text");
    const auto& size = member(content, "size");
    if (!text.is_string())
        return !size.is_number() || size == 0;  // else it was not kept, or nobody knows
    auto body = text.get<std::string>();
    if (text_of(content, "encoding") == "base64") {
        auto octets = from_base64(body);
        if (!octets) return false;
        body = *std::move(octets);
    }
    set_body(response.headers, response.body, std::move(body));
    return true;
}

void append_encoded(Bytes& form, std::string_view text) {
    for (const char c : text) {
        if (ascii::is_alphanumeric(c) || std::string_view{"*-._"}.contains(c)) {
            form += c;
        } else if (c == ' ') {
            form += '+';
        } else {
            fmt::format_to(std::back_inserter(form), "%{:02X}", static_cast<unsigned char>(c));
        }
    }
}

// A body of which the archive has the parameters alone, as a form is sent (WHATWG URL,
// section 5.2). Files are not kept, so that a multipart form cannot be made again.
Bytes form_of(const json& posted) {
    Bytes form;
    if (!text_of(posted, "mimeType").starts_with("application/x-www-form-urlencoded")) return form;
    for (const auto& parameter : member(posted, "params")) {
        if (!form.empty()) form += '&';
        append_encoded(form, text_of(parameter, "name"));
        form += '=';
        append_encoded(form, text_of(parameter, "value"));
    }
    return form;
}

}  // namespace

std::optional<http::Exchange> parse_har_entry(ByteView text, const ReaderOptions& options,
                                              std::uint64_t ordinal, std::string& why) {
    const auto read = parse_bounded(text, options.limits);
    if (!read) {
        why = "an entry that is no JSON, or of more or deeper values than we read";
        return std::nullopt;
    }
    const auto& entry = *read;
    const auto& request = member(entry, "request");
    const auto url = text_of(request, "url");
    if (!url.starts_with("http://") && !url.starts_with("https://")) {
        why = "an entry that is no HTTP request";
        return std::nullopt;
    }
    auto exchange = nth_exchange(options, ordinal);
    // Streams of one HTTP/2 connection run side by side, so their order means nothing.
    if (const auto id = text_of(entry, "connection"); !id.empty() && is_http1(request)) {
        exchange.connection = hash128(id).low;
    }
    if (const auto at = parse_time(text_of(entry, "startedDateTime"))) exchange.seen_at = *at;
    exchange.request.method = text_of(request, "method");
    exchange.request.headers = read_fields(member(request, "headers"));
    set_url(exchange.request, url, options.host);
    if (exchange.request.method.empty() || has_spaces(exchange.request.method) ||
        has_spaces(exchange.request.target)) {
        why = "an entry without a method, or with white space in its URL";
        return std::nullopt;
    }
    const auto& posted = member(request, "postData");
    auto body = text_of(posted, "text");
    if (body.empty()) body = form_of(posted);
    if (!body.empty()) set_body(exchange.request.headers, exchange.request.body, std::move(body));
    http::Response response;
    if (!read_response(member(entry, "response"), response)) return exchange;
    http::Answer answer;
    answer.origin = http::Origin::recorded;
    answer.outcome = std::move(response);
    answer.timing.request_at = exchange.seen_at;
    answer.timing.last_byte = milliseconds(member(entry, "time"));
    exchange.answers.push_back(std::move(answer));
    return exchange;
}

}  // namespace shadowdiff::recording
