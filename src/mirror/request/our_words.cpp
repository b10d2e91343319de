// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/our_words.hpp"

#include "base/hash.hpp"
#include "mirror/request/request_host.hpp"
#include "mirror/request/trace_context.hpp"

#include <cstdint>
#include <optional>

namespace shadowdiff::mirror {

OurWords our_words(const Errand& errand, const std::string& run_mark, const RewriteRules& rewrite) {
    OurWords words;
    words.mark = run_mark;
    const auto& headers = errand.request->headers;
    if (!rewrite.host.empty()) {
        words.host = rewrite.host;
        words.client_host = asked_host(*errand.request);
    }
    const auto traceparent = http::value_of(headers, traceparent_header);
    const auto client_span_id = traceparent ? span_id_of(*traceparent) : std::nullopt;
    if (!run_mark.empty() && client_span_id) {
        const std::uint64_t leg_and_attempt =
            errand.attempt * 4 + static_cast<unsigned>(errand.leg);
        words.span_id = span_id(hash128(run_mark, errand.id.low ^ leg_and_attempt).low);
        words.client_span_id = *client_span_id;
    }
    return words;
}

}  // namespace shadowdiff::mirror
