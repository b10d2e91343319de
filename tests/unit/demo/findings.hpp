// SPDX-License-Identifier: Apache-2.0
// What differs between two answers of the demonstration, named as the product names it, but found
// by a comparison of its own.
#pragma once

#include "fixtures/demo/answer.hpp"
#include "fixtures/demo/plan.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <string_view>

namespace shadowdiff::demo {

struct Finding {
    std::string route;
    std::string pattern;
    std::string kind;
    auto operator<=>(const Finding&) const = default;
};
using Findings = std::set<Finding>;

std::string to_text(const Findings& findings);

/// The body without its content coding.
std::string plain_body(const Answer& answer);
nlohmann::json json_body(const Answer& answer);
/// The first field of that name, or "".
std::string field_of(const Answer& answer, std::string_view name);

/// All digits of a path segment as {id}.
std::string route_of(const Request& request);
Request to_request(const TrafficRequest& planned);

Findings compare(const Request& request, const Answer& legacy, const Answer& candidate);

/// Where legacy differs from itself.
const Findings& noise_findings();
Findings without_noise(Findings findings);

}  // namespace shadowdiff::demo
