// SPDX-License-Identifier: Apache-2.0
// Measurements -> findings: each says that something is well, or what to do. Pure.
#pragma once

#include "capture/interface_state.hpp"
#include "pipeline/capture/measure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {

enum class Health : std::uint8_t { ok, warning, fault };

struct Finding {
    Health health = Health::ok;
    std::string subject;  // one word: "offloads"
    std::string text;     // may hold bytes of others: make it printable before it is shown
    bool operator==(const Finding&) const = default;
};

/// Before anything was captured. `refusal`: why the capture cannot be opened, if it cannot.
std::vector<Finding> findings_of(const capture::InterfaceState& state,
                                 const std::optional<Error>& refusal);

/// Of what was captured. `state` is of the interface; nothing for a file.
std::vector<Finding> findings_of(const Measurements& measured,
                                 const std::optional<capture::InterfaceState>& state);

bool has_fault(const std::vector<Finding>& findings);

/// "FAIL  tls         …", one printable line.
std::string to_line(const Finding& finding);

}  // namespace shadowdiff::pipeline
