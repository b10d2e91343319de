// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/name_lookups.hpp"

#include <boost/asio/post.hpp>

#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace shadowdiff::mirror {

/// Where a thread leaves what it found.
struct NameLookups::Desk {
    std::mutex mutex;
    NameLookups* open = nullptr;  // null: the io_context has ended

    void leave(std::uint64_t number, ErrorCode error, std::vector<Stream::endpoint> addresses) {
        const std::lock_guard lock{mutex};
        if (!open) return;
        asio::post(open->io_,
                   [to = open, number, error, addresses = std::move(addresses)]() mutable {
                       to->end(number, error, std::move(addresses));
                   });
    }
};

namespace {

std::vector<Stream::endpoint> look_up(const std::string& host, std::uint16_t port,
                                      ErrorCode& error) {
    asio::io_context io;  // the thread's own
    std::vector<Stream::endpoint> addresses;
    for (const auto& entry : Tcp::resolver{io}.resolve(host, std::to_string(port), error)) {
        addresses.emplace_back(entry.endpoint());
    }
    return addresses;
}

}  // namespace

NameLookups::NameLookups(asio::execution_context& context)
    : service{context},
      io_{static_cast<asio::io_context&>(context)},
      desk_{std::make_shared<Desk>()} {
    desk_->open = this;
}

void NameLookups::start(std::string host, std::uint16_t port, Done done) {
    const auto number = started_++;
    under_way_.emplace(number,
                       UnderWay{std::move(done), asio::make_work_guard(io_.get_executor())});
    try {
        std::thread{[desk = desk_, number, host = std::move(host), port] {
            ErrorCode error;
            auto addresses = look_up(host, port, error);
            desk->leave(number, error, std::move(addresses));
        }}.detach();
    } catch (const std::system_error& no_thread) {
        desk_->leave(number, no_thread.code(), {});
    }
}

void NameLookups::end(std::uint64_t number, ErrorCode error,
                      std::vector<Stream::endpoint> addresses) {
    const auto ended = under_way_.extract(number);
    ended.mapped().done(error, std::move(addresses));
}

void NameLookups::shutdown() noexcept {
    {
        const std::lock_guard lock{desk_->mutex};
        desk_->open = nullptr;
    }
    under_way_.clear();
}

}  // namespace shadowdiff::mirror
