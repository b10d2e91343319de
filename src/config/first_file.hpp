// SPDX-License-Identifier: Apache-2.0
// The text of a first shadowdiff.toml: what is known is set, what is advice stands as a comment
// that can be uncommented. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::config {

struct Counted {
    std::string name;
    std::uint64_t requests = 0;
};

struct FirstFile {
    std::string source;     // what was looked at: "openapi.yaml", "interface eth0"
    std::string candidate;  // its URL, or ""
    std::string openapi;    // the file, or ""
    std::uint64_t requests = 0;
    bool has_request_ids = false;      // all of the requests
    std::vector<std::uint16_t> ports;  // the busiest first
    std::vector<Counted> routes;       // likewise; as parse_template takes them
    std::vector<Counted> unsafe_methods;
};

std::string to_toml(const FirstFile& file);

}  // namespace shadowdiff::config
