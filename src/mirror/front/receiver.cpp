// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/receiver.hpp"

#include "mirror/front/reception.hpp"

#include <utility>

namespace shadowdiff::mirror {
namespace {

class Receiver : public Service {
public:
    Receiver(ReceiverOptions options, Deliver deliver, OnCoverage on_coverage)
        : desk_{std::make_shared<ReceptionDesk>(std::move(options), std::move(deliver),
                                                std::move(on_coverage))} {}

    std::shared_ptr<Session> serve(std::unique_ptr<Channel> client,
                                   std::uint64_t connection) override {
        return std::make_shared<Reception>(desk_, std::move(client), connection);
    }
    void drain() override { desk_->is_draining = true; }
    void fall_silent() override {
        desk_->deliver = [](const http::Sighting&) { return false; };
        desk_->unseen.fall_silent();
    }
    Result<void> reload() override { return {}; }

private:
    std::shared_ptr<ReceptionDesk> desk_;
};

}  // namespace

std::unique_ptr<Front> make_receiver(asio::io_context& io, ReceiverOptions options,
                                     std::function<bool(http::Sighting)> deliver,
                                     std::function<void(const Coverage&)> on_coverage) {
    const auto listen = options.listen;
    return std::make_unique<Front>(
        io, listen,
        std::make_shared<Receiver>(std::move(options), std::move(deliver), std::move(on_coverage)));
}

}  // namespace shadowdiff::mirror
