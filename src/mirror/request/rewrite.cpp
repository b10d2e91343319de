// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/rewrite.hpp"

#include "http/list_member.hpp"
#include "mirror/request/framing.hpp"
#include "mirror/request/hop_by_hop.hpp"
#include "mirror/request/mark.hpp"
#include "mirror/request/request_host.hpp"
#include "mirror/request/trace_context.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>

namespace shadowdiff::mirror {
namespace {

bool is_any_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names, [&](auto other) { return http::same_name(name, other); });
}

void append_request_line(const http::Request& request, std::string_view target, Bytes& out) {
    append_one_line(request.method, out);
    out += ' ';
    append_one_line(target, out);
    out += request.version == http::Version::http_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n";
}

// Only what was declared, or asked for: a name of our own would be another one for each leg, and
// come back in its answer. A request of HTTP/1.1 without Host is sent as it came, because refusing
// it is an answer too.
void append_missing_host(const http::Request& request, std::string_view host, Bytes& out) {
    if (request.version != http::Version::http_1_0 || host.empty()) return;
    if (http::find(request.headers, "Host")) return;
    append_field("Host", host, out);
}

// What Host says on the leg; empty: what it said to us.
std::string_view host_instead(const http::Request& request, const RewriteRules& rules) {
    return rules.host.empty() ? host_in_target(request) : std::string_view{rules.host};
}

bool is_taken_out(const RewriteRules& rules, std::string_view name) {
    const auto is_it = [&](std::string_view other) { return http::same_name(name, other); };
    return std::ranges::any_of(rules.remove_headers, is_it) ||
           std::ranges::any_of(rules.set_headers, is_it, &http::Field::name) ||
           std::ranges::any_of(rules.credentials, is_it, &http::Field::name);
}

void append_dressed(const http::Field& field, const Dressing& dressing, std::string_view host,
                    Bytes& out) {
    const bool sets_host = !host.empty() && http::same_name(field.name, "Host");
    if (sets_host) return append_field(field.name, host, out);
    const bool continues_trace = !dressing.span_id.empty() &&
                                 http::same_name(field.name, traceparent_header) &&
                                 span_id_of(field.value);
    if (!continues_trace) return append_field(field.name, field.value, out);
    append_field(field.name, with_span_id(field.value, dressing.span_id), out);
}

std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

bool had_body_framing(const http::Request& request) {
    return !request.body.bytes.empty() || http::find(request.headers, "Content-Length") ||
           http::find(request.headers, "Transfer-Encoding");
}

// The one Content-Length that goes on: the first member of the first such field.
std::string_view content_length_of(const http::Fields& fields) {
    for (const auto& field : fields) {
        if (!http::same_name(field.name, "Content-Length")) continue;
        std::string_view list = field.value;
        if (const auto length = http::take_member(list); !length.empty()) return length;
    }
    return {};
}

// An answer may have more codings than chunked; its bytes are passed on with them.
std::string transfer_codings_of(const http::Fields& fields) {
    return fmt::format("{}", fmt::join(http::list_members(fields, "Transfer-Encoding"), ", "));
}

void append_framing(const http::Fields& fields, http::Framing framing, Bytes& out) {
    switch (framing) {
        case http::Framing::chunked:
            append_field("Transfer-Encoding", transfer_codings_of(fields), out);
            break;
        case http::Framing::none:
        case http::Framing::length:
            if (const auto length = content_length_of(fields); !length.empty()) {
                append_field("Content-Length", length, out);
            }
            break;
        case http::Framing::until_close: break;
    }
}

// All end-to-end fields in order; the framing takes the place of the first field that framed.
void append_fields(const http::Fields& fields, http::Framing framing, Bytes& out) {
    const HopByHop hop_by_hop{fields};
    bool framed = false;
    for (const auto& field : fields) {
        if (is_any_of(field.name, {"Content-Length", "Transfer-Encoding"})) {
            if (!framed) append_framing(fields, framing, out);
            framed = true;
            continue;
        }
        const bool announces_trailers =
            framing == http::Framing::chunked && http::same_name(field.name, "Trailer");
        if (hop_by_hop.covers(field.name) && !announces_trailers) continue;
        append_relayed_field(field.name, field.value, out);
    }
}

void append_upgrade(const http::Fields& fields, Bytes& out) {
    const auto* upgrade = http::find(fields, "Upgrade");
    if (!upgrade) return;
    append_field("Connection", "Upgrade", out);
    append_field(upgrade->name, upgrade->value, out);
}

}  // namespace

std::string jar_cookies(const http::Request& request, const Target& target,
                        const RewriteRules& rules) {
    const auto joined = joined_target(request, target.base_path);
    const auto path = http::path_of(joined);
    auto cookies = cookies_for(rules.cookie_jar, target.host, path, target.tls);
    if (!cookies.empty()) return cookies;
    const auto host = rules.host.empty() ? asked_host(request) : std::string_view{rules.host};
    return cookies_for(rules.cookie_jar, without_port(host), path, target.tls);
}

std::string joined_target(const http::Request& request, std::string_view base_path) {
    const std::string_view target = request.target;
    const auto local = http::without_origin(target);
    const bool is_absolute = http::authority_of(target).has_value();
    // The whole server (RFC 9112, section 3.2.4).
    if (is_absolute && local.empty() && request.method == "OPTIONS") return "*";
    const bool has_other_form = !is_absolute && !local.empty() && !local.starts_with('/');
    if (has_other_form) return std::string{target};
    const std::string_view slash = local.starts_with('/') ? "" : "/";
    std::string joined;
    joined.reserve(base_path.size() + slash.size() + local.size());
    return joined.append(base_path).append(slash).append(local);
}

Bytes to_wire(const http::Request& request, const Dressing& dressing) {
    Bytes out;
    out.reserve(1024 + request.body.bytes.size());
    const auto& rules = dressing.rules;
    const auto host = host_instead(request, rules);
    const auto target = joined_target(request, dressing.target.base_path);
    append_request_line(request, rewritten_query(rules, target), out);
    append_missing_host(request, host, out);
    const HopByHop hop_by_hop{request.headers};
    const auto length = std::to_string(request.body.bytes.size());
    bool framed = !had_body_framing(request);
    bool has_cookies = rules.cookie_jar.empty();
    for (const auto& field : request.headers) {
        if (http::same_name(field.name, "Content-Length") && !framed) {
            append_field(field.name, length, out);
            framed = true;
        }
        if (is_any_of(field.name, {"Content-Length", "Expect", mark_header})) continue;
        if (hop_by_hop.covers(field.name) || is_taken_out(rules, field.name)) continue;
        if (!rules.cookie_jar.empty() && http::same_name(field.name, "Cookie")) {
            const auto cookies = has_cookies ? "" : jar_cookies(request, dressing.target, rules);
            if (!cookies.empty()) append_field(field.name, cookies, out);
            has_cookies = true;
            continue;
        }
        append_dressed(field, dressing, host, out);
    }
    if (!framed) append_field("Content-Length", length, out);
    for (const auto& field : rules.set_headers) append_field(field.name, field.value, out);
    for (const auto& field : rules.credentials) {
        if (needs_credential(request, field.name)) append_field(field.name, field.value, out);
    }
    if (!dressing.mark.empty()) append_field(mark_header, dressing.mark, out);
    out += "\r\n";
    out += request.body.bytes;
    return out;
}

Bytes request_head_to_wire(const http::Request& request, const Target& target,
                           http::Framing framing) {
    Bytes out;
    out.reserve(1'024);
    append_request_line(request, joined_target(request, target.base_path), out);
    append_fields(request.headers, framing, out);
    append_upgrade(request.headers, out);
    out += "\r\n";
    return out;
}

Bytes answer_head_to_wire(const http::Response& response, http::Framing framing,
                          std::string_view connection) {
    Bytes out;
    out.reserve(1'024);
    out += response.version == http::Version::http_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ";
    const fmt::format_int status{response.status};
    out.append(3 - std::min<std::size_t>(status.size(), 3), '0')
        .append(status.data(), status.size());
    out += ' ';
    append_one_line(response.reason_phrase, out);
    out += "\r\n";
    append_fields(response.headers, framing, out);
    if (!connection.empty()) append_field("Connection", connection, out);
    const auto* upgrade = http::find(response.headers, "Upgrade");
    if (upgrade && response.status == 101) append_field(upgrade->name, upgrade->value, out);
    out += "\r\n";
    return out;
}

}  // namespace shadowdiff::mirror
