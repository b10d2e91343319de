// SPDX-License-Identifier: Apache-2.0
// I-Regexp (RFC 9485), as JSONPath's match() and search() take them. Linear in the text (RE2).
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace re2 {
class RE2;
}

namespace shadowdiff::json {

class IRegexp {
public:
    /// What is no regular expression, or too large a one, matches nothing.
    explicit IRegexp(std::string_view pattern);
    ~IRegexp();
    IRegexp(IRegexp&&) noexcept;
    IRegexp& operator=(IRegexp&&) noexcept;

    bool is_valid() const;
    bool matches(std::string_view text) const;  // all of it
    bool is_found_in(std::string_view text) const;

private:
    std::unique_ptr<re2::RE2> pattern_;
};

}  // namespace shadowdiff::json
