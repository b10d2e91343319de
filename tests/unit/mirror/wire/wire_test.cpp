// SPDX-License-Identifier: Apache-2.0
// What a wire of either kind promises while it is open.
#include "tests/unit/mirror/wires.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("a wire gives what came, in order, and then the end") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        asio::io_context io;
        auto [wire, far] = make_pair_of(make, io);
        std::string all;
        ErrorCode end;
        asio::co_spawn(io, read_all(wire, all, end), Rethrow{});
        std::string sent;
        for (int i = 0; i < 300; ++i) {
            const auto piece = std::string(1'000, static_cast<char>('a' + i % 26));
            const auto count = far->send(piece);
            sent += piece.substr(0, count);
            poll(io);
        }
        far->close();
        run_until(io, [&] { return bool{end}; });
        CHECK(end == asio::error::eof);
        CHECK(all == sent);
    }
}

TEST_CASE("a write that the peer takes slowly arrives whole") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        asio::io_context io;
        auto [wire, far] = make_pair_of(make, io);
        const std::string first(3'000'000, 'f'), second(2'000'000, 's');
        std::optional<ErrorCode> end;
        asio::co_spawn(io, write_all(wire, first, second, end), Rethrow{});
        std::string all;
        run_until(io, [&] {
            all += far->receive();
            return end.has_value();
        });
        all += far->receive();
        CHECK_FALSE(*end);
        CHECK(all == first + second);
    }
}

TEST_CASE("what is not read stays at the peer, but for a buffer or two") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        asio::io_context io;
        auto [wire, far] = make_pair_of(make, io);
        std::size_t sent = 0;
        for (int i = 0; i < 2'000; ++i) {
            sent += far->send(std::string(10'000, 'x'));
            poll(io);
        }
        CHECK(sent > 0);
        CHECK(sent < 5'000'000);
    }
}

TEST_CASE("many wires that hold something unread do not starve another") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        asio::io_context io;
        std::vector<Pair> full;
        for (int i = 0; i < 200; ++i) {
            full.push_back(make_pair_of(make, io));
            full.back().far->send("unread");
        }
        poll(io);
        auto [wire, far] = make_pair_of(make, io);
        std::string all;
        ErrorCode end;
        asio::co_spawn(io, read_all(wire, all, end), Rethrow{});
        far->send("mine");
        far->close();
        run_until(io, [&] { return bool{end}; });
        CHECK(all == "mine");
        for (auto& pair : full) {
            std::string unread;
            ErrorCode unread_end;
            pair.far->close();
            asio::co_spawn(io, read_all(pair.wire, unread, unread_end), Rethrow{});
            run_until(io, [&] { return bool{unread_end}; });
            CHECK(unread == "unread");
        }
    }
}

TEST_CASE("a look at the wire sees what came before its event was told") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        asio::io_context io;
        auto [wire, far] = make_pair_of(make, io);
        poll(io);
        CHECK_FALSE(wire->has_something_to_read());
        far->send("unasked");
        CHECK(wire->has_something_to_read());
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
