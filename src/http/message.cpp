// SPDX-License-Identifier: Apache-2.0
#include "http/message.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::http {
namespace {

struct Extent {
    std::size_t begin, end;
};

std::optional<Extent> authority_in(std::string_view target) {
    if (target.starts_with('/')) return std::nullopt;  // nearly always
    const auto scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    if (target.find_first_of("/?#") < scheme_end) return std::nullopt;
    const auto begin = scheme_end + 3;
    return Extent{begin, std::min(target.find_first_of("/?#", begin), target.size())};
}

}  // namespace

bool is_same(const Body& one, const Body& other) {
    return one.length == other.length && one.digest == other.digest &&
           one.bytes.size() == other.bytes.size() && one.decoded == other.decoded &&
           one.sha256 == other.sha256;
}

bool is_same(const Response& one, const Response& other) {
    return one.status == other.status && is_same(one.body, other.body) &&
           one.headers == other.headers && one.trailers == other.trailers &&
           one.version == other.version && one.reason_phrase == other.reason_phrase;
}

bool is_safe_method(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

std::optional<std::string_view> authority_of(std::string_view target) {
    const auto found = authority_in(target);
    if (!found) return std::nullopt;
    return target.substr(found->begin, found->end - found->begin);
}

std::string_view without_origin(std::string_view target) {
    const auto found = authority_in(target);
    return found ? target.substr(found->end) : target;
}

std::string_view path_of(std::string_view target) {
    const auto local = without_origin(target);
    const auto path = local.substr(0, std::min(local.find('?'), local.find('#')));
    return path.empty() ? std::string_view{"/"} : path;
}

std::optional<std::string_view> query_of(std::string_view target) {
    const auto local = target.substr(0, target.find('#'));
    const auto question = local.find('?');
    if (question == std::string_view::npos) return std::nullopt;
    return local.substr(question + 1);
}

Body make_body(Bytes bytes) {
    const auto length = bytes.size();
    const auto digest = hash128(bytes);
    return {
        .bytes = std::move(bytes), .length = length, .digest = digest, .decoded = {}, .sha256 = {}};
}

}  // namespace shadowdiff::http
