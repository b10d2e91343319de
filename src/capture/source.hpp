// SPDX-License-Identifier: Apache-2.0
// Where packets come from: an interface or a savefile. One of the three seams of the process, so
// that everything behind it can be tested with packets made in memory.
#pragma once

#include "base/coverage.hpp"
#include "base/result.hpp"
#include "frames/packet.hpp"

#include <optional>
#include <string>
#include <variant>

namespace shadowdiff::capture {

struct NotYet {};  // live only: nothing came within the poll time (about 50 ms)
/// The savefile has ended; what it held was delivered.
struct Finished {
    std::optional<Error> early;  // its end is missing: from where on, and why
};
using Next = std::variant<frames::Packet, NotYet, Finished, Error>;

class PacketSource {
public:
    virtual ~PacketSource() = default;
    /// An Error ends the source; packets before it count. A savefile that could be read up to some
    /// packet ("capture.pcap: packet 17: cut record") is finished early instead.
    virtual Next next() = 0;
    /// Adds the drops since the last call (pcap_stats as deltas). A savefile adds those that it
    /// tells of, and an unreadable record for an end that is missing.
    virtual void add_drops(Coverage& coverage) = 0;
    /// "interface lo" or "file x.pcap": what an error message or a run row says.
    virtual std::string description() const = 0;
};

}  // namespace shadowdiff::capture
