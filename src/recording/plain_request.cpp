// SPDX-License-Identifier: Apache-2.0
#include "recording/plain_request.hpp"

#include "http/exchange_id.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::recording {

http::Exchange nth_exchange(const ReaderOptions& options, std::uint64_t ordinal) {
    http::Exchange exchange;
    exchange.connection = ordinal + 1;
    exchange.id = http::exchange_id(options.seed, exchange.connection, 0);
    return exchange;
}

bool has_spaces(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

void set_url(http::Request& request, std::string_view url, std::string_view fallback) {
    auto host = fallback;
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos && scheme < url.find_first_of("/?#")) {
        url.remove_prefix(scheme + 3);
        const auto end = std::min(url.find_first_of("/?#"), url.size());
        host = url.substr(0, end);
        host.remove_prefix(host.rfind('@') + 1);  // npos + 1: there is none
        url.remove_prefix(end);
    }
    url = url.substr(0, url.find('#'));  // never sent: RFC 9110, section 7.1
    request.target =
        url.starts_with('/') || url == "*" ? std::string{url} : fmt::format("/{}", url);
    if (!host.empty() && !http::value_of(request.headers, "Host")) {
        request.headers.push_front({"Host", host});
    }
}

void set_body(http::Fields& headers, http::Body& into, Bytes body) {
    into = http::make_body(std::move(body));
    erase_if(headers, [](const http::Field& field) {
        return http::same_name(field.name, "Content-Encoding") ||
               http::same_name(field.name, "Transfer-Encoding");
    });
    if (const auto* length = http::find(headers, "Content-Length")) {
        headers.set_value(*length, fmt::format("{}", into.length));
    } else if (into.length > 0) {
        headers.push_back({"Content-Length", fmt::format("{}", into.length)});
    }
}

}  // namespace shadowdiff::recording
