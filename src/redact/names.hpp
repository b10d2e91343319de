// SPDX-License-Identifier: Apache-2.0
// Which names say that their value is a credential.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::redact {

inline constexpr std::size_t name_bytes_max = 256;  // longer names are content

/// Names compare without case, '-', '_', '.', spaces and brackets: "api_key", "X-Api-Key" and
/// "user[apiKey]" end in the same word.
class Names {
public:
    /// Fields are names, or paths into a JSON body: "tax_id", "$.customer.iban".
    Names(const std::vector<std::string>& headers, const std::vector<std::string>& fields);

    /// Of a header field.
    bool is_secret_header(std::string_view name) const;
    /// Of a query or form parameter, a JSON member, an XML element.
    bool is_secret_field(std::string_view name) const;
    /// The same in a text whose structure is not known: also the last name of a declared path.
    bool is_secret_word(std::string_view name) const;

    /// Some paths were declared, so that is_secret_path() is worth asking.
    bool has_paths() const { return !paths_.empty(); }
    /// Of the names that lead to a member, without indices: at or below a declared path.
    bool is_secret_path(std::span<const std::string> names) const;

private:
    std::vector<std::string> headers_;
    std::vector<std::string> fields_;
    std::vector<std::string> last_names_;          // of the paths
    std::vector<std::vector<std::string>> paths_;  // without "$"
};

}  // namespace shadowdiff::redact
