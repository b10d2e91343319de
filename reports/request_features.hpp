// SPDX-License-Identifier: Apache-2.0
// What a stored request has that others may not: its query's pairs, its header fields, its size.
#pragma once

#include "judge/contrast.hpp"
#include "store/rows.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

judge::Features features_of(const store::ExchangeRow& exchange);

/// An exchange that was judged and kept whole.
struct KeptRequest {
    judge::Features features;
    std::set<std::string> findings;  // fingerprints
};
KeptRequest kept_request(const store::ExchangeRow& exchange);

/// "19 of 20 kept that show it have query locale=tr; 1 of 20 kept without a finding have it": what
/// tells the requests that show a finding (or the beginning of its fingerprint) from the others of
/// their route, whatever verdict those have; "" where nothing does.
std::string in_common_sentence(std::string_view fingerprint,
                               const std::vector<KeptRequest>& of_the_route);

}  // namespace shadowdiff::reports
