// SPDX-License-Identifier: Apache-2.0
// How clients are let in: over ports, shared ports and paths, up to a bound, and out of step with
// each other. TLS with real clients is the scenarios' part.
#include "mirror/front/listener.hpp"

#include "mirror/wire/readiness.hpp"
#include "tests/unit/mirror/scripted_peer.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace shadowdiff::mirror {
namespace {

namespace fs = std::filesystem;
using Local = asio::local::stream_protocol;
using namespace std::chrono_literals;

// A folder that goes with the test.
struct Folder {
    Folder() {
        std::string name = fs::temp_directory_path() / "shadowdiff-listener-XXXXXX";
        REQUIRE(::mkdtemp(name.data()));
        path = name;
    }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path path;
};

asio::awaitable<void> read_to_end(std::unique_ptr<Channel> client) {
    for (ErrorCode error; !error;) {
        client->unread() = {};
        error = co_await client->read(SteadyClock::now() + 1min);
    }
}

struct Door {
    asio::io_context& io;
    std::shared_ptr<Listener> listener;
    std::size_t served = 0;

    Door(asio::io_context& at, ListenOptions options) : io{at} {
        io.restart();  // the one before may have left it without work
        listener = std::make_shared<Listener>(
            io, std::move(options), [this](std::unique_ptr<Channel> client, std::uint64_t) {
                ++served;
                return read_to_end(std::move(client));
            });
        listener->start();
    }
    ~Door() {
        listener->close();
        while (io.run_one_for(std::chrono::milliseconds{1}) > 0) {
        }
    }
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;
};

ListenOptions at_path(const fs::path& path) {
    ListenOptions options;
    options.address = {.host = "", .port = 0, .unix_path = path};
    return options;
}

TEST_CASE("clients come over IPv4, IPv6 and a path") {
    asio::io_context io;
    const Folder folder;
    for (const auto* text : {"127.0.0.1:0", "[::1]:0", "unix:/"}) {
        CAPTURE(text);
        ListenOptions options;
        options.address = parse_listen_address(text).value();
        if (!options.address.unix_path.empty()) options.address.unix_path = folder.path / "a.sock";
        Door door{io, options};
        Stream::endpoint to = Local::endpoint{"/"};
        if (options.address.unix_path.empty()) {
            to = Tcp::endpoint{asio::ip::make_address(options.address.host),
                               door.listener->address().port};
        } else {
            to = Local::endpoint{options.address.unix_path};
        }
        Stream::socket client{io};
        client.connect(to);
        while (door.served == 0) io.run_one();
        CHECK(door.listener->clients() == 1);
        client.close();
        while (door.listener->clients() > 0) io.run_one();
    }
}

TEST_CASE("a path has the mode that was asked for, and goes with its listener") {
    asio::io_context io;
    const Folder folder;
    const auto path = folder.path / "a.sock";
    for (const mode_t mode : {0600U, 0660U, 0666U}) {
        auto options = at_path(path);
        options.socket.path_mode = mode;
        const ListeningSocket socket{io, options.address, options.socket};
        struct stat found{};
        REQUIRE(::stat(path.c_str(), &found) == 0);
        CHECK((found.st_mode & 0777U) == mode);
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("a path that nobody listens on any more is taken, any other stays") {
    asio::io_context io;
    const Folder folder;
    const auto path = folder.path / "a.sock";
    SUBCASE("stale") {
        {
            const Local::acceptor dead{io, Local::endpoint{path.string()}};
        }
        REQUIRE(fs::exists(path));
        const ListeningSocket socket{io, at_path(path).address, {}};
        Local::socket client{io};
        CHECK_NOTHROW(client.connect(Local::endpoint{path.string()}));
    }
    SUBCASE("in use") {
        const Local::acceptor other{io, Local::endpoint{path.string()}};
        CHECK_THROWS_WITH_AS((ListeningSocket{io, at_path(path).address, {}}),
                             doctest::Contains("it is in use"), StartupError);
        CHECK(fs::exists(path));
    }
    SUBCASE("no socket") {
        std::ofstream{path} << "precious";
        CHECK_THROWS_AS((ListeningSocket{io, at_path(path).address, {}}), StartupError);
        CHECK(fs::file_size(path) == 8);
    }
    SUBCASE("a link to a socket") {
        const auto other = folder.path / "b.sock";
        {
            const Local::acceptor dead{io, Local::endpoint{other.string()}};
        }
        fs::create_symlink(other, path);
        CHECK_THROWS_AS((ListeningSocket{io, at_path(path).address, {}}), StartupError);
        CHECK(fs::is_symlink(path));
    }
    SUBCASE("replaced by another program while it was ours") {
        ListeningSocket socket{io, at_path(path).address, {}};
        fs::remove(path);
        const Local::acceptor other{io, Local::endpoint{path.string()}};
        socket.close();
        CHECK(fs::exists(path));
    }
}

TEST_CASE("a port is shared by those who all say so") {
    asio::io_context io;
    ListenOptions options;
    options.socket.shares_port = true;
    Door one{io, options};
    options.address = one.listener->address();
    Door other{io, options};
    // The kernel chooses by a hash of the client's port: 64 times the same is out of the question.
    std::vector<std::unique_ptr<Tcp::socket>> clients;
    for (std::size_t i = 0; i < 64; ++i) {
        clients.push_back(std::make_unique<Tcp::socket>(io));
        clients.back()->connect({asio::ip::make_address("127.0.0.1"), options.address.port});
    }
    while (one.served + other.served < 64) io.run_one();
    CHECK(one.served > 0);
    CHECK(other.served > 0);
    options.socket.shares_port = false;
    CHECK_THROWS_WITH_AS((Listener{io, options, {}}), doctest::Contains("it is in use"),
                         StartupError);
}

TEST_CASE("over the bound a client is closed and counted, and the first one told") {
    asio::io_context io;
    std::size_t told = 0;
    ListenOptions options;
    options.clients_max = 1;
    options.on_first_over_bound = [&told] { ++told; };
    Door door{io, options};
    const auto port = door.listener->address().port;
    const ScriptedClient first{io, port, {ReadToEnd{}}};
    while (door.served == 0) io.run_one();
    const ScriptedClient second{io, port, {ReadToEnd{}}};
    while (!second.is_done()) io.run_one();
    CHECK(door.served == 1);
    CHECK(door.listener->turned_away().over_bound == 1);
    const ScriptedClient third{io, port, {ReadToEnd{}}};
    while (!third.is_done()) io.run_one();
    CHECK(door.listener->turned_away().over_bound == 2);
    CHECK(told == 1);
}

TEST_CASE("a certificate that cannot be read is told before anyone connects") {
    asio::io_context io;
    ListenOptions options;
    options.tls = {.certificate = "/nowhere/cert.pem", .key = "/nowhere/key.pem"};
    CHECK_THROWS_WITH_AS((Listener{io, options, {}}), doctest::Contains("/nowhere/cert.pem"),
                         StartupError);
}

TEST_CASE("what wires need is there before the first client, when descriptors may be short") {
    asio::io_context io;
    const Door door{io, {}};
    CHECK(asio::has_service<Readiness>(io));
}

}  // namespace
}  // namespace shadowdiff::mirror
