// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/unmirrored_writes.hpp"

#include "pipeline/stages/resource_path.hpp"

#include <algorithm>

namespace shadowdiff::pipeline {
namespace {

bool is_there(const http::Response& response) { return response.status / 100 == 2; }

bool is_gone(const http::Response& response) {
    return response.status == 404 || response.status == 410;
}

}  // namespace

// Of the root everything is a part, so that a write to it would explain too much.
void UnmirroredWrites::add(const http::Request& write) {
    if (http::path_of(write.target).find_first_not_of('/') == std::string_view::npos) return;
    Write one{std::string{http::value_of(write.headers, "Host").value_or("")},
              std::string{http::path_of(write.target)}, write.method == "DELETE"};
    if (std::ranges::find(writes_, one) != writes_.end()) return;
    if (writes_.size() >= writes_max) writes_.pop_front();
    writes_.push_back(std::move(one));
}

bool UnmirroredWrites::explain(const http::Exchange& exchange) const {
    if (writes_.empty()) return false;
    const auto* legacy = http::find_answer(exchange, http::Leg::legacy);
    const auto* candidate = http::find_answer(exchange, http::Leg::candidate);
    const auto* one = legacy ? legacy->response() : nullptr;
    const auto* other = candidate ? candidate->response() : nullptr;
    if (!one || !other) return false;
    const bool is_of_legacy_only = is_there(*one) && is_gone(*other);
    const bool is_of_candidate_only = is_gone(*one) && is_there(*other);
    if (!is_of_legacy_only && !is_of_candidate_only) return false;
    const auto host = http::value_of(exchange.request.headers, "Host").value_or("");
    const auto path = http::path_of(exchange.request.target);
    return std::ranges::any_of(writes_, [&](const Write& write) {
        return write.host == host && write.is_delete == is_of_candidate_only &&
               is_part_of(path, write.path);
    });
}

}  // namespace shadowdiff::pipeline
