// SPDX-License-Identifier: Apache-2.0
// A descriptor in which the kernel gathers what happened to many sockets, watched by Asio as one
// for as long as anybody waits.
#pragma once

#include "mirror/net.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <cstddef>
#include <functional>

namespace shadowdiff::mirror {

/// Used on its io_context's thread.
class Watch {
public:
    /// Owns `descriptor`. `look` takes what it gathered, and says whether to look again when others
    /// have had their turn.
    Watch(asio::io_context& io, int descriptor, std::function<bool()> look);

    int descriptor() { return descriptor_.native_handle(); }
    /// In a look: Asio said that something came. Else somebody wants the look for its own work.
    bool is_told() const { return is_told_look_; }
    /// As many as wait keep the io_context running.
    void begin_wait();
    void end_wait();
    /// At the next turn, whether or not anybody waits.
    void look_soon();
    void close();

private:
    void look_when_something_came();
    void look();

    asio::posix::stream_descriptor descriptor_;
    std::function<bool()> look_;
    std::size_t waits_ = 0;
    bool is_awaited_ = false;    // Asio will say when something came
    bool is_told_look_ = false;  // it said so, and what it said is looked at
    bool is_looking_ = false;
    bool will_look_ = false;
};

}  // namespace shadowdiff::mirror
