// SPDX-License-Identifier: Apache-2.0
// What a leg's answer repeats of the words that we put into its request: it would be a difference
// of our own making, so it is taken out before anything is compared. Pure.
#pragma once

#include "http/message.hpp"

#include <cstddef>
#include <string>

namespace shadowdiff::mirror {

/// Our words, and the client's in their place. Empty: none of ours.
struct OurWords {
    std::string mark;
    std::string span_id, client_span_id;
    std::string host, client_host;
};

/// In how many places of fields and body (when it is here whole; under codings, when it is short).
/// The mark goes with the field, the line or the JSON member that carries it.
std::size_t take_out_echoes(http::Response& response, const OurWords& words);

}  // namespace shadowdiff::mirror
