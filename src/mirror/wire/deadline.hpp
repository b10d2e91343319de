// SPDX-License-Identifier: Apache-2.0
// One deadline for what waits on a socket. When it passes, the socket is closed, so that whatever
// waits ends with an error, and whatever would be begun after it fails too.
#pragma once

#include "mirror/net.hpp"

#include <functional>
#include <memory>

namespace shadowdiff::mirror {

/// Setting and clearing cost next to nothing: the timer beneath is left to run, and when it ends
/// early it is set again.
class Deadline {
public:
    /// `close_socket` is called on the executor's thread, at most once in a life.
    Deadline(const asio::any_io_executor& executor, std::function<void()> close_socket);
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
