// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/ring.hpp"

#include "mirror/wire/buffer_pool.hpp"

#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace shadowdiff::mirror {
namespace {

constexpr unsigned entries = 512;
constexpr unsigned results_max = 4'096;  // the kernel keeps what is over it until there is room
constexpr int ring_looks_max = 4;        // then timers, TLS and what was posted have their turn
constexpr int tries_max = 100;
constexpr int buffer_group = 0;

/// A user's address with the kind of work in its lowest bit.
std::uint64_t tag_of(const RingUser& user, RingWork work) {
    return reinterpret_cast<std::uintptr_t>(&user) | static_cast<std::uintptr_t>(work);
}

bool is_wanted() {
    const char* choice = std::getenv("SHADOWDIFF_IO_URING");
    return !choice || std::string_view{choice} != "0";
}

}  // namespace

RingUser::RingUser(Ring& ring) : ring_{ring}, place_{ring.users_.size()} {
    ring.users_.push_back(this);
}

RingUser::~RingUser() {
    if (ring_.users_.empty()) return;  // the ring has ended
    ring_.users_.back()->place_ = place_;
    ring_.users_[place_] = ring_.users_.back();
    ring_.users_.pop_back();
}

Ring::Ring(asio::execution_context& context)
    : service{context},
      io_{static_cast<asio::io_context&>(context)},
      buffers_{asio::use_service<BufferPool>(context).buffers()} {}

bool Ring::is_there() {
    if (!std::exchange(is_tried_, true) && is_wanted()) open();
    return watch_.has_value();
}

void Ring::open() {
    io_uring_params parameters{};
    parameters.flags = IORING_SETUP_CQSIZE | IORING_SETUP_SINGLE_ISSUER |
                       IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG;
    parameters.cq_entries = results_max;
    if (io_uring_queue_init_params(entries, &ring_, &parameters) < 0) return;
    const int events = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (events >= 0 && io_uring_register_eventfd(&ring_, events) == 0 && lay_out_buffers()) {
        watch_.emplace(io_, events, [this] { return look(); });
        return;
    }
    if (events >= 0) ::close(events);
    io_uring_queue_exit(&ring_);
}

bool Ring::lay_out_buffers() {
    void* memory =
        ::mmap(nullptr, table_bytes, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
    if (memory == MAP_FAILED) return false;
    io_uring_buf_reg registration{};
    registration.ring_addr = reinterpret_cast<std::uintptr_t>(memory);
    registration.ring_entries = slots;
    registration.bgid = buffer_group;
    if (io_uring_register_buf_ring(&ring_, &registration, 0) < 0) {
        ::munmap(memory, table_bytes);
        return false;
    }
    buffer_ring_ = static_cast<io_uring_buf_ring*>(memory);
    for (unsigned short slot = 0; slot < slots; ++slot) lay_out(slot);
    return true;
}

void Ring::lay_out(unsigned short slot) {
    laid_out_[slot] = buffers_->take();
    io_uring_buf_ring_add(buffer_ring_, laid_out_[slot]->data(), ReadBuffers::bytes, slot,
                          io_uring_buf_ring_mask(slots), 0);
    io_uring_buf_ring_advance(buffer_ring_, 1);
}

std::unique_ptr<ReadBuffers::Buffer> Ring::take_buffer(unsigned flags) {
    const auto slot = static_cast<unsigned short>(flags >> IORING_CQE_BUFFER_SHIFT);
    auto buffer = std::move(laid_out_[slot]);
    lay_out(slot);
    return buffer;
}

// What is handed over leaves room, unless the kernel is short of memory: then others' work ends
// first.
io_uring_sqe& Ring::next_entry() {
    watch_->look_soon();
    for (int i = 0; i < tries_max; ++i) {
        if (auto* entry = io_uring_get_sqe(&ring_)) return *entry;
        hand_over();
    }
    throw std::runtime_error{
        "io_uring takes nothing any more (SHADOWDIFF_IO_URING=0 goes without)"};
}

io_uring_sqe& Ring::next(RingUser& user, RingWork work) {
    user.is_under_way_[static_cast<std::size_t>(work)] = true;
    if (!user.kept_alive_) user.kept_alive_ = user.shared_from_this();
    return next_entry();
}

void Ring::receive(RingUser& user, int descriptor, bool is_likely_empty) {
    auto& entry = next(user, RingWork::receive);
    io_uring_prep_recv(&entry, descriptor, nullptr, 0, 0);
    entry.flags |= IOSQE_BUFFER_SELECT;
    entry.buf_group = buffer_group;
    if (is_likely_empty) entry.ioprio |= IORING_RECVSEND_POLL_FIRST;
    entry.user_data = tag_of(user, RingWork::receive);
}

// One part alone needs no list of parts, which the kernel would copy first.
void Ring::send(RingUser& user, int descriptor, const msghdr& message) {
    constexpr int flags = MSG_NOSIGNAL | MSG_WAITALL;
    auto& entry = next(user, RingWork::send);
    const auto& [first, bytes] = message.msg_iov[0];
    if (message.msg_iovlen == 1) {
        io_uring_prep_send(&entry, descriptor, first, bytes, flags);
    } else {
        io_uring_prep_sendmsg(&entry, descriptor, &message, flags);
    }
    entry.user_data = tag_of(user, RingWork::send);
}

void Ring::cancel(RingUser& user, RingWork work) {
    // Its thread has gone, and nobody takes what would be handed over: shutdown() ends it.
    if (io_.stopped() && io_uring_sq_space_left(&ring_) == 0) return;
    auto& entry = next_entry();
    io_uring_prep_cancel64(&entry, tag_of(user, work), 0);
    entry.user_data = 0;
}

void Ring::hand_over() {
    io_uring_submit_and_get_events(&ring_);
    reap();
    if (!done_.empty()) watch_->look_soon();
}

// Who is told may want more, which goes out together at the next time round. Events are for those
// who wait: none are wanted meanwhile. One that came is taken back, unless there can be none.
bool Ring::look() {
    io_uring_cq_eventfd_toggle(&ring_, false);
    if (watch_->is_told() || has_results()) {
        eventfd_t ignored = 0;
        ::eventfd_read(watch_->descriptor(), &ignored);
    }
    for (int i = 0; i < ring_looks_max; ++i) {
        if (io_uring_sq_ready(&ring_) > 0 || kernel_holds_results()) {
            io_uring_submit_and_get_events(&ring_);
        }
        reap();
        if (!tell_some()) break;
    }
    io_uring_cq_eventfd_toggle(&ring_, true);
    // What came before that was told to nobody; the look must not go before the switch.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    return io_uring_sq_ready(&ring_) > 0 || has_results() || !done_.empty() || next_ < told_.size();
}

/// False when nothing is done, or it is others' turn.
bool Ring::tell_some() {
    if (next_ == told_.size()) {
        told_.clear();
        next_ = 0;
        std::swap(done_, told_);
        if (told_.empty()) return false;
    }
    while (next_ < told_.size()) {
        tell(told_[next_++]);
        if (gives_way()) return false;
    }
    return true;
}

// Most often it wants to receive again, and stays.
void Ring::tell(Done done) {
    done.user->tell(done.work);
    if (--done.user->untold_ == 0 && !done.user->is_busy()) done.user->kept_alive_.reset();
}

bool Ring::gives_way() const {
    return gives_way_at_ != never && SteadyClock::now() >= gives_way_at_;
}

bool Ring::kernel_holds_results() const {
    const auto flags = IO_URING_READ_ONCE(*ring_.sq.kflags);
    return (flags & (IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW)) != 0;
}

bool Ring::has_results() const { return kernel_holds_results() || io_uring_cq_ready(&ring_) > 0; }

// Noting may hand over, and so end up here again: each result is taken before it is noted.
void Ring::reap() {
    io_uring_cqe* result = nullptr;
    while (io_uring_peek_batch_cqe(&ring_, &result, 1) == 1) {
        const auto came = *result;
        io_uring_cq_advance(&ring_, 1);
        if (came.user_data == 0) continue;
        const auto work = static_cast<RingWork>(came.user_data & 1);
        auto* user = reinterpret_cast<RingUser*>(came.user_data & ~std::uint64_t{1});
        user->is_under_way_[static_cast<std::size_t>(work)] = false;
        ++user->untold_;
        done_.push_back({user, work});
        user->note(work, came.res, came.flags);
    }
}

// The kernel lets go of all buffers first. What waits is destroyed with all that it holds, users
// among it.
void Ring::shutdown() noexcept {
    if (!watch_) return;
    io_uring_sync_cancel_reg all{};
    all.flags = IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL;
    all.timeout = {.tv_sec = -1, .tv_nsec = -1};
    io_uring_register_sync_cancel(&ring_, &all);
    watch_.reset();
    io_uring_queue_exit(&ring_);
    ::munmap(buffer_ring_, table_bytes);
    std::vector<Resume> waiting;
    std::vector<std::shared_ptr<RingUser>> kept;
    for (auto* user : std::exchange(users_, {})) {
        user->give_up(waiting);
        user->is_under_way_ = {};
        kept.push_back(std::move(user->kept_alive_));
    }
}

}  // namespace shadowdiff::mirror
