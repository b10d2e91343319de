// SPDX-License-Identifier: Apache-2.0
// The smallest request that still shows a difference: parts are taken out for as long as it stays.
// Pure: somebody else asks.
#pragma once

#include "http/message.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {

struct SmallestRequest {
    http::Request request;
    std::vector<std::string> taken_out;  // "query a=1", "header Accept", in the request's order
    std::uint64_t asked = 0;
};

/// Takes out query parameters and header fields but Host, many at once where that is possible
/// (delta debugging). `still_differs` is asked `asks_max` times at most, and of the whole request
/// not at all.
SmallestRequest smallest_request(const http::Request& whole,
                                 const std::function<bool(const http::Request&)>& still_differs,
                                 std::uint64_t asks_max = 200);

}  // namespace shadowdiff::pipeline
