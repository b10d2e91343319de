// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/entrance.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;
using judge::Verdict;

namespace {

http::Sighting begun(std::uint64_t number) {
    http::RequestSeen request;
    request.id = {0, number};
    request.method = "GET";
    request.target = "/a";
    return request;
}

http::Sighting complete(std::uint64_t number) {
    http::RequestComplete request;
    request.exchange.id = {0, number};
    return request;
}

http::Sighting answered(std::uint64_t number) {
    http::AnswerSeen answer;
    answer.id = {0, number};
    return answer;
}

}  // namespace

TEST_CASE("a refused request is counted once, and no part of it comes further") {
    Books books{10};
    Admission admission{{.exchanges_max = 1, .bytes_max = 1'000}};
    Entrance entrance{books, admission, false};
    CHECK(entrance.admit(begun(1)));
    CHECK_FALSE(entrance.admit(begun(2)));
    CHECK(entrance.admit(complete(1)));
    CHECK_FALSE(entrance.admit(complete(2)));
    CHECK(entrance.admit(answered(1)));
    CHECK_FALSE(entrance.admit(answered(2)));

    const auto ledger = books.ledger();
    CHECK(ledger.seen() == 2);
    CHECK(ledger.count(Verdict::dropped, Reason::queue_full) == 1);
    CHECK(ledger.pending() == 1);
}

TEST_CASE("an id that was refused and has ended may come again") {
    Books books{10};
    Admission admission{{.exchanges_max = 1, .bytes_max = 1'000}};
    Entrance entrance{books, admission, false};
    CHECK(entrance.admit(begun(1)));
    CHECK_FALSE(entrance.admit(begun(2)));
    CHECK_FALSE(entrance.admit(http::Sighting{http::Lost{{0, 2}, Reason::gap, 0}}));
    admission.leave(0);
    CHECK(entrance.admit(begun(2)));
    CHECK(entrance.admit(complete(2)));
}

TEST_CASE(
    "a file with more open requests than there is room goes on, for it must bring the answers") {
    Books books{10};
    Admission admission{{.exchanges_max = 2, .bytes_max = 1'000}};
    Entrance entrance{books, admission, true};
    for (std::uint64_t i = 0; i < 10; ++i) CHECK(entrance.admit(begun(i)));
    CHECK(books.ledger().count(Verdict::dropped) == 0);
}

TEST_CASE("of a request of which nothing more is told nothing is remembered") {
    Books books{10};
    Admission admission{{.exchanges_max = 1, .bytes_max = 1'000}};
    Entrance entrance{books, admission, false};
    auto alone = std::get<http::RequestSeen>(begun(1));
    alone.is_all = true;
    CHECK(entrance.admit(http::Sighting{alone}));
    CHECK_FALSE(entrance.admit(http::Sighting{alone}));  // there is no room
    admission.leave(0);
    CHECK(entrance.admit(complete(1)));  // as if it had never been refused
}

TEST_CASE("once shut, a file's further requests are interrupted") {
    Books books{10};
    Admission admission{{.exchanges_max = 2, .bytes_max = 1'000}};
    Entrance entrance{books, admission, true};
    admission.shut();
    CHECK_FALSE(entrance.admit(begun(1)));
    CHECK(books.ledger().count(Verdict::dropped, Reason::interrupted) == 1);
}
