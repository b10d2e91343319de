// SPDX-License-Identifier: Apache-2.0
// How a wire of either kind ends.
#include "tests/unit/mirror/wires.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("whoever waits hears of a close, and the peer too") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        asio::io_context io;
        auto [wire, far] = make_pair_of(make, io);
        std::string all;
        ErrorCode read_end;
        std::optional<ErrorCode> write_end;
        asio::co_spawn(io, read_all(wire, all, read_end), Rethrow{});
        asio::co_spawn(io, write_all(wire, std::string(5'000'000, 'x'), "", write_end), Rethrow{});
        poll(io);
        CHECK_FALSE(write_end);
        wire->close();
        run_until(io, [&] { return read_end && write_end; });
        CHECK(read_end);
        CHECK(*write_end);
        run_until(io, [&] {
            far->receive();
            return far->is_at_end;
        });
        CHECK_FALSE(wire->is_open());
        CHECK(wire->descriptor() == -1);
    }
}

TEST_CASE("whoever reads behind a close is told") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        asio::io_context io;
        auto [wire, far] = make_pair_of(make, io);
        wire->close();
        std::string all;
        ErrorCode end;
        asio::co_spawn(io, read_all(wire, all, end), Rethrow{});
        run_until(io, [&] { return static_cast<bool>(end); });
        CHECK(end == asio::error::operation_aborted);
    }
}

TEST_CASE("a wait that is called off leaves the wire usable") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        asio::io_context io;
        auto [wire, far] = make_pair_of(make, io);
        std::string all;
        ErrorCode end;
        std::optional<ErrorCode> write_end;
        asio::co_spawn(io, read_all(wire, all, end), Rethrow{});
        asio::co_spawn(io, write_all(wire, std::string(5'000'000, 'x'), "", write_end), Rethrow{});
        poll(io);
        wire->cancel();
        run_until(io, [&] { return end && write_end; });
        CHECK(*write_end == asio::error::operation_aborted);
        CHECK(wire->is_open());
        end = {};
        far->send("later");
        asio::co_spawn(io, read_all(wire, all, end), Rethrow{});
        run_until(io, [&] { return all == "later"; });
        CHECK_FALSE(end);
    }
}

TEST_CASE("what was started is sent although nobody holds the wire any more") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        asio::io_context io;
        auto [wire, far] = make_pair_of(make, io);
        const auto bytes = std::make_shared<const Bytes>(5'000'000, 'x');
        const auto all_sent = std::make_shared<bool>(false);
        wire->start_write(bytes, all_sent);
        wire->let_go();
        wire.reset();
        std::string all;
        run_until(io, [&] {
            all += far->receive();
            return far->is_at_end;
        });
        CHECK(*all_sent);
        CHECK(all.size() == bytes->size());
    }
}

TEST_CASE("an io_context that ends takes with it who waits") {
    for (const auto& [kind, make] : kinds()) {
        CAPTURE(kind);
        std::string all;
        ErrorCode read_end;
        std::optional<ErrorCode> write_end;
        std::unique_ptr<FarEnd> kept;
        {
            asio::io_context io;
            auto [wire, far] = make_pair_of(make, io);
            asio::co_spawn(io, read_all(wire, all, read_end), Rethrow{});
            asio::co_spawn(io, write_all(wire, std::string(5'000'000, 'x'), "", write_end),
                           Rethrow{});
            wire.reset();
            poll(io);
            kept = std::move(far);
        }
        CHECK_FALSE(read_end);
        CHECK_FALSE(write_end);
        while (!kept->is_at_end) kept->receive();
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
