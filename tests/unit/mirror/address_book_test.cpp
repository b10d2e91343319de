// SPDX-License-Identifier: Apache-2.0
#include "mirror/address_book.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

const SteadyTime start = SteadyTime{} + 1h;

AddressBook::Address at(std::uint16_t port) {
    return Tcp::endpoint{asio::ip::address_v4::loopback(), port};
}
using Addresses = std::vector<AddressBook::Address>;

TEST_CASE("addresses that work are used in turn") {
    AddressBook book;
    CHECK_FALSE(book.is_fresh(start));
    book.learn({at(1), at(2), at(2), at(3)}, start);
    CHECK(book.in_order(start) == Addresses{at(1), at(2), at(3)});
    CHECK(book.in_order(start) == Addresses{at(2), at(3), at(1)});
    CHECK(book.in_order(start) == Addresses{at(3), at(1), at(2)});
}

TEST_CASE("one that failed comes last for a while, or until it works again") {
    AddressBook book;
    book.learn({at(1), at(2)}, start);
    book.note_failed(at(1), start);
    CHECK(book.in_order(start) == Addresses{at(2), at(1)});
    CHECK(book.in_order(start) == Addresses{at(2), at(1)});
    book.learn({at(2), at(1)}, start + 1s);  // looked up again: it is still known to have failed
    CHECK(book.in_order(start + 1s) == Addresses{at(2), at(1)});
    CHECK(book.in_order(start + 10s).size() == 2);
    book.note_failed(at(1), start + 10s);
    book.note_failed(at(2), start + 10s);
    book.note_reached(at(1));
    CHECK(book.in_order(start + 11s) == Addresses{at(1), at(2)});
}

TEST_CASE("a name is looked up again after a while, or when nothing works") {
    AddressBook book;
    book.learn({at(1)}, start);
    CHECK(book.is_fresh(start + 29s));
    CHECK_FALSE(book.is_fresh(start + 30s));
    book.outdate();
    CHECK_FALSE(book.is_fresh(start));
    CHECK_FALSE(book.is_empty());
    book.learn({at(4)}, start);
    CHECK(book.in_order(start) == Addresses{at(4)});
}

}  // namespace
}  // namespace shadowdiff::mirror
