// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/books.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;
using namespace std::chrono_literals;
using judge::Verdict;

namespace {

store::Batch to_batch(const Page& page) {
    store::Batch batch;
    batch.tally = page.tally;
    batch.leg_statuses = page.leg_statuses;
    batch.dimensions = page.dimensions;
    return batch;
}

constexpr Timestamp books_start{1'610'000'000s};

std::uint64_t tally_sum(const std::vector<store::TallyRow>& tally) {
    std::uint64_t n = 0;
    for (const auto& row : tally) n += row.n;
    return n;
}

// The request of that number, which was not let in.
void leave_one_out(Books& books, std::uint64_t number, Verdict verdict, Reason reason) {
    books.see();
    books.leave_out({0, number}, {books_start + 1ms, "POST /a", verdict, reason});
}

}  // namespace

TEST_CASE("a page holds what is new by minute, route, verdict, reason and severity") {
    Books books{10};
    for (int i = 0; i < 4; ++i) books.see();
    books.settle({books_start, "GET /a", Verdict::match});
    books.settle({books_start + 1s, "GET /a", Verdict::match});
    books.settle({books_start + 60s, "GET /a", Verdict::match});
    books.settle({books_start, "POST /a", Verdict::excluded, Reason::unsafe_method});

    const auto page = books.take_page();
    const std::int64_t minute = 26'833'333;
    CHECK(page.seen == 4);
    CHECK(page.tally ==
          std::vector<store::TallyRow>{{minute, "GET /a", "match", "", "none", 2},
                                       {minute, "POST /a", "excluded", "unsafe_method", "none", 1},
                                       {minute + 1, "GET /a", "match", "", "none", 1}});
    CHECK(books.take_page().tally.empty());
    CHECK(books.ledger().pending() == 0);
}

TEST_CASE("statuses are counted by route and leg, and put back like all counts") {
    Books books{10};
    const auto settle = [&](std::uint16_t legacy, std::uint16_t candidate) {
        books.see();
        books.settle({books_start, "GET /a", Verdict::match, Reason::none, diff::Severity::none,
                      legacy, candidate});
    };
    settle(200, 200);
    settle(200, 404);
    settle(404, 0);
    const auto lost = books.take_page();
    using Rows = std::vector<store::LegStatusRow>;
    const Rows counted{{"GET /a", "legacy", 200, 2},
                       {"GET /a", "candidate", 200, 1},
                       {"GET /a", "candidate", 404, 1},
                       {"GET /a", "legacy", 404, 1}};
    CHECK(lost.leg_statuses == counted);
    CHECK(books.take_page().leg_statuses == Rows{});
    books.put_back(to_batch(lost));
    CHECK(books.take_page().leg_statuses == counted);

    for (std::uint16_t status = 100; status < 300; ++status) settle(status, 0);
    const auto many = books.take_page().leg_statuses;
    CHECK(many.size() == 65);
    CHECK(many.back() == store::LegStatusRow{"GET /a", "legacy", 0, 136});
}

TEST_CASE("a page that could not be written is part of the next one") {
    Books books{10};
    books.see();
    books.settle({books_start, "GET /a", Verdict::match});
    const auto lost = books.take_page();
    books.put_back(to_batch(lost));
    books.see();
    books.settle({books_start, "GET /a", Verdict::match});
    const auto page = books.take_page();
    REQUIRE(page.tally.size() == 1);
    CHECK(page.tally[0].n == 2);
}

TEST_CASE("routes beyond the bound are tallied together, and none is lost") {
    Books books{2};
    for (const auto* route : {"GET /a", "GET /b", "GET /c", "GET /d", "GET /a"}) {
        books.see();
        books.settle({books_start, route, Verdict::match});
    }
    const auto page = books.take_page();
    REQUIRE(page.tally.size() == 3);
    CHECK(page.tally[0].route == "(other)");
    CHECK(page.tally[0].n == 2);
    CHECK(tally_sum(page.tally) == page.seen);
}

TEST_CASE("every page balances while several threads write") {
    Books books{10};
    std::vector<std::jthread> writers;
    for (int t = 0; t < 4; ++t) {
        writers.emplace_back([&] {
            for (int i = 0; i < 2'000; ++i) {
                books.see();
                books.settle({books_start, "GET /a", Verdict::match});
            }
        });
    }
    std::uint64_t taken = 0;
    for (int i = 0; i < 100; ++i) {
        const auto page = books.take_page();
        taken += tally_sum(page.tally);
        CHECK(page.seen >= taken);
    }
    writers.clear();
    taken += tally_sum(books.take_page().tally);
    CHECK(taken == 8'000);
    CHECK(books.ledger().seen() == 8'000);
}

TEST_CASE("failures of a leg are counted by class and route, with their first detail") {
    Books books{10};
    books.fail(http::Leg::candidate, "GET /a", {http::FailureClass::refused, "first", 0});
    books.fail(http::Leg::candidate, "GET /b", {http::FailureClass::refused, "second", 0});
    books.fail(http::Leg::secondary, "GET /a", {http::FailureClass::refused, "third", 0});
    const auto failures = books.failures();
    REQUIRE(failures.size() == 2);
    const auto& candidate = failures.at({http::Leg::candidate, http::FailureClass::refused});
    CHECK(candidate.n == 2);
    CHECK(candidate.first_detail == "first");
    const std::vector<store::LegFailureRow> rows{{"candidate", "GET /a", "refused", 1},
                                                 {"candidate", "GET /b", "refused", 1},
                                                 {"secondary", "GET /a", "refused", 1}};
    CHECK(books.take_page().leg_failures == rows);
}

TEST_CASE("failures on routes beyond the bound are counted together") {
    Books books{1};
    for (const auto* route : {"GET /a", "GET /b", "GET /a", "GET /c"}) {
        books.fail(http::Leg::candidate, route, {http::FailureClass::refused, "", 0});
    }
    const std::vector<store::LegFailureRow> rows{{"candidate", "(other)", "refused", 2},
                                                 {"candidate", "GET /a", "refused", 2}};
    CHECK(books.take_page().leg_failures == rows);
}

TEST_CASE("each request that is left out has a row") {
    Books books{10};
    for (const auto number : {1U, 2U}) {
        leave_one_out(books, number, Verdict::excluded, Reason::unsafe_method);
    }
    leave_one_out(books, 3, Verdict::dropped, Reason::repeated_id);  // the row is the other one's
    const auto page = books.take_page();
    CHECK(tally_sum(page.tally) == 3);
    REQUIRE(page.left_out.size() == 2);
    CHECK(page.left_out.front() ==
          store::LeftOutRow{
              {0, 1}, 1'610'000'000'001'000, "POST /a", Verdict::excluded, Reason::unsafe_method});
    CHECK(page.unwritten == 0);

    leave_one_out(books, 4, Verdict::excluded, Reason::sampling);
    const auto next = books.take_page();
    REQUIRE(next.left_out.size() == 1);
    CHECK(next.left_out.front().reason == Reason::sampling);
}

TEST_CASE("rows of what is left out that find no room before a page is taken are counted") {
    Books books{10, 2};
    for (const auto number : {1U, 2U, 3U}) {
        leave_one_out(books, number, Verdict::dropped, Reason::queue_full);
    }
    const auto page = books.take_page();
    CHECK(tally_sum(page.tally) == 3);
    CHECK(page.left_out.size() == 2);
    CHECK(page.unwritten == 1);
    leave_one_out(books, 4, Verdict::dropped, Reason::queue_full);
    const auto next = books.take_page();
    CHECK(next.left_out.size() == 1);
    CHECK(next.unwritten == 0);
}

TEST_CASE("who may wait for a page leaves nothing out without a row") {
    constexpr std::size_t requests = 20;
    Books books{10, 2, true};
    const std::jthread leaver{[&] {
        for (std::uint64_t i = 0; i < requests; ++i) {
            leave_one_out(books, i, Verdict::excluded, Reason::sampling);
        }
    }};
    std::size_t rows = 0;
    std::uint64_t counted = 0;
    while (rows < requests) {
        const auto page = books.take_page();
        CHECK(page.left_out.size() <= 2);
        REQUIRE(page.unwritten == 0);
        rows += page.left_out.size();
        counted += tally_sum(page.tally);
        CHECK(counted == rows);
    }
}
