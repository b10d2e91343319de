// SPDX-License-Identifier: Apache-2.0
#include "pipeline/survey/survey.hpp"

#include "mirror/request/mark.hpp"
#include "pipeline/recorded/recorded_join.hpp"

namespace shadowdiff::pipeline {

void Survey::add(const RecordedExchange& recorded) {
    const auto& exchange = *recorded.exchange;
    const auto& request = exchange.request;
    if (!recorded.is_request_whole || http::find(request.headers, mirror::mark_header)) return;
    ++requests_;
    if (join_key(request).has_request_id) ++with_request_id_;
    if (exchange.server.port != 0) ++ports_[exchange.server.port];
    if (!http::is_safe_method(request.method) &&
        (unsafe_methods_.size() < methods_max || unsafe_methods_.contains(request.method))) {
        ++unsafe_methods_[request.method];
    }
    router_.route(request.method, http::value_of(request.headers, "Host").value_or(""),
                  request.target);
    const auto* legacy = http::find_answer(exchange, http::Leg::legacy);
    if (legacy && legacy->response()) router_.learn(request.target, *legacy->response());
}

}  // namespace shadowdiff::pipeline
