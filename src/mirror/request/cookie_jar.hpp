// SPDX-License-Identifier: Apache-2.0
// Cookies from a file in the Netscape format, as curl and browsers' tools write it. Pure.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::mirror {

struct JarCookie {
    std::string domain;  // lower case, without a leading dot
    bool with_subdomains = false;
    std::string path;
    bool is_secure = false;
    std::string name;
    std::string value;
    bool operator==(const JarCookie&) const = default;
};

/// Those that have not expired at `now`; nothing but expired ones is an Error, as is a line that is
/// no cookie, by its number and never with its value.
Result<std::vector<JarCookie>> parse_cookie_jar(std::string_view text, Timestamp now);

/// The Cookie field's value for a request (RFC 6265, section 5.4): longer paths first. Empty when
/// none of them goes there.
std::string cookies_for(const std::vector<JarCookie>& jar, std::string_view host,
                        std::string_view path, bool is_https);

}  // namespace shadowdiff::mirror
