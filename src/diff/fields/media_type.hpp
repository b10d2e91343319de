// SPDX-License-Identifier: Apache-2.0
// Content-Type values in one spelling (RFC 9110, section 8.3.1).
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::diff {

/// Type and parameter names in lower case, parameters sorted, quotes where they must be; without
/// charset=utf-8 where the type is JSON, which is always UTF-8 (RFC 8259, section 8.1). `but`: the
/// name of a parameter to leave out.
std::string canonical_media_type(std::string_view value, std::string_view but = {});

}  // namespace shadowdiff::diff
