// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/reports/demo_findings.hpp"

#include "tests/unit/reports/redacted_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace shadowdiff::reports {
namespace {

constexpr std::string_view legacy_product = R"({
  "id": 4711,
  "name": "Espresso cup, 60 ml",
  "price": {"amount": 19.90, "currency": "EUR"},
  "stock": 12,
  "tags": ["porcelain", "kitchen"]
})";
constexpr std::string_view candidate_product =
    R"({"id":4711,"name":"Espresso cup, 60 ml","price":{"amount":19.89,"currency":"EUR"},)"
    R"("stock":12,"tags":["porcelain","kitchen"]})";
constexpr std::string_view legacy_order =
    R"({"id":"o-2041","customer":77,"total":"59.70","currency":"EUR",)"
    R"("items":[{"sku":"C-60","n":3}],"placed_at":"2026-02-27T18:04:11Z"})";
constexpr std::string_view candidate_order =
    R"({"id":"o-2041","customer":"77","total":"59.70","ccy":"EUR",)"
    R"("items":[{"sku":"C-60","n":3}],"placed_at":"2026-02-27T18:04:11Z"})";
constexpr std::string_view legacy_search = R"({"total":2,"items":[4711,4720]})";
constexpr std::string_view candidate_search = R"({"total":2,"items":[4720,4711]})";

store::AnswerRow answer(std::string leg, std::uint16_t status, std::string headers,
                        std::string_view body) {
    const bool is_legacy = leg == "legacy";
    store::AnswerRow row;
    row.leg = std::move(leg);
    row.origin = is_legacy ? "observed" : "sent";
    row.status = status;
    row.first_byte_us = is_legacy ? 3'120 : 1'870;
    row.last_byte_us = is_legacy ? 3'350 : 1'990;
    row.body_length = body.size();
    row.headers = redacted("Content-Type: application/json\r\n" + headers);
    row.body = redacted(std::string{body});
    row.body_kept = true;
    return row;
}

store::ExchangeRow exchange(int number, std::string route, std::string method, std::string target,
                            std::string why) {
    store::ExchangeRow row;
    row.is_whole = true;
    row.id = fmt::format("{:032x}", 0xa11ce000LL + number);
    row.seen_at_us = demo_start_us + number * demo_second_us;
    row.client = "10.0.0.7:51812";
    row.route = std::move(route);
    row.method = std::move(method);
    row.target = redacted(std::move(target));
    row.request_headers = redacted(
        "Host: shop.example.com\r\nAccept: application/json\r\n"
        "Authorization: Bearer redacted:5f2c90ab13de7740\r\n"
        "Connection: keep-alive\r\n");
    row.request_body_kept = true;
    row.pairing = "exact";
    row.verdict = "mismatch";
    row.severity = "high";
    row.why = std::move(why);
    return row;
}

store::DifferenceRow difference(std::string path, std::string pattern, std::string kind,
                                std::string severity, std::string legacy, std::string candidate) {
    return {.fingerprint = "",
            .path = std::move(path),
            .pattern = std::move(pattern),
            .kind = std::move(kind),
            .severity = std::move(severity),
            .standing = "finding",
            .legacy = redacted(std::move(legacy)),
            .candidate = redacted(std::move(candidate))};
}

// Adds the finding of the example's difference number `which`.
void add_finding(store::RunRows& rows, const std::string& fingerprint, std::uint64_t exchanges,
                 std::uint64_t earlier, const store::ExchangeRow& example, std::size_t which = 0) {
    const store::DifferenceRow& shown = example.differences[which];
    rows.findings.push_back({.fingerprint = fingerprint,
                             .route = example.route,
                             .pattern = shown.pattern,
                             .kind = shown.kind,
                             .severity = shown.severity,
                             .exchanges = exchanges,
                             .places = exchanges,
                             .kept = exchanges,
                             .kept_earlier = earlier,
                             .first_seen_us = example.seen_at_us,
                             .last_seen_us = demo_start_us + 7 * demo_second_us,
                             .example_id = example.id,
                             .example_path = shown.path,
                             .example_legacy = shown.legacy.text(),
                             .example_candidate = shown.candidate.text()});
    const bool is_there =
        std::ranges::count(rows.examples, example.id, &store::ExchangeRow::id) > 0;
    if (!is_there) rows.examples.push_back(example);
}

}  // namespace

void add_demo_findings(store::RunRows& rows) {
    const std::string agreed = "legacy agreed with itself each time it was asked";
    auto product = exchange(1, "GET /products/{id}", "GET", "/products/4711?currency=EUR", agreed);
    product.answers = {
        answer("legacy", 200, "Cache-Control: max-age=60\r\nETag: \"9a1\"\r\n", legacy_product),
        answer("candidate", 200, "ETag: \"77c\"\r\n", candidate_product),
        answer("secondary", 200, "Cache-Control: max-age=60\r\nETag: \"9a1\"\r\n", legacy_product)};
    product.differences = {
        difference("headers.cache-control", "headers.cache-control", "missing", "medium",
                   "max-age=60", ""),
        difference("$.price.amount", "$.price.amount", "changed", "high", "19.90", "19.89")};

    auto order = exchange(2, "GET /orders/{id}", "GET", "/orders/o-2041", agreed);
    order.answers = {
        answer("legacy", 200, "Set-Cookie: seen=redacted:77aa0c1199fe0b12; Path=/; Secure\r\n",
               legacy_order),
        answer("candidate", 200, "Set-Cookie: seen=redacted:77aa0c1199fe0b12; Path=/\r\n",
               candidate_order)};
    order.differences = {
        difference("cookies.seen.secure", "cookies.seen.secure", "missing", "high", "", ""),
        difference("$.customer", "$.customer", "retyped", "high", "77", R"("77")"),
        difference("$.currency", "$.currency", "missing", "high", R"("EUR")", "")};

    auto search = exchange(3, "GET /search", "GET", "/search?q=cup&sort=price", agreed);
    search.answers = {answer("legacy", 200, "", legacy_search),
                      answer("candidate", 200, "", candidate_search)};
    search.differences = {
        difference("$.items", "$.items", "reordered", "high", "[4711,4720]", "[4720,4711]")};

    auto broken = exchange(4, "GET /search", "GET", "/search?q=%C3%A9tag%C3%A8re",
                           "the candidate gave no complete answer");
    store::AnswerRow failed;
    failed.leg = "candidate";
    failed.origin = "sent";
    failed.failure = "reset_before_answer";
    failed.detail = redacted("10.0.0.2:8081: connection reset by peer");
    broken.answers = {answer("legacy", 200, "", R"({"total":0,"items":[]})"), failed};
    broken.differences = {
        difference("status", "status", "unanswered", "high", "200", "reset_before_answer")};

    order.differences[2].fingerprint = "d91e77a3065c";
    order.differences[2].hint = "renamed";

    add_finding(rows, "3f9a41c07be2", 214, 60, product, 1);
    add_finding(rows, "b0c2d5118fa4", 96, 50, order, 1);
    add_finding(rows, "d91e77a3065c", 96, 50, order, 2);
    add_finding(rows, "07f4be2299d1", 61, 50, search);
    add_finding(rows, "5ac1930e4472", 40, 18, order, 0);
    add_finding(rows, "e8127fd0c3b6", 12, 0, broken);
    add_finding(rows, "91be04d7a5c8", 214, 60, product, 0);
}

}  // namespace shadowdiff::reports
