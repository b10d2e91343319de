// SPDX-License-Identifier: Apache-2.0
// What is wrong in a file that a person wrote, and where.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::config {

struct Place {
    std::string file;
    std::uint32_t line = 0;  // from 1
    std::uint32_t column = 0;
    auto operator<=>(const Place&) const = default;
};

enum class Gravity : std::uint8_t { warning, error };

struct Fault {
    Place at;
    std::string what;
    Gravity gravity = Gravity::error;
    bool operator==(const Fault&) const = default;
};

/// "shadowdiff.toml:3:5: unknown key …", and "…: warning: …".
std::string to_text(const Fault& fault);

/// One line for each, once, in the order of the files' names and places.
std::string to_text(std::vector<Fault> faults);

bool has_errors(const std::vector<Fault>& faults);

}  // namespace shadowdiff::config
