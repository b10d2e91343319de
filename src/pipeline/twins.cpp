// SPDX-License-Identifier: Apache-2.0
#include "pipeline/twins.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

// What every request has anew and no answer depends on.
constexpr std::array per_request_fields = {
    std::string_view{"x-request-id"}, std::string_view{"x-correlation-id"},
    std::string_view{"traceparent"},  std::string_view{"tracestate"},
    std::string_view{"x-b3-traceid"}, std::string_view{"x-b3-spanid"}};

bool is_per_request(std::string_view name) {
    return std::ranges::any_of(per_request_fields,
                               [&](auto known) { return http::same_name(known, name); });
}

Hash128 key_of(const http::Request& request) {
    std::string text = request.method + '\n' + request.target + '\n';
    for (const auto& field : request.headers) {
        if (is_per_request(field.name)) continue;
        std::ranges::transform(field.name, std::back_inserter(text), ascii::to_lower);
        text.append(": ").append(field.value).append("\n");
    }
    return hash128(text);
}

/// "/orders" and "/orders/7", in either order.
bool is_part_of(std::string_view path, std::string_view whole) {
    while (whole.ends_with('/')) whole.remove_suffix(1);
    return path.starts_with(whole) && (path.size() == whole.size() || path[whole.size()] == '/');
}

}  // namespace

void Twins::note_write(std::string_view host, std::string_view target, Timestamp at) {
    if (writes_.size() >= limits_.writes_max) {
        forgotten_write_at_ = std::max(forgotten_write_at_, writes_.front().at);
        writes_.pop_front();
    }
    writes_.push_back({std::string{host}, std::string{http::path_of(target)}, at});
}

bool Twins::is_written_between(const http::Exchange& exchange, Timestamp one,
                               Timestamp other) const {
    const auto begin = std::min(one, other) - limits_.write_reach;
    const auto end = std::max(one, other) + limits_.write_reach;
    if (forgotten_write_at_ >= begin) return true;
    const auto host = http::value_of(exchange.request.headers, "Host").value_or("");
    const auto path = http::path_of(exchange.request.target);
    return std::ranges::any_of(writes_, [&](const Write& write) {
        return write.at >= begin && write.at <= end && write.host == host &&
               (is_part_of(path, write.path) || is_part_of(write.path, path));
    });
}

bool Twins::is_written_since(const http::Exchange& exchange) const {
    return is_written_between(exchange, exchange.seen_at, Timestamp::max() - limits_.write_reach);
}

std::shared_ptr<const http::Response> Twins::meet(const http::Exchange& exchange) {
    const auto* legacy = http::find_answer(exchange, http::Leg::legacy);
    const auto* answer = legacy ? legacy->response() : nullptr;
    if (!answer || exchange.pairing != http::Pairing::exact || exchange.request.body.length > 0 ||
        !http::is_safe_method(exchange.request.method)) {
        return nullptr;
    }
    const auto key = key_of(exchange.request);
    const auto found = answers_.find(key);
    std::shared_ptr<const http::Response> twin;
    if (found != answers_.end()) {
        const auto apart = exchange.seen_at > found->second.at
                               ? exchange.seen_at - found->second.at
                               : found->second.at - exchange.seen_at;
        if (apart <= limits_.apart_max &&
            !is_written_between(exchange, found->second.at, exchange.seen_at)) {
            twin = found->second.answer;
        }
    }
    remember(key, exchange.seen_at, *answer);
    return twin;
}

void Twins::remember(const Hash128& key, Timestamp at, const http::Response& answer) {
    const auto bytes = answer.body.bytes.size();
    if (bytes > limits_.body_bytes_max || !answer.body.is_whole()) return;
    while (!by_age_.empty() && (by_age_.size() >= limits_.answers_max ||
                                answers_bytes_ + bytes > limits_.answers_bytes_max)) {
        forget_oldest();
    }
    auto kept = std::make_shared<const http::Response>(answer);
    answers_.insert_or_assign(key, Remembered{at, kept});
    by_age_.emplace_back(key, std::move(kept));
    answers_bytes_ += bytes;
}

void Twins::forget_oldest() {
    const auto& [key, answer] = by_age_.front();
    answers_bytes_ -= answer->body.bytes.size();
    const auto found = answers_.find(key);
    if (found != answers_.end() && found->second.answer == answer) answers_.erase(found);
    by_age_.pop_front();
}

}  // namespace shadowdiff::pipeline
