// SPDX-License-Identifier: Apache-2.0
#include "diff/fields/same_url.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::diff {

namespace {

constexpr std::size_t url_bytes_max = 8'192;  // longer than servers take

struct Url {
    std::string origin;  // "" of a path
    std::string path;
    std::vector<std::string> query;  // sorted by name; those of one name in their order
    std::string fragment;
    bool operator==(const Url&) const = default;
};

std::string with_small_escapes(std::string_view text) {
    std::string out{text};
    for (std::size_t i = 0; i + 2 < out.size(); ++i) {
        if (out[i] != '%' || !ascii::is_hex_digit(out[i + 1]) || !ascii::is_hex_digit(out[i + 2])) {
            continue;
        }
        out[i + 1] = ascii::to_lower(out[i + 1]);
        out[i + 2] = ascii::to_lower(out[i + 2]);
    }
    return out;
}

std::vector<std::string> parameters(std::string_view query) {
    std::vector<std::string> found;
    while (!query.empty()) {
        const auto end = query.find('&');
        found.push_back(with_small_escapes(query.substr(0, end)));
        query.remove_prefix(end == query.npos ? query.size() : end + 1);
    }
    // Those of one name keep their order: it may be that of a list.
    const auto name_of = [](const std::string& one) { return one.substr(0, one.find('=')); };
    std::vector<std::size_t> order(found.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair{name_of(found[i]), i}; });
    std::vector<std::string> sorted;
    for (const auto i : order) sorted.push_back(std::move(found[i]));
    return sorted;
}

std::optional<Url> parse(std::string_view text) {
    const bool may_be_one = text.starts_with('/') || text.starts_with('h') || text.starts_with('H');
    if (!may_be_one || text.size() > url_bytes_max || text.find_first_of(" \t\r\n") != text.npos) {
        return std::nullopt;
    }
    Url url;
    const auto lower = ascii::lower_case(text.substr(0, 8));
    if (lower.starts_with("http://") || lower.starts_with("https://")) {
        const auto host = text.find("//") + 2;
        const auto end = std::min(text.find_first_of("/?#", host), text.size());
        url.origin = ascii::lower_case(text.substr(0, end));
        text.remove_prefix(end);
    } else if (!text.starts_with('/')) {
        return std::nullopt;
    }
    const auto hash = std::min(text.find('#'), text.size());
    url.fragment = text.substr(hash);
    text = text.substr(0, hash);
    const auto mark = std::min(text.find('?'), text.size());
    url.path = with_small_escapes(text.substr(0, mark));
    if (url.path.empty()) url.path = "/";
    url.query = parameters(text.substr(std::min(mark + 1, text.size())));
    return url;
}

}  // namespace

UrlComparison compare_urls(std::string_view one, std::string_view other) {
    auto first = parse(one);
    auto second = parse(other);
    if (!first || !second) return UrlComparison::different;
    if (*first == *second) return UrlComparison::same;
    const bool both_have_hosts = !first->origin.empty() && !second->origin.empty();
    first->origin = second->origin;
    return both_have_hosts && *first == *second ? UrlComparison::other_host
                                                : UrlComparison::different;
}

std::optional<std::string> canonical_url(std::string_view text) {
    const auto url = parse(text);
    if (!url) return std::nullopt;
    auto canonical = url->origin + url->path;
    for (const auto& parameter : url->query) canonical.append("&").append(parameter);
    return canonical + url->fragment;
}

}  // namespace shadowdiff::diff
