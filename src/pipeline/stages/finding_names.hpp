// SPDX-License-Identifier: Apache-2.0
// How findings are named in rows: the pattern without secrets, and the fingerprint. A run has few
// findings and many exchanges that show them, so what was worked out is remembered.
#pragma once

#include "diff/difference.hpp"
#include "redact/redactor.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace shadowdiff::pipeline {

struct FindingName {
    std::string pattern;      // redacted: a name can be a secret, too
    std::string fingerprint;  // of route, pattern and kind
};

class FindingNames {
public:
    /// `redactor` is the run's, the same for every call. The name stays until the next call.
    const FindingName& of(std::string_view route, const diff::Difference& difference,
                          const redact::Redactor& redactor);

private:
    std::unordered_map<std::string, FindingName> known_;  // by route, pattern as it was, kind
    std::string key_;                                     // of the call, kept for its memory
};

}  // namespace shadowdiff::pipeline
