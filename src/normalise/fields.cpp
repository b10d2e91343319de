// SPDX-License-Identifier: Apache-2.0
#include "normalise/fields.hpp"

#include "base/ascii.hpp"
#include "normalise/links.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shadowdiff::normalise {
namespace {

using Names = std::initializer_list<std::string_view>;

// Each list is sorted by kind, not by letter.

// When this message was made, and how long that took.
constexpr Names clocks = {"date",
                          "age",
                          "x-timer",
                          "x-runtime",
                          "x-response-time",
                          "x-process-time",
                          "x-request-start",
                          "x-envoy-upstream-service-time",
                          "server-timing"};

// Which request this was, made anew by whoever traces it.
constexpr Names request_ids = {
    "x-request-id",          "request-id",         "x-requestid",   "x-correlation-id",
    "correlation-id",        "x-trace-id",         "x-span-id",     "x-transaction-id",
    "traceparent",           "tracestate",         "traceresponse", "b3",
    "uber-trace-id",         "sentry-trace",       "baggage",       "x-amzn-trace-id",
    "x-amzn-requestid",      "x-amz-request-id",   "x-amz-id-2",    "x-amz-cf-id",
    "x-cloud-trace-context", "x-ms-request-id",    "cf-ray",        "x-vercel-id",
    "fly-request-id",        "x-github-request-id"};

// Which machine or cache happened to answer.
constexpr Names node_fields = {"x-served-by",      "x-cache",      "x-cache-hits",
                               "x-cache-status",   "cache-status", "cf-cache-status",
                               "x-backend-server", "x-amz-cf-pop"};

// Made by the server in its own way, and meant to be sent back unread.
constexpr Names opaque = {"etag", "x-csrf-token", "x-xsrf-token", "csrf-token"};

// What is left of a budget now. Its size (RateLimit-Limit) is policy and is compared.
constexpr Names budgets = {"retry-after",
                           "ratelimit",
                           "ratelimit-remaining",
                           "ratelimit-reset",
                           "x-ratelimit-reset",
                           "x-ratelimit-remaining",
                           "x-rate-limit-remaining",
                           "x-rate-limit-reset",
                           "x-ratelimit-used",
                           "x-ratelimit-reset-after"};

constexpr Names per_message_prefixes = {"x-b3-", "x-datadog-"};

constexpr Names servers = {"server",
                           "via",
                           "x-powered-by",
                           "x-aspnet-version",
                           "x-aspnetmvc-version",
                           "x-generator",
                           "x-runtime-version"};

constexpr Names apart = {"content-type", "content-encoding", "set-cookie"};

// RFC 9110, section 7.6.1, and the fields that frame one message on one connection. Alt-Svc speaks
// of the connection's end point, not of the answer.
constexpr Names transport = {"connection", "keep-alive", "transfer-encoding", "te",      "trailer",
                             "upgrade",    "alt-svc",    "content-length",    "alt-used"};

constexpr Names unordered_lists = {"vary",
                                   "allow",
                                   "cache-control",
                                   "accept-ranges",
                                   "access-control-allow-methods",
                                   "access-control-allow-headers",
                                   "access-control-expose-headers"};

// The case of a method counts (RFC 9110, section 9.1): browsers let no PATCH pass for "patch".
constexpr Names method_lists = {"allow", "access-control-allow-methods"};

constexpr Names ordered_lists = {"accept", "content-language", "pragma", "accept-patch",
                                 "accept-post"};

bool among(std::string_view name, Names names) {
    return std::ranges::find(names, name) != names.end();
}

/// Of every name that stands in a list: each field of each answer is looked for.
std::unordered_map<std::string_view, FieldClass> listed_classes() {
    std::unordered_map<std::string_view, FieldClass> classes;
    const auto add = [&](Names names, FieldClass field_class) {
        for (const auto name : names) classes.emplace(name, field_class);
    };
    add(transport, FieldClass::transport);
    add(apart, FieldClass::apart);
    add(servers, FieldClass::server);
    for (const auto& names : {clocks, request_ids, node_fields, opaque, budgets}) {
        add(names, FieldClass::per_message);
    }
    return classes;
}

}  // namespace

bool is_per_message_field(std::string_view name) {
    return class_of(name) == FieldClass::per_message;
}

FieldClass class_of(std::string_view name) {
    static const auto classes = listed_classes();
    if (const auto listed = classes.find(name); listed != classes.end()) return listed->second;
    if (name.starts_with("proxy-")) return FieldClass::transport;
    const bool is_per_message = std::ranges::any_of(
        per_message_prefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
    return is_per_message ? FieldClass::per_message : FieldClass::by_value;
}

std::string canonical_value(std::string_view name, std::string value) {
    if (name == "link") {
        auto links = link_values(value);
        std::ranges::sort(links);  // but the case of what they say counts
        return fmt::format("{}", fmt::join(links, ", "));
    }
    const bool is_unordered = among(name, unordered_lists);
    if (!is_unordered && !among(name, ordered_lists)) return value;
    const auto borrowed = http::list_members(value);
    std::vector<std::string> members{borrowed.begin(), borrowed.end()};
    if (is_unordered) {
        if (!among(name, method_lists)) {
            std::ranges::transform(members, members.begin(), ascii::lower_case);
        }
        std::ranges::sort(members);
    }
    return fmt::format("{}", fmt::join(members, ", "));
}

}  // namespace shadowdiff::normalise
