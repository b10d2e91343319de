// SPDX-License-Identifier: Apache-2.0
#include "http/message.hpp"

#include "http/list_member.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The end of the list member at the front: the next comma outside a quoted string.
std::size_t member_end(std::string_view list) {
    bool quoted = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i] == '"') quoted = !quoted;
        if (list[i] == '\\' && quoted)
            ++i;
        else if (list[i] == ',' && !quoted)
            return i;
    }
    return list.size();
}

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

bool same_name(std::string_view one, std::string_view other) {
    if (one.size() != other.size()) return false;
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (one[i] != other[i] && lower(one[i]) != lower(other[i])) return false;
    }
    return true;
}

const Field* find(const Fields& fields, std::string_view name) {
    const auto found =
        std::ranges::find_if(fields, [&](const Field& f) { return same_name(f.name, name); });
    return found == fields.end() ? nullptr : &*found;
}

std::optional<std::string_view> value_of(const Fields& fields, std::string_view name) {
    const auto* field = find(fields, name);
    if (!field) return std::nullopt;
    return field->value;
}

std::vector<std::string_view> list_members(const Fields& fields, std::string_view name) {
    std::vector<std::string_view> members;
    for (const auto& field : fields) {
        if (!same_name(field.name, name)) continue;
        std::string_view rest = field.value;
        for (auto member = take_member(rest); !member.empty(); member = take_member(rest)) {
            members.push_back(member);
        }
    }
    return members;
}

std::string_view take_member(std::string_view& list) {
    while (!list.empty()) {
        const auto end = member_end(list);
        const auto member = trimmed(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        if (!member.empty()) return member;
    }
    return {};
}

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
