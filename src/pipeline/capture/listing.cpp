// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/listing.hpp"

#include "base/digest.hpp"

#include <nlohmann/json.hpp>

namespace shadowdiff::pipeline {
namespace {

Digest256 empty_digest() { return Sha256{}.digest(); }

bool is_cut(Reason reason) { return reason == Reason::gap || reason == Reason::request_incomplete; }

}  // namespace

void Listing::take(const http::WireSighting& sighting) {
    std::visit([this](const auto& one) { on(one); }, sighting);
}

void Listing::on(const http::RequestSeen& seen) {
    in_order_[seen.connection].push_back(seen.id);
    entries_[seen.id].request = seen;
}

void Listing::on(const http::WireAnswer& answer) {
    auto& entry = entries_[answer.id];
    entry.status = answer.status;
    entry.is_complete = true;
    entry.body_length = answer.body.length;
    entry.body_sha256 = to_hex(answer.body.sha256.value_or(empty_digest()));
    settle(answer.id, entry);
}

void Listing::on(const http::AnswerSeen& seen) {
    auto& entry = entries_[seen.id];
    if (const auto status = seen.answer.failure()->status; status != 0) entry.status = status;
    settle(seen.id, entry);
}

void Listing::on(const http::Lost& lost) {
    auto& entry = entries_[lost.id];
    if (lost.status != 0) entry.status = lost.status;
    entry.is_cut = is_cut(lost.reason) && !entry.status;
    // The answer that leaves HTTP/1 is a head and nothing else: it was seen in whole.
    if (lost.reason == Reason::upgrade && entry.status) {
        entry.is_complete = true;
        entry.body_length = 0;
        entry.body_sha256 = to_hex(empty_digest());
    }
    settle(lost.id, entry);
}

void Listing::settle(const http::ExchangeId& id, Entry& entry) {
    entry.is_settled = true;
    const auto waiting = in_order_.find(entry.request.connection);
    if (waiting == in_order_.end() || waiting->second.front() != id) return;
    auto& ids = waiting->second;
    while (!ids.empty()) {
        const auto first = entries_.find(ids.front());
        if (!first->second.is_settled) return;
        tell(first->second);
        entries_.erase(first);
        ids.pop_front();
    }
    in_order_.erase(waiting);
}

void Listing::tell(const Entry& entry) {
    if (entry.is_cut) {
        ++cut_requests_;
        return;
    }
    on_line_(line(entry));
    ++exchanges_;
}

std::string Listing::line(const Entry& entry) {
    nlohmann::ordered_json json;
    json["client"] = to_text(entry.request.client, true);
    json["server"] = to_text(entry.request.server, true);
    json["method"] = entry.request.method;
    json["uri"] = entry.request.target;
    json["status"] = nullptr;
    if (entry.status) json["status"] = *entry.status;
    json["complete"] = entry.is_complete;
    json["body_len"] = nullptr;
    json["body_sha256"] = nullptr;
    if (entry.body_length) {
        json["body_len"] = *entry.body_length;
        json["body_sha256"] = entry.body_sha256;
    }
    // A target may hold any bytes; those that are no UTF-8 are shown as U+FFFD.
    return json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace shadowdiff::pipeline
