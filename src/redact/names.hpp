// SPDX-License-Identifier: Apache-2.0
// Which names say that their value is a credential.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::redact {

/// Names compare without case, '-', '_', '.', spaces and brackets: "api_key", "X-Api-Key" and
/// "user[apiKey]" end in the same word.
class Names {
public:
    Names(const std::vector<std::string>& headers, const std::vector<std::string>& fields);

    /// Of a header field.
    bool is_secret_header(std::string_view name) const;
    /// Of a query or form parameter, a JSON member, an XML element.
    bool is_secret_field(std::string_view name) const;

private:
    std::vector<std::string> headers_;
    std::vector<std::string> fields_;
};

}  // namespace shadowdiff::redact
