// SPDX-License-Identifier: Apache-2.0
// Servers and clients on loopback that do on each connection what their script says.
#pragma once

#include "base/bytes.hpp"
#include "mirror/net.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace shadowdiff::mirror {

struct ReadHead {};  // up to the empty line
struct ReadBytes {
    std::size_t count;
};
struct Write {
    Bytes bytes;
};
struct WriteEachByte {  // each in a write of its own
    Bytes bytes;
};
struct Close {};
struct Reset {};
struct ShutdownSend {};
struct Stall {};          // does nothing but read until the other side closes
using ReadToEnd = Stall;  // the same, as a client says it
using Step =
    std::variant<ReadHead, ReadBytes, Write, WriteEachByte, Close, Reset, ShutdownSend, Stall>;
using Script = std::vector<Step>;

inline const Bytes get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
inline const Bytes ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

/// The first connection follows the first script, and so on; further ones are closed at once.
/// A script that ends leaves its connection open until the other side closes.
class ScriptedPeer {
public:
    ScriptedPeer(asio::io_context& io, std::vector<Script> scripts);
    ~ScriptedPeer();

    std::uint16_t port() const;
    /// All that was read, by connection.
    const std::vector<Bytes>& received() const;
    std::size_t connections() const { return received().size(); }
    /// Connections the other side has closed.
    std::size_t closed() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// Follows its script on one connection to that loopback port, and then closes it.
class ScriptedClient {
public:
    ScriptedClient(asio::io_context& io, std::uint16_t port, Script script);

    const Bytes& received() const;
    bool is_done() const;
    bool saw_reset() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// A loopback port on which nobody listens.
std::uint16_t unused_port(asio::io_context& io);

}  // namespace shadowdiff::mirror
