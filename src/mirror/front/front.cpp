// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/front.hpp"

#include "mirror/front/listener.hpp"
#include "mirror/front/service.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace shadowdiff::mirror {

class Front::Core : public std::enable_shared_from_this<Core> {
public:
    explicit Core(std::shared_ptr<Service> service) : service_{std::move(service)} {}

    void listen(asio::io_context& io, const ListenOptions& options);
    const Listener& listener() const { return *listener_; }
    void drain();
    void stop();
    Result<void> reload();

private:
    std::size_t end_those_left();
    static asio::awaitable<void> serve(std::shared_ptr<Core> core, std::unique_ptr<Channel> client,
                                       std::uint64_t connection);

    std::shared_ptr<Service> service_;
    std::shared_ptr<Listener> listener_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Session>> sessions_;  // by connection
};

// Until the listener is closed, which is before the core ends, it serves nobody without it.
void Front::Core::listen(asio::io_context& io, const ListenOptions& options) {
    listener_ = std::make_shared<Listener>(
        io, options,
        [this](std::unique_ptr<Channel> client, std::uint64_t connection) {
            return serve(shared_from_this(), std::move(client), connection);
        },
        [this] { return end_those_left(); });
    listener_->start();
}

asio::awaitable<void> Front::Core::serve(std::shared_ptr<Core> core,
                                         std::unique_ptr<Channel> client,
                                         std::uint64_t connection) {
    const auto session = core->service_->serve(std::move(client), connection);
    core->sessions_.emplace(connection, session);
    co_await session->run();
    core->sessions_.erase(connection);
}

std::size_t Front::Core::end_those_left() {
    return static_cast<std::size_t>(std::ranges::count_if(
        sessions_, [](const auto& entry) { return entry.second->end_if_left(); }));
}

void Front::Core::drain() {
    listener_->close();
    service_->drain();
    for (const auto& [connection, session] : sessions_) session->end_if_idle();
}

void Front::Core::stop() {
    drain();
    service_->fall_silent();
    for (const auto& [connection, session] : sessions_) session->stop();
}

Result<void> Front::Core::reload() {
    auto loaded = listener_->reload();
    return loaded ? service_->reload() : loaded;
}

Front::Front(asio::io_context& io, const ListenOptions& options, std::shared_ptr<Service> service)
    : core_{std::make_shared<Core>(std::move(service))} {
    core_->listen(io, options);
}
Front::~Front() { core_->stop(); }

const ListenAddress& Front::address() const { return core_->listener().address(); }
void Front::drain() { core_->drain(); }
std::size_t Front::clients() const { return core_->listener().clients(); }
Result<void> Front::reload() { return core_->reload(); }
const TurnedAway& Front::turned_away() const { return core_->listener().turned_away(); }

}  // namespace shadowdiff::mirror
