// SPDX-License-Identifier: Apache-2.0
// Which share of the requests a run takes: by a stable hash, so that every run and every machine
// takes the same keys, and a larger share holds every smaller one. Pure.
#pragma once

#include "base/result.hpp"
#include "http/exchange.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::mirror {

struct Sampling {
    enum class By : std::uint8_t { request, connection, header, cookie };
    double rate = 1;  // of the keys, from 0 to 1
    By by = By::request;
    std::string name;  // of the header or cookie; a request without it goes by its connection,
                       // which has both ends' addresses for a key, or else its number
    bool operator==(const Sampling&) const = default;
};

/// "10%", "0.5%".
Result<double> parse_rate(std::string_view text);
/// "request", "connection", "header:X-User", "cookie:sid": sets `by` and `name`.
Result<Sampling> parse_sampling_key(std::string_view text);
/// "10 % by cookie:sid"; "all".
std::string to_text(const Sampling& sampling);

bool is_taken(const Sampling& sampling, const http::Exchange& exchange);

}  // namespace shadowdiff::mirror
