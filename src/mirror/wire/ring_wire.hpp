// SPDX-License-Identifier: Apache-2.0
// A wire over io_uring. One receive is always under way, unless something came and was not read
// yet.
#pragma once

#include "mirror/wire/ring.hpp"
#include "mirror/wire/wire.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <memory>
#include <vector>

namespace shadowdiff::mirror {

class RingWire final : public Wire, public RingUser {
public:
    static std::shared_ptr<Wire> make(const asio::any_io_executor& executor, Ring& ring,
                                      int descriptor);
    RingWire(const asio::any_io_executor& executor, Ring& ring, int descriptor);  // for make()
    ~RingWire() override;

    int descriptor() const override { return is_open_ ? descriptor_ : -1; }
    bool is_open() const override { return is_open_; }
    void close() override;
    void cancel() override;
    void let_go() override;
    void shutdown_send() override;
    bool may_read() const override { return came_.bytes > 0 || came_.error; }
    bool has_something_to_read() override;
    bool is_broken() const override;
    Came read() override;
    ErrorCode write(ByteView& first, ByteView& second) override;
    void start_write(std::shared_ptr<const Bytes> bytes, std::shared_ptr<bool> all_sent) override;

    void note(RingWork work, int result, unsigned flags) override;
    void tell(RingWork work) override;
    void give_up(std::vector<Resume>& waiting) override { give_up_waits(waiting); }

private:
    void receive();
    void send(ByteView first, ByteView second);
    void note_came(int result, unsigned flags);
    void note_sent(int result);
    void close_descriptor();

    int descriptor_;
    bool is_open_ = true;
    bool is_let_go_ = false;
    bool is_written_ = false;  // and write() has not said so yet
    bool is_send_called_off_ = false;
    bool is_likely_empty_ = false;
    Came came_;
    std::array<iovec, 2> parts_{};
    msghdr message_{};
    ErrorCode send_error_;
    std::shared_ptr<const Bytes> started_;  // what start_write() sends
    std::shared_ptr<bool> all_sent_;
};

}  // namespace shadowdiff::mirror
