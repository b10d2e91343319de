// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/judge_stage.hpp"

#include "pipeline/stages/footprint.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::pipeline {
namespace {

http::Exchange answered(std::uint64_t number) {
    http::Exchange exchange;
    exchange.id = {0, number};
    exchange.request.method = "GET";
    exchange.request.target = "/a";
    http::Response response;
    response.status = 200;
    exchange.answers = {{http::Leg::legacy, http::Origin::observed, 0, response, {}},
                        {http::Leg::candidate, http::Origin::sent, 0, response, {}}};
    return exchange;
}

// Three answered exchanges, and nobody who brings more.
struct WaitingExchanges {
    WaitingExchanges() {
        for (std::uint64_t i = 0; i < 3; ++i) {
            books.see();
            CHECK(admission.try_enter());
            const auto exchange = answered(i);
            admission.hold(footprint(exchange));
            joined.push({std::make_unique<http::Exchange>(exchange), "GET /a"});
        }
        joined.close();
    }

    Books books{16};
    Admission admission{{}};
    Queue<Joined> joined{8};
    Queue<StoreItem> kept{64};
    JudgeStage stage{{}, books, admission, joined, kept, [](Joined, judge::AskAgain) {}};
};

// One whose candidate was wrong each time that both were asked again, while somebody wrote.
Joined wrong_beside_a_write(std::uint16_t again_of_legacy) {
    auto exchange = answered(1);
    const auto add = [&](http::Leg leg, std::uint32_t attempt, std::uint16_t status) {
        http::Response response;
        response.status = status;
        exchange.answers.push_back({leg, http::Origin::sent, attempt, response, {}});
    };
    exchange.answers.pop_back();
    add(http::Leg::candidate, 0, 500);
    for (std::uint32_t attempt = 1; attempt <= 8; ++attempt) {
        add(http::Leg::legacy, attempt, again_of_legacy);
        add(http::Leg::candidate, attempt, 500);
    }
    Joined joined{.exchange = std::make_unique<http::Exchange>(std::move(exchange)),
                  .route = "GET /a"};
    joined.turn = judge::Turn::again;
    joined.is_written_meanwhile = true;
    return joined;
}

store::ExchangeRow row_of(Joined joined) {
    Books books{16};
    Admission admission{{}};
    Queue<Joined> waiting{8};
    Queue<StoreItem> kept{64};
    JudgeStage stage{{},      books, admission,
                     waiting, kept,  [](const Joined&, const judge::AskAgain&) {}};
    books.see();
    CHECK(admission.try_enter());
    admission.hold(footprint(*joined.exchange));
    waiting.push(std::move(joined));
    waiting.close();
    stage.run();
    return std::get<Kept>(*kept.pop()).row;
}

}  // namespace

TEST_CASE("what was asked again counts beside a write that changed nothing") {
    const auto confirmed = row_of(wrong_beside_a_write(200));
    REQUIRE(confirmed.shown.size() == 1);
    CHECK(confirmed.shown[0].reproduced);
    CHECK(confirmed.reason.empty());

    const auto in_doubt = row_of(wrong_beside_a_write(404));
    REQUIRE(in_doubt.shown.size() == 1);
    CHECK_FALSE(in_doubt.shown[0].reproduced);
    CHECK(in_doubt.reason == "written_meanwhile");
    CHECK(in_doubt.why.contains("a write to the resource was seen meanwhile"));
}

TEST_CASE("the judge's thread ends when all that waits is judged") {
    WaitingExchanges waiting;
    waiting.stage.run();
    CHECK(waiting.admission.inside() == 0);
    CHECK(waiting.books.ledger().count(judge::Verdict::dropped) == 0);
}

TEST_CASE("what waits for a judge that gave up is dropped as interrupted, and holds nothing") {
    WaitingExchanges waiting;
    waiting.stage.give_up();
    waiting.stage.run();
    CHECK(waiting.admission.inside() == 0);
    const auto ledger = waiting.books.ledger();
    CHECK(ledger.count(judge::Verdict::dropped, Reason::interrupted) == 3);
    CHECK(ledger.pending() == 0);
}

}  // namespace shadowdiff::pipeline
