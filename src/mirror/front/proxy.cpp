// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/proxy.hpp"

#include "mirror/front/relay.hpp"
#include "mirror/front/service.hpp"

#include <fmt/format.h>

#include <utility>

namespace shadowdiff::mirror {
namespace {

class Proxy : public Service {
public:
    Proxy(ProxyOptions options, Deliver deliver, OnCoverage on_coverage)
        : hub_{std::make_shared<Hub>(std::move(options), std::move(deliver),
                                     std::move(on_coverage))} {}

    std::shared_ptr<Session> serve(std::unique_ptr<Channel> client,
                                   std::uint64_t connection) override {
        return std::make_shared<Relay>(hub_, std::move(client), connection);
    }
    void drain() override { hub_->is_draining = true; }
    void fall_silent() override {
        hub_->deliver = [](const http::Sighting&) { return false; };
        hub_->unseen.fall_silent();
    }
    Result<void> reload() override {
        auto loaded = hub_->legacy.reload();
        if (loaded) return loaded;
        return std::unexpected{Error{fmt::format("legacy: {}", loaded.error().message)}};
    }

private:
    std::shared_ptr<Hub> hub_;
};

}  // namespace

std::unique_ptr<Front> make_proxy(asio::io_context& io, ProxyOptions options,
                                  std::function<bool(http::Sighting)> deliver,
                                  std::function<void(const Coverage&)> on_coverage) {
    const auto listen = options.listen;
    return std::make_unique<Front>(
        io, listen,
        std::make_shared<Proxy>(std::move(options), std::move(deliver), std::move(on_coverage)));
}

}  // namespace shadowdiff::mirror
