// SPDX-License-Identifier: Apache-2.0
#include "tests/support/made_rows.hpp"

#include "base/hash.hpp"
#include "store/fingerprint.hpp"
#include "tests/unit/reports/redacted_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

namespace shadowdiff::made {
namespace {

using reports::redacted;

struct Place {
    std::string pattern, kind, severity, legacy, candidate;
};

Place place_of(std::uint64_t finding, const Shape& shape) {
    constexpr std::array<std::array<const char*, 5>, 8> places = {{
        {"$.price.amount", "changed", "high", "19.90", "19.89"},
        {"$.customer.id", "retyped", "high", "77", "\"77\""},
        {"$.currency", "missing", "high", "\"EUR\"", ""},
        {"$.items", "reordered", "high", "[4711,4720]", "[4720,4711]"},
        {"headers.cache-control", "missing", "medium", "max-age=60", ""},
        {"cookies.sid.secure", "missing", "high", "", ""},
        {"$.debug", "added", "low", "", "true"},
        {"$.name", "changed", "medium", "\"Caf\xc3\xa9 cr\xc3\xa8me, 60 ml\"",
         "\"Cafe creme, 60 ml\""},
    }};
    const auto& one = places[finding / shape.routes % places.size()];
    const auto round = finding / (shape.routes * places.size());
    Place place{one[0], one[1], one[2], one[3], one[4]};
    if (round > 0) place.pattern += fmt::format(".more[{}]", round);
    if (shape.is_hostile) place.legacy = place.candidate = hostile;
    return place;
}

std::string body_of(std::uint64_t n, const Place& place, const std::string& value,
                    const Shape& shape) {
    if (shape.is_hostile && n % 2 == 0) return hostile;
    std::string body = fmt::format(
        R"({{"id":{},"name":"Porcelain cup no. {}","tags":["cup","porcelain","kitchen"],)"
        R"("supplier":{{"name":"Workshop {}","since":{}}})",
        n, n % 977, n % 53, 1900 + n % 120);
    if (value.empty() || !place.pattern.starts_with("$.")) return body + "}";
    const auto inside = place.pattern.substr(2);
    if (const auto dot = inside.find('.'); dot != std::string::npos && !inside.contains('[')) {
        return body + fmt::format(R"(,"{}":{{"{}":{}}}}})", inside.substr(0, dot),
                                  inside.substr(dot + 1), value);
    }
    return body + fmt::format(R"(,"{}":{}}})", inside, shape.is_hostile ? "\"\"" : value);
}

store::AnswerRow answer_of(std::string leg, const std::string& body, const std::string& headers,
                           std::int64_t us) {
    store::AnswerRow answer;
    answer.leg = std::move(leg);
    answer.origin = "sent";
    answer.status = 200;
    answer.first_byte_us = us - us / 9;
    answer.last_byte_us = us;
    answer.body_length = body.size();
    answer.headers = redacted("Content-Type: application/json\r\n" + headers);
    answer.body = redacted(body);
    answer.body_kept = true;
    return answer;
}

}  // namespace

const std::string hostile =
    "<script>document.title='pwned'</script>\"'><img src=x "
    "onerror=document.title='pwned'>]]>--><!--"
    "\x1b[2J\x1b]0;pwned\x07\x1b]8;;http://example.com\x1b\\\xe2\x80\xae\xe2\x81\xa6 =cmd|'/c "
    "calc'!A1 "
    "'; DROP TABLE run; -- $(touch pwned)`touch pwned` \xff\xfe\xc0\xaf\xed\xa0\x80 {{7*7}} ${7*7} "
    "</script>";

std::string route_of(std::uint64_t n) {
    constexpr std::array<std::string_view, 10> things = {
        "orders",  "products", "customers", "baskets",   "invoices",
        "reviews", "prices",   "stores",    "shipments", "vouchers"};
    constexpr std::array<std::string_view, 6> parts = {
        "", "/{id}", "/{id}/items", "/{id}/history", "/search", "/{id}/notes"};
    const auto team = n / (things.size() * parts.size());
    return fmt::format("GET {}/{}{}", team == 0 ? "" : fmt::format("/v{}", team + 1),
                       things[n % things.size()], parts[n / things.size() % parts.size()]);
}

std::string severity_of(std::uint64_t finding, const Shape& shape) {
    return place_of(finding, shape).severity;
}

// Log-normal in shape, from a hash: the median about 4 ms, and a tail.
std::int64_t time_of(std::uint64_t n, std::string_view leg) {
    const auto hash = hash128(fmt::format("{}{}", leg, n)).low;
    double sum = 0;
    for (int i = 0; i < 4; ++i)
        sum += static_cast<double>(hash >> (16 * i) & 0xFFFFU) / 65'536 - 0.5;
    return static_cast<std::int64_t>((leg == "legacy" ? 4'200 : 3'700) *
                                     std::exp(sum * (leg == "legacy" ? 0.9 : 1.1)));
}

store::ExchangeRow exchange_of(std::uint64_t n, std::uint64_t finding, std::int64_t minute,
                               bool is_whole, const Shape& shape) {
    const auto route = route_of(finding % shape.routes);
    const auto place = place_of(finding, shape);
    store::ExchangeRow row;
    row.id = fmt::format("{:016x}{:016x}", n * 0x9E3779B97F4A7C15, n);
    row.seen_at_us = minute * minute_us + static_cast<std::int64_t>(n % 60'000'000);
    row.route = route;
    row.method = "GET";
    row.verdict = "mismatch";
    row.severity = place.severity;
    row.legacy_status = row.candidate_status = 200;
    row.legacy_us = time_of(n, "legacy");
    row.candidate_us = time_of(n, "candidate");
    const auto print = store::fingerprint(route, place.pattern, place.kind);
    row.shown = {
        {print, place.pattern, place.kind, "finding", place.severity, 1, finding % 2 == 0}};

    if (!is_whole) return row;
    row.is_whole = true;
    row.examples = {{print, 0}, {print, 1}};
    row.client = "10.0.0.9:40000";
    row.pairing = "exact";
    row.why = "legacy agreed with itself in 4 answers, the candidate differed in 3 of 3";
    row.target = redacted(fmt::format("/things/{}?lang=de{}", n, shape.is_hostile ? hostile : ""));
    row.request_headers = redacted(
        "Host: shop.example.com\r\nAccept: application/json\r\nAuthorization: Bearer "
        "redacted:5f2c90ab13de7740\r\n");
    row.request_body_kept = true;
    const std::string more = shape.is_hostile ? "X-Bad: " + hostile + "\r\n" : "";
    const bool is_cache = place.pattern == "headers.cache-control";
    const bool is_long = shape.is_hostile && finding == 0;
    row.answers = {
        answer_of("legacy",
                  is_long ? std::string(10 << 20, '<') : body_of(n, place, place.legacy, shape),
                  (is_cache ? "Cache-Control: max-age=60\r\n" : "") + more, *row.legacy_us),
        answer_of("candidate", body_of(n, place, place.candidate, shape), more, *row.candidate_us)};
    row.differences = {{print, place.pattern, place.pattern, place.kind, place.severity, "finding",
                        redacted(place.legacy), redacted(place.candidate)}};
    return row;
}

}  // namespace shadowdiff::made
