// SPDX-License-Identifier: Apache-2.0
#include "judge/ledger.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;

TEST_CASE("a new ledger is empty and balances") {
    const Ledger ledger;
    CHECK(ledger.seen() == 0);
    CHECK(ledger.settled() == 0);
    CHECK(ledger.pending() == 0);
}

TEST_CASE("what was seen is pending until it is settled") {
    Ledger ledger;
    ledger.see();
    ledger.see(9);
    ledger.settle(Verdict::match);
    ledger.settle(Verdict::dropped, Reason::queue_full, 4);
    CHECK(ledger.seen() == 10);
    CHECK(ledger.settled() == 5);
    CHECK(ledger.pending() == 5);
}

TEST_CASE("a verdict's count is the sum over its reasons") {
    Ledger ledger;
    ledger.see(6);
    ledger.settle(Verdict::dropped, Reason::gap);
    ledger.settle(Verdict::dropped, Reason::gap);
    ledger.settle(Verdict::dropped, Reason::interrupted, 3);
    ledger.settle(Verdict::excluded, Reason::unsafe_method);
    CHECK(ledger.count(Verdict::dropped) == 5);
    CHECK(ledger.count(Verdict::dropped, Reason::gap) == 2);
    CHECK(ledger.count(Verdict::dropped, Reason::interrupted) == 3);
    CHECK(ledger.count(Verdict::dropped, Reason::queue_full) == 0);
    CHECK(ledger.count(Verdict::excluded) == 1);
    CHECK(ledger.count(Verdict::match) == 0);
    CHECK(ledger.pending() == 0);
}

TEST_CASE("the last verdict and the last reason have places of their own") {
    Ledger ledger;
    ledger.see(2);
    ledger.settle(Verdict::dropped, Reason::protocol_switch);
    ledger.settle(Verdict::uncomparable, Reason::protocol_switch);
    CHECK(ledger.count(Verdict::dropped, Reason::protocol_switch) == 1);
    CHECK(ledger.count(Verdict::uncomparable, Reason::protocol_switch) == 1);
}

TEST_CASE("ledgers are equal when every count is") {
    Ledger one;
    Ledger other;
    one.see(2);
    other.see(2);
    CHECK(one == other);
    one.settle(Verdict::match);
    other.settle(Verdict::noise);
    CHECK_FALSE(one == other);
}
