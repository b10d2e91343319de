// SPDX-License-Identifier: Apache-2.0
// Runs what we print through a real /bin/sh, with a curl that only writes down what it was given.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

/// What the shell wrote to stdout.
std::string run_shell(std::string_view script);

struct CurlCall {
    std::vector<std::string> arguments;
    std::string standard_input;  // when --data-binary @- asks for it
    /// The words after each `option`.
    std::vector<std::string> values_of(std::string_view option) const;
};

/// The one call of curl that the command makes. Fails the test if it makes another number, writes
/// anything else, or leaves a file behind.
CurlCall run_curl(std::string_view command, std::string_view variables = "");

}  // namespace shadowdiff::reports
