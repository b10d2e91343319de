// SPDX-License-Identifier: Apache-2.0
// One connection of a mesh to the receiver: its copies, one after the other.
#pragma once

#include "http/body_builder.hpp"
#include "http/parser.hpp"
#include "mirror/front/head_reader.hpp"
#include "mirror/front/observation.hpp"
#include "mirror/front/receiver.hpp"
#include "mirror/front/service.hpp"
#include "mirror/front/unseen.hpp"
#include "mirror/wire/channel.hpp"

#include <cstdint>
#include <memory>

namespace shadowdiff::mirror {

/// What the receptions of one receiver share.
struct ReceptionDesk {
    ReceptionDesk(ReceiverOptions of, Deliver to, OnCoverage on_coverage)
        : options{std::move(of)},
          deliver{std::move(to)},
          unseen{std::move(on_coverage)},
          kept{options.http.kept_total_max} {}

    ReceiverOptions options;
    Deliver deliver;  // may be called until the io_context ends
    Unseen unseen;
    http::KeptBytes kept;
    std::uint64_t copies = 0;
    bool is_draining = false;
};

class Reception : public Session {
public:
    Reception(std::shared_ptr<ReceptionDesk> desk, std::unique_ptr<Channel> client,
              std::uint64_t connection);

    asio::awaitable<void> run() override;
    void end_if_idle() override;
    void stop() override;
    bool end_if_left() override;

private:
    asio::awaitable<void> take_all();
    /// True when the connection can carry another copy.
    asio::awaitable<bool> take(http::RequestHead head);
    /// False when it never became whole.
    asio::awaitable<bool> take_body(Observation& observation);
    asio::awaitable<ErrorCode> write(Bytes answer);

    std::shared_ptr<ReceptionDesk> desk_;
    Between between_;
    std::unique_ptr<Channel> client_;
    http::Parser requests_;
    HeadReader heads_;
};

}  // namespace shadowdiff::mirror
