// SPDX-License-Identifier: Apache-2.0
// The io_uring of an io_context: what many connections want to send and to receive goes to the
// kernel in one system call, which brings what is done. See io_uring(7) and liburing; Linux 6.1 or
// newer.
#pragma once

#include "mirror/net.hpp"
#include "mirror/wire/parked.hpp"
#include "mirror/wire/read_buffers.hpp"
#include "mirror/wire/watch.hpp"

#include <liburing.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace shadowdiff::mirror {

class Ring;

/// Of each kind one may be under way.
enum class RingWork : unsigned char { receive, send };

/// Whose work a ring does, and keeps alive until all of it is told.
class RingUser : public std::enable_shared_from_this<RingUser> {
public:
    explicit RingUser(Ring& ring);
    virtual ~RingUser();
    RingUser(const RingUser&) = delete;
    RingUser& operator=(const RingUser&) = delete;

    /// `result`: bytes, or -errno. Nobody goes on here: others' results are still to be noted.
    virtual void note(RingWork work, int result, unsigned flags) = 0;
    /// After note(): who waits may go on.
    virtual void tell(RingWork work) = 0;
    /// At the end of the io_context.
    virtual void give_up(std::vector<Resume>& waiting) = 0;

protected:
    bool is_under_way(RingWork work) const { return is_under_way_[static_cast<std::size_t>(work)]; }
    bool is_busy() const { return is_under_way(RingWork::receive) || is_under_way(RingWork::send); }
    Ring& ring() { return ring_; }

private:
    friend class Ring;

    Ring& ring_;
    std::size_t place_;                     // in the ring's list
    std::array<bool, 2> is_under_way_{};    // by work
    int untold_ = 0;                        // works that are done
    std::shared_ptr<RingUser> kept_alive_;  // itself, while there are any of both
};

/// Of one io_context; used on its thread.
class Ring : public asio::execution_context::service {
public:
    static inline asio::execution_context::id id;
    /// Made by asio::use_service. `context` is an io_context.
    explicit Ring(asio::execution_context& context);

    /// False where the kernel has none, or none for us, or SHADOWDIFF_IO_URING=0 stands in the
    /// environment. The first to ask opens it, on its thread.
    bool is_there();
    Watch& watch() { return *watch_; }
    ReadBuffers& buffers() { return *buffers_; }
    /// Something is to be done then: a turn that goes on until that time ends with the result that
    /// is being told, and the rest is told at the next. `never`: turns end when all is told.
    void give_way_at(SteadyClock::time_point time) { gives_way_at_ = time; }
    static constexpr auto never = SteadyClock::time_point::max();

    // Work, done at the next look. What it needs stays where it is until note().
    /// `is_likely_empty`: the socket, so that an event is awaited first.
    void receive(RingUser& user, int descriptor, bool is_likely_empty);
    void send(RingUser& user, int descriptor, const msghdr& message);
    void cancel(RingUser& user, RingWork work);
    /// Hands over what waits for the next look, and notes what is done by now; it is told then.
    void hand_over();

    /// The buffer that a receive filled, by the flags of its note().
    std::unique_ptr<ReadBuffers::Buffer> take_buffer(unsigned flags);

private:
    friend class RingUser;

    struct Done {
        RingUser* user;
        RingWork work;
    };

    void shutdown() noexcept override;
    void open();
    bool tell_some();
    void tell(Done done);
    bool gives_way() const;
    bool lay_out_buffers();
    bool look();
    bool kernel_holds_results() const;
    bool has_results() const;
    io_uring_sqe& next_entry();
    io_uring_sqe& next(RingUser& user, RingWork work);
    void reap();
    void lay_out(unsigned short slot);

    static constexpr unsigned slots = 32;  // a power of two
    static constexpr std::size_t table_bytes = slots * sizeof(io_uring_buf);

    asio::io_context& io_;
    bool is_tried_ = false;
    io_uring ring_{};
    io_uring_buf_ring* buffer_ring_ = nullptr;
    std::array<std::unique_ptr<ReadBuffers::Buffer>, slots> laid_out_;
    std::shared_ptr<ReadBuffers> buffers_;
    std::optional<Watch> watch_;
    std::vector<RingUser*> users_;
    std::vector<Done> done_;
    std::vector<Done> told_;  // from next_ on they are to be told
    std::size_t next_ = 0;
    SteadyClock::time_point gives_way_at_ = never;
};

}  // namespace shadowdiff::mirror
