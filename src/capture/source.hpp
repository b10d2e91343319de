// SPDX-License-Identifier: Apache-2.0
// Where packets come from: an interface or a savefile. One of the three seams of the process, so
// that everything behind it can be tested with packets made in memory.
#pragma once

#include "base/coverage.hpp"
#include "base/result.hpp"
#include "frames/packet.hpp"

#include <string>
#include <variant>

namespace shadowdiff::capture {

struct NotYet {};    // live only: nothing came within the poll time (about 50 ms)
struct Finished {};  // the savefile has ended; what it held was delivered
using Next = std::variant<frames::Packet, NotYet, Finished, Error>;

class PacketSource {
public:
    virtual ~PacketSource() = default;
    /// An Error ends the source (e.g. "capture.pcap: packet 17: cut record"); packets before it
    /// count.
    virtual Next next() = 0;
    /// Adds the drops since the last call (pcap_stats as deltas). A savefile adds nothing.
    virtual void add_drops(Coverage& coverage) = 0;
    /// "interface lo" or "file x.pcap": what an error message or a run row says.
    virtual std::string description() const = 0;
};

}  // namespace shadowdiff::capture
