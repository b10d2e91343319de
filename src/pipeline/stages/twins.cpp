// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/twins.hpp"

#include "base/ascii.hpp"
#include "pipeline/stages/packed_response.hpp"
#include "pipeline/stages/resource_path.hpp"

#include <fmt/format.h>

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
    const char first = name.empty() ? ' ' : ascii::to_lower(name[0]);
    return (first == 'x' || first == 't') &&
           std::ranges::any_of(per_request_fields,
                               [&](std::string_view one) { return http::same_name(one, name); });
}

// Whoever asks the same again spells it as before.
Hash128 key_of(const http::Request& request) {
    fmt::memory_buffer text;
    const auto append = [&text](std::string_view part) {
        text.append(part);
        text.push_back('\n');
    };
    append(request.method);
    append(request.target);
    for (const auto& [name, value] : request.headers) {
        if (is_per_request(name)) continue;
        append(name);
        append(value);
    }
    return hash128({text.data(), text.size()});
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
    const auto found = numbers_.find(key);
    std::shared_ptr<const http::Response> twin;
    std::size_t pairs = 0;
    if (found != numbers_.end()) {
        const auto& before = place_of(found->second);
        const auto apart = exchange.seen_at > before.at ? exchange.seen_at - before.at
                                                        : before.at - exchange.seen_at;
        pairs = before.pairs;
        if (pairs >= limits_.frequent_pairs_max && apart < limits_.seldom) return nullptr;
        if (apart <= limits_.apart_max &&
            !is_written_between(exchange, before.at, exchange.seen_at)) {
            twin = answer_in(before);
        }
    }
    if (twin) ++pairs;
    if (answer->body.bytes.size() <= limits_.body_bytes_max && answer->body.is_whole()) {
        remember(key, exchange, *legacy, pairs);
    }
    return twin;
}

std::shared_ptr<const http::Response> Twins::answer_in(const Remembered& remembered) const {
    if (remembered.answer) return remembered.answer;
    return std::make_shared<const http::Response>(unpacked(remembered.packed));
}

void Twins::remember(const Hash128& key, const http::Exchange& exchange, const http::Answer& answer,
                     std::size_t pairs) {
    const auto& response = *answer.response();
    const auto bytes = response.body.bytes.size();
    while (oldest_ < next_ && (next_ - oldest_ >= limits_.answers_max ||
                               answers_bytes_ + bytes > limits_.answers_bytes_max)) {
        forget_oldest();
    }
    if (places_.size() < limits_.answers_max) places_.resize(next_ + 1);
    auto& place = place_of(next_);
    place.key = key;
    place.at = exchange.seen_at;
    place.pairs = pairs;
    place.bytes = bytes;
    if (packed_size(response) <= limits_.packed_bytes_max) {
        pack(response, place.packed);
    } else {
        place.answer = answer.outcome.shared_response();
    }
    numbers_[key] = next_++;
    answers_bytes_ += bytes;
}

// What it was packed in is for the one that takes its place.
void Twins::forget_oldest() {
    auto& place = place_of(oldest_);
    answers_bytes_ -= place.bytes;
    place.answer.reset();
    const auto found = numbers_.find(place.key);
    if (found != numbers_.end() && found->second == oldest_) numbers_.erase(found);
    ++oldest_;
}

}  // namespace shadowdiff::pipeline
