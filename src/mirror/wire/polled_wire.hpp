// SPDX-License-Identifier: Apache-2.0
// A wire over epoll: a call reads what came, when an event said that something did.
#pragma once

#include "mirror/wire/readiness.hpp"
#include "mirror/wire/wire.hpp"

#include <memory>
#include <vector>

namespace shadowdiff::mirror {

class PolledWire final : public Wire,
                         public ReadinessUser,
                         public std::enable_shared_from_this<PolledWire> {
public:
    /// `descriptor`: of a stream socket that does not block.
    PolledWire(const asio::any_io_executor& executor, Readiness& readiness, int descriptor);
    ~PolledWire() override;

    int descriptor() const override { return descriptor_; }
    bool is_open() const override { return descriptor_ >= 0; }
    void close() override;
    void cancel() override;
    void let_go() override {}  // what is still to be sent owns the wire
    void shutdown_send() override;
    bool may_read() const override { return may_read_; }
    bool is_broken() const override { return is_broken_; }
    bool has_something_to_read() override { return may_read_ || can_be_read(descriptor_); }
    Came read() override;
    ErrorCode write(ByteView& first, ByteView& second) override;
    void start_write(std::shared_ptr<const Bytes> bytes, std::shared_ptr<bool> all_sent) override;

    void note(Events events) override;
    void give_up(std::vector<Resume>& waiting) override { give_up_waits(waiting); }

private:
    void send_rest(std::shared_ptr<const Bytes> bytes, std::size_t sent,
                   std::shared_ptr<bool> all_sent);

    Readiness& readiness_;
    int descriptor_;
    bool may_read_ = false;
    bool is_ending_ = false;  // the end is a thing to read, of which nobody is told twice
    bool is_broken_ = false;
};

}  // namespace shadowdiff::mirror
