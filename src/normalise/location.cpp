// SPDX-License-Identifier: Apache-2.0
#include "normalise/location.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace shadowdiff::normalise {
namespace {

std::string_view without_default_port(std::string_view authority) {
    for (const std::string_view port : {":80", ":443"}) {
        if (authority.ends_with(port)) authority.remove_suffix(port.size());
    }
    return authority;
}

bool is_same_host(std::string_view one, std::string_view other) {
    return ascii::lower_case(without_default_port(one)) ==
           ascii::lower_case(without_default_port(other));
}

/// The path up to its last slash.
std::string_view folder_of(std::string_view target) {
    const auto path = target.substr(0, target.find_first_of("?#"));
    return path.substr(0, path.rfind('/') == path.npos ? 0 : path.rfind('/') + 1);
}

}  // namespace

std::string resolved_location(std::string_view reference, std::string_view host,
                              std::string_view target) {
    const auto lower = ascii::lower_case(reference.substr(0, 8));
    const bool has_scheme = lower.starts_with("http://") || lower.starts_with("https://");
    if (has_scheme || reference.starts_with("//")) {
        const auto start = reference.find("//") + 2;
        const auto end = std::min(reference.find_first_of("/?#", start), reference.size());
        const auto authority = reference.substr(start, end - start);
        if (host.empty() || !is_same_host(authority, host)) return std::string{reference};
        const auto path = reference.substr(end);
        return path.starts_with('/') ? std::string{path} : "/" + std::string{path};
    }
    if (reference.empty() || reference.starts_with('/')) return std::string{reference};
    if (reference.starts_with('?')) {
        return std::string{target.substr(0, target.find_first_of("?#"))}.append(reference);
    }
    // Another scheme, or a fragment, stands for itself.
    if (reference.starts_with('#') || reference.find(':') < reference.find('/')) {
        return std::string{reference};
    }
    return std::string{folder_of(target)}.append(reference);
}

}  // namespace shadowdiff::normalise
