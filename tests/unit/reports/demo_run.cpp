// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/reports/demo_run.hpp"

#include "tests/unit/reports/redacted_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace shadowdiff::reports {
namespace {

constexpr std::int64_t start_us = 1'772'441'996'000'000;  // 2026-03-02T08:59:56Z
constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t middle_minute = 29'540'700;  // 09:00

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
    row.seen_at_us = start_us + number * second_us;
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
                             .last_seen_us = start_us + 7 * second_us,
                             .example_id = example.id,
                             .example_path = shown.path,
                             .example_legacy = shown.legacy.text(),
                             .example_candidate = shown.candidate.text()});
    const bool is_there =
        std::ranges::count(rows.examples, example.id, &store::ExchangeRow::id) > 0;
    if (!is_there) rows.examples.push_back(example);
}

void add_findings(store::RunRows& rows) {
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

// Half of them, or as many as are named, before the run's middle.
void add_tally(store::RunRows& rows, std::string route, std::string verdict, std::uint64_t n,
               std::string reason = "", std::string severity = "none",
               std::optional<std::uint64_t> earlier = {}) {
    rows.tally.push_back({.minute = 0,
                          .route = std::move(route),
                          .verdict = std::move(verdict),
                          .reason = std::move(reason),
                          .severity = std::move(severity),
                          .n = n});
    const auto before = earlier.value_or(n / 2);
    rows.earlier.push_back(rows.tally.back());
    rows.earlier.back().n = before;
    for (const bool is_earlier : {true, false}) {
        rows.minutes.push_back(rows.tally.back());
        rows.minutes.back().minute = middle_minute - (is_earlier ? 1 : 0);
        rows.minutes.back().route.clear();
        rows.minutes.back().n = is_earlier ? before : n - before;
    }
    rows.seen += n;
}

}  // namespace

store::RunRows demo_run() {
    store::RunRows rows;
    rows.run = {.version = "0.1.0",
                .source = "interface lo",
                .legacy = "observed",
                .candidate = "http://10.0.0.2:8081",
                .secondary = "http://10.0.0.3:8082",
                .method_policy = "safe methods only",
                .started_at_us = start_us,
                .ended_at_us = start_us + 8 * second_us};
    rows.middle_minute = middle_minute;
    add_tally(rows, "GET /health", "match", 412);
    add_tally(rows, "GET /orders/{id}", "match", 843);
    add_tally(rows, "GET /orders/{id}", "noise", 118);
    add_tally(rows, "GET /orders/{id}", "mismatch", 136, "", "high");
    add_tally(rows, "GET /products/{id}", "match", 1'320);
    add_tally(rows, "GET /products/{id}", "equivalent", 66);
    add_tally(rows, "GET /products/{id}", "mismatch", 214, "", "high", 60);
    add_tally(rows, "GET /search", "drift", 4);
    add_tally(rows, "GET /search", "match", 2'214);
    add_tally(rows, "GET /search", "mismatch", 73, "", "high", 50);
    add_tally(rows, "GET /search", "mismatch", 3, "", "low");
    add_tally(rows, "GET /search", "dropped", 2, "answer_not_seen");
    add_tally(rows, "GET /warehouse/{id}", "match", 245);
    add_tally(rows, "POST /orders", "excluded", 350, "unsafe_method");
    rows.coverage = {{"kernel_drops", 12}, {"not_tcp_frames", 34}};
    rows.leg_statuses = {
        {"GET /orders/{id}", "legacy", 200, 1'087},    {"GET /orders/{id}", "legacy", 404, 10},
        {"GET /orders/{id}", "candidate", 200, 1'087}, {"GET /orders/{id}", "candidate", 404, 8},
        {"GET /orders/{id}", "candidate", 500, 2},     {"GET /search", "legacy", 200, 2'294},
        {"GET /search", "candidate", 200, 2'294},      {"GET /warehouse/{id}", "legacy", 404, 3},
        {"GET /warehouse/{id}", "candidate", 404, 3}};
    rows.run.facts["tenant_header"] = "Host";
    rows.dimensions = {{"answer_type", "application/json", 5'660, 5'658},
                       {"answer_type", "text/html", 4, 0},
                       {"client", "okhttp/4.9.1", 5'200, 5'200},
                       {"client", "curl/8.5.0", 798, 458},
                       {"request_type", "(none)", 5'650, 5'650},
                       {"request_type", "application/json", 348, 8},
                       {"tenant", "shop.test", 5'980, 5'658},
                       {"tenant", "b2b.test", 18, 0}};
    rows.noise = {{"GET /orders/{id}", "$.served_by", "changed", 1'097, 118},
                  {"GET /search", "$.took_ms", "changed", 2'290, 2'104}};
    rows.odd_one_out = {{.route = "GET /search",
                         .pattern = "$.items",
                         .kind = "reordered",
                         .present = 2'290,
                         .only_candidate = 58,
                         .only_legacy = 2,
                         .moved = 1,
                         .all_differ = 0,
                         .p = 1.6e-15,
                         .q = 4.8e-14,
                         .effect = 0.0245,
                         .effect_low = 0.0177,
                         .effect_high = 0.0312}};
    rows.rules = {{"validators",
                   "ignore",
                   "headers.etag",
                   "each side has validators of its own",
                   "ana",
                   "2026-12-31",
                   66,
                   66,
                   0,
                   {{"GET /products/{id}", "headers.etag", "changed", 66, 60, 58}}},
                  {"shop.toml:12", "tolerance", "$.weight, $.volume", "floats", "berk", "never"}};
    add_findings(rows);
    rows.exchanges_kept = 966;
    rows.kept = {{"drift", "", 4, 4, 4},          {"dropped", "answer_not_seen", 2, 2, 0},
                 {"equivalent", "", 66, 66, 20},  {"excluded", "unsafe_method", 350, 350, 0},
                 {"mismatch", "", 426, 426, 140}, {"noise", "", 118, 118, 20}};
    return rows;
}

}  // namespace shadowdiff::reports
