// SPDX-License-Identifier: Apache-2.0
// Which connections are ours: how our requests are known where they carry no mark. Pure: time is an
// argument.
#pragma once

#include "base/time.hpp"
#include "mirror/front/between.hpp"

#include <cstddef>
#include <unordered_map>

namespace shadowdiff::mirror {

class OwnConnections {
public:
    /// We send a request on it.
    void note(const Ends& ends, Timestamp at);
    /// A request that was seen there at that time is one of them: a port that we gave up belongs to
    /// others.
    bool contains(const Endpoint& client, const Endpoint& server, Timestamp seen_at) const;

private:
    // Two halves, so that forgetting costs nothing. A capture is behind by far less than this.
    static constexpr Duration half_life = std::chrono::seconds{15};
    static constexpr std::size_t half_max = 65'536;  // of 100 bytes; at 4,000 new ones a second
    // A request is captured when it is sent, and clocks are read a little before and behind.
    static constexpr Duration early_max = std::chrono::milliseconds{100};
    static constexpr Duration late_max = std::chrono::seconds{1};

    struct Use {
        Timestamp first;
        Timestamp last;
    };
    struct EndsHash {
        std::size_t operator()(const Ends& ends) const;
    };
    using Half = std::unordered_map<Ends, Use, EndsHash>;

    static bool holds(const Half& half, const Ends& ends, Timestamp seen_at);

    Half current_, previous_;
    Timestamp current_since_;
};

}  // namespace shadowdiff::mirror
