// SPDX-License-Identifier: Apache-2.0
// One deadline for what waits on a socket. When it passes, the socket is closed, so that whatever
// waits ends with an error, and whatever would be begun after it fails too.
#pragma once

#include "mirror/net.hpp"

#include <memory>

namespace shadowdiff::mirror {

class Deadline {
public:
    /// The socket must outlive the deadline.
    explicit Deadline(StreamSocket& socket);
    ~Deadline();
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    void set(SteadyTime at);  // in place of the one before
    void clear();
    bool is_set() const;
    bool has_passed() const;
    void reset();  // for a socket that is opened anew

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with the timer's handler, which may come late
};

}  // namespace shadowdiff::mirror
