// SPDX-License-Identifier: Apache-2.0
// One line of JSON -> an exchange.
#include "base/base64.hpp"
#include "recording/json_message.hpp"
#include "recording/lines.hpp"
#include "recording/plain_request.hpp"
#include "recording/times.hpp"

#include <optional>
#include <utility>

namespace shadowdiff::recording {
namespace {

using nlohmann::json;

// Seconds since the epoch, or RFC 3339.
std::optional<Timestamp> time_of(const json& value) {
    if (value.is_string()) return parse_time(value.get_ref<const std::string&>());
    if (!value.is_number()) return std::nullopt;
    constexpr double seconds_max = 9e9;  // nanoseconds of a Timestamp reach the year 2262
    const auto seconds = value.get<double>();
    if (!(seconds >= 0 && seconds < seconds_max)) return std::nullopt;
    return Timestamp{std::chrono::duration_cast<Duration>(std::chrono::duration<double>{seconds})};
}

// "body": text, or any other JSON value as it stands; "body_base64": octets.
std::optional<Bytes> body_of(const json& message) {
    const auto& body = member(message, "body");
    if (body.is_string()) return body.get<std::string>();
    if (!body.is_null()) return body.dump();
    const auto& coded = member(message, "body_base64");
    if (coded.is_string()) return from_base64(coded.get_ref<const std::string&>());
    return Bytes{};
}

std::optional<std::string> read_request(const json& from, const ReaderOptions& options,
                                        http::Request& request) {
    request.method = text_of(from, "method");
    if (request.method.empty()) request.method = "GET";
    auto url = text_of(from, "url");
    if (url.empty()) url = text_of(from, "target");
    if (url.empty()) return "a request without \"url\" or \"target\"";
    if (has_spaces(url) || has_spaces(request.method)) {
        return "white space in the request's method or URL";
    }
    request.headers = read_fields(member(from, "headers"));
    set_url(request, url, options.host);
    auto body = body_of(from);
    if (!body) return "\"body_base64\" that is no base64";
    set_body(request.headers, request.body, *std::move(body));
    return std::nullopt;
}

// Its body was not recorded, though it may have had one: there is nothing to compare with.
bool lacks_body(const json& from, std::string_view method, const http::Response& response) {
    if (!member(from, "body").is_null() || !member(from, "body_base64").is_null()) return false;
    const bool has_none = method == "HEAD" || response.status < 200 || response.status == 204 ||
                          response.status == 304;
    return !has_none && http::value_of(response.headers, "Content-Length") != "0";
}

std::optional<std::string> read_answer(const json& from, http::Exchange& exchange) {
    const auto& status = member(from, "status");
    constexpr int status_max = 999;
    if (!status.is_number_integer() || status < 100 || status > status_max) {
        return "a response without a status";
    }
    http::Response response;
    response.status = status.get<std::uint16_t>();
    response.headers = read_fields(member(from, "headers"));
    if (lacks_body(from, exchange.request.method, response)) return std::nullopt;
    auto body = body_of(from);
    if (!body) return "\"body_base64\" that is no base64";
    if (!body->empty()) set_body(response.headers, response.body, *std::move(body));
    http::Answer answer;
    answer.origin = http::Origin::recorded;
    answer.timing.request_at = exchange.seen_at;
    answer.outcome = std::move(response);
    exchange.answers.push_back(std::move(answer));
    return std::nullopt;
}

}  // namespace

LineResult parse_json_line(std::string_view line, const ReaderOptions& options,
                           std::uint64_t ordinal) {
    const auto read = parse_bounded(line, options.limits);
    if (!read)
        return std::unexpected{"a line that is no JSON, or of more or deeper values than we read"};
    const auto& row = *read;
    if (!row.is_object()) return std::unexpected{"a line that is no JSON object"};
    auto exchange = nth_exchange(options, ordinal);
    if (const auto at = time_of(member(row, "time"))) exchange.seen_at = *at;
    const auto& connection = member(row, "connection");
    if (connection.is_number_unsigned()) {
        exchange.connection = connection.get<std::uint64_t>();
    } else if (connection.is_string()) {
        exchange.connection = hash128(connection.get_ref<const std::string&>()).low;
    }
    const auto& nested = member(row, "request");
    if (auto wrong = read_request(nested.is_null() ? row : nested, options, exchange.request)) {
        return std::unexpected{*std::move(wrong)};
    }
    const auto& response = member(row, "response");
    if (response.is_null()) return exchange;
    if (auto wrong = read_answer(response, exchange)) return std::unexpected{*std::move(wrong)};
    return exchange;
}

}  // namespace shadowdiff::recording
