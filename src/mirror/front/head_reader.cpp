// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/head_reader.hpp"

#include "mirror/front/refusal.hpp"
#include "mirror/request/request_host.hpp"

#include <utility>

namespace shadowdiff::mirror {

asio::awaitable<std::optional<http::RequestHead>> HeadReader::read(const bool& is_draining) {
    std::optional<SteadyTime> head_by;
    while (true) {
        auto event = requests_.next(client_.unread());
        if (auto* head = std::get_if<http::RequestHead>(&event)) {
            settle_host(head->request);
            co_return std::move(*head);
        }
        if (auto* malformed = std::get_if<http::Malformed>(&event)) {
            unseen_.add(Blind::refused_requests);
            co_await refuse(std::string{malformed->rule});
            co_return std::nullopt;
        }
        is_idle_ = requests_.is_between_messages();
        if (is_idle_ && is_draining) co_return std::nullopt;
        if (!is_idle_ && !head_by) head_by = SteadyClock::now() + limits_.client_head_max;
        const auto by = head_by.value_or(SteadyClock::now() + limits_.client_idle_max);
        const auto error = co_await client_.read(by);
        const bool had_begun = !std::exchange(is_idle_, false);
        if (error && had_begun) unseen_.add(Blind::unfinished_requests);
        if (error) co_return std::nullopt;
    }
}

asio::awaitable<void> HeadReader::refuse(std::string rule) {
    const auto answer = refusal(400, rule, "");
    co_await client_.write(answer, SteadyClock::now() + limits_.client_head_max);
}

}  // namespace shadowdiff::mirror
