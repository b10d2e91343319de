// SPDX-License-Identifier: Apache-2.0
#include "routes/operation.hpp"

#include "base/ascii.hpp"
#include "json/document.hpp"

#include <algorithm>

namespace shadowdiff::routes {
namespace {

constexpr std::size_t body_bytes_max = 256 << 10;  // a longer one is not looked into
constexpr std::size_t name_bytes_max = 96;

bool is_name(std::string_view text, std::string_view besides) {
    return !text.empty() && text.size() <= name_bytes_max && std::ranges::all_of(text, [&](char c) {
        return ascii::is_alphanumeric(c) || besides.contains(c);
    });
}

bool contains_word(std::string_view text, std::string_view word) {
    return !std::ranges::search(text, word, {}, ascii::to_lower).empty();
}

/// The value of a string member of the root object.
std::optional<std::string> member(const json::Document& document, std::string_view name) {
    const auto& nodes = document.nodes();
    if (nodes[0].type != json::Type::object) return std::nullopt;
    for (std::uint32_t key = 1; key < nodes[0].next; key = nodes[key + 1].next) {
        if (nodes[key + 1].type != json::Type::string) continue;
        if (document.string_value(nodes[key]) == name) return document.string_value(nodes[key + 1]);
    }
    return std::nullopt;
}

/// "query GetUser($id: ID!) {…}" -> "GetUser"; what has no name is named by its type.
std::string operation_in(std::string_view query) {
    while (!query.empty()) {
        query = ascii::trimmed(query);
        if (!query.starts_with('#')) break;
        query.remove_prefix(std::min(query.find('\n'), query.size()));
    }
    for (const std::string_view type : {"query", "mutation", "subscription"}) {
        if (!query.starts_with(type)) continue;
        query = ascii::trimmed(query.substr(type.size()));
        const auto end = std::ranges::find_if_not(
            query, [](char c) { return ascii::is_alphanumeric(c) || c == '_'; });
        const auto name = query.substr(0, static_cast<std::size_t>(end - query.begin()));
        return std::string{is_name(name, "_") ? name : type};
    }
    return "query";
}

std::string graphql_operation(const json::Document& document) {
    const auto name = member(document, "operationName");
    if (name && is_name(*name, "_")) return *name;
    return operation_in(member(document, "query").value_or(""));
}

std::optional<std::string> operation_in_query(std::string_view target) {
    const auto query = http::query_of(target).value_or("");
    constexpr std::string_view parameter = "operationName=";
    const auto at = query.find(parameter);
    if (at == std::string_view::npos || (at > 0 && query[at - 1] != '&')) return std::nullopt;
    const auto name = query.substr(at + parameter.size());
    const auto value = name.substr(0, name.find('&'));
    return is_name(value, "_") ? std::optional{std::string{value}} : std::nullopt;
}

}  // namespace

std::optional<std::string> operation_of(const http::Request& request) {
    const auto type = http::value_of(request.headers, "Content-Type").value_or("");
    if (type.starts_with("application/grpc")) return "";
    const auto path = http::path_of(request.target);
    const auto last = path.substr(path.find_last_of('/') + 1);
    const bool is_graphql = contains_word(last, "graphql") || last == "gql";
    if (is_graphql && request.method == "GET") return operation_in_query(request.target);

    const auto& body = request.body.bytes;
    if (request.method != "POST" || body.size() > body_bytes_max || !request.body.is_whole()) {
        return std::nullopt;
    }
    if (is_graphql && type.starts_with("application/graphql") && !type.contains("json")) {
        return operation_in(body);
    }
    const bool may_be_rpc = body.find("\"jsonrpc\"") != std::string::npos;
    if (!is_graphql && !may_be_rpc) return std::nullopt;
    const auto document = json::parse(body);
    if (!document) return std::nullopt;
    if (document->nodes()[0].type == json::Type::array) return "batch";
    if (is_graphql) return graphql_operation(*document);
    const auto method = member(*document, "method");
    if (!member(*document, "jsonrpc") || !method || !is_name(*method, "_.-/:")) return std::nullopt;
    return *method;
}

}  // namespace shadowdiff::routes
