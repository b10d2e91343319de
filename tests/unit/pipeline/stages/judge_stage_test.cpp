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

}  // namespace

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
