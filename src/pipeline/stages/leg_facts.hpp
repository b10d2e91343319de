// SPDX-License-Identifier: Apache-2.0
// What asking a leg took, as facts of the run: "candidate_connections", "secondary_echoes", ….
#pragma once

#include "http/exchange.hpp"
#include "mirror/mirror.hpp"

#include <map>
#include <string>

namespace shadowdiff::pipeline {

/// Those above zero; docs/schema.md tells what each counts.
std::map<std::string, std::string> leg_facts(http::Leg leg, const mirror::LegCounters& counters);

}  // namespace shadowdiff::pipeline
