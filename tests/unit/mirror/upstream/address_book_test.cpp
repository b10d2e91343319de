// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/address_book.hpp"

#include "mirror/front/between.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

const SteadyTime book_start = SteadyTime{} + 1h;

AddressBook::Address address_at(std::uint16_t port) {
    return Tcp::endpoint{asio::ip::address_v4::loopback(), port};
}
using Addresses = std::vector<AddressBook::Address>;

TEST_CASE("addresses that work are used in turn") {
    AddressBook book;
    CHECK_FALSE(book.is_fresh(book_start));
    book.learn({address_at(1), address_at(2), address_at(2), address_at(3)}, book_start);
    CHECK(book.in_order(book_start) == Addresses{address_at(1), address_at(2), address_at(3)});
    CHECK(book.in_order(book_start) == Addresses{address_at(2), address_at(3), address_at(1)});
    CHECK(book.in_order(book_start) == Addresses{address_at(3), address_at(1), address_at(2)});
}

TEST_CASE("one that failed comes last for a while, or until it works again") {
    AddressBook book;
    book.learn({address_at(1), address_at(2)}, book_start);
    book.note_failed(address_at(1), book_start);
    CHECK(book.in_order(book_start) == Addresses{address_at(2), address_at(1)});
    CHECK(book.in_order(book_start) == Addresses{address_at(2), address_at(1)});
    book.learn({address_at(2), address_at(1)},
               book_start + 1s);  // looked up again: it is still known to have failed
    CHECK(book.in_order(book_start + 1s) == Addresses{address_at(2), address_at(1)});
    CHECK(book.in_order(book_start + 10s).size() == 2);
    book.note_failed(address_at(1), book_start + 10s);
    book.note_failed(address_at(2), book_start + 10s);
    book.note_reached(address_at(1));
    CHECK(book.in_order(book_start + 11s) == Addresses{address_at(1), address_at(2)});
}

TEST_CASE("a name is looked up again after a while, or when nothing works") {
    AddressBook book;
    book.learn({address_at(1)}, book_start);
    CHECK(book.is_fresh(book_start + 29s));
    CHECK_FALSE(book.is_fresh(book_start + 30s));
    book.outdate();
    CHECK_FALSE(book.is_fresh(book_start));
    CHECK_FALSE(book.is_empty());
    book.learn({address_at(4)}, book_start);
    CHECK(book.in_order(book_start) == Addresses{address_at(4)});
}

TEST_CASE("a connection's address is the name's until the name has it no more") {
    AddressBook book;
    const Endpoint one = endpoint_of(address_at(1)), other = endpoint_of(address_at(2));
    CHECK_FALSE(book.has(one));
    book.learn({address_at(1), address_at(2)}, book_start);
    CHECK(book.has(one));
    book.note_failed(address_at(1), book_start);
    CHECK(book.has(one));
    book.learn({address_at(2)}, book_start + 30s);
    CHECK_FALSE(book.has(one));
    CHECK(book.has(other));
}

TEST_CASE("after a look-up that failed the old addresses do for some seconds") {
    AddressBook book;
    book.note_unresolved(book_start);
    CHECK_FALSE(book.is_fresh(book_start));  // there are none
    book.learn({address_at(1)}, book_start);
    book.note_unresolved(book_start + 40s);
    CHECK(book.is_fresh(book_start + 44s));
    book.outdate();
    CHECK(book.is_fresh(book_start + 44s));
    CHECK_FALSE(book.is_fresh(book_start + 45s));
}

}  // namespace
}  // namespace shadowdiff::mirror
