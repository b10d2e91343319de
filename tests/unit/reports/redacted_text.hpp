// SPDX-License-Identifier: Apache-2.0
// Redacted values of any bytes. A run file may hold what no Redactor of ours would have made, and
// reports must stand it.
#pragma once

#include "redact/redactor.hpp"

#include <string>
#include <utility>

namespace shadowdiff::reports {

// Access checks do not apply to the arguments of an explicit instantiation ([temp.spec.general]):
// the one way to a private member that leaves the product's own door shut.
template <std::string redact::Redacted::* member>
struct TextOfRedacted {
    friend std::string& text_of(redact::Redacted& value) { return value.*member; }
};
std::string& text_of(redact::Redacted& value);
template struct TextOfRedacted<&redact::Redacted::text_>;

inline redact::Redacted redacted(std::string text) {
    redact::Redacted value;
    text_of(value) = std::move(text);
    return value;
}

}  // namespace shadowdiff::reports
