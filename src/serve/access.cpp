// SPDX-License-Identifier: Apache-2.0
#include "serve/access.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"

#include <fmt/format.h>

#include <optional>

namespace shadowdiff::serve {
namespace {

// What the page itself allows stands in the page; these hold for whatever a browser takes it for.
// The page's policy is said again as a header: frames can only be refused here.
const std::vector<std::pair<std::string, std::string>> strict_fields = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
     "frame-ancestors 'none'; object-src 'none'; img-src 'none'; base-uri 'none'; form-action "
     "'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"}};

bool takes(std::string_view& text, std::string_view scheme) {
    if (text.size() <= scheme.size() || text[scheme.size()] != ' ') return false;
    for (std::size_t i = 0; i < scheme.size(); ++i) {
        if ((text[i] | 0x20) != scheme[i]) return false;
    }
    text.remove_prefix(scheme.size() + 1);
    return true;
}

// The password of Basic (RFC 7617), so that a browser can ask for it; or Bearer (RFC 6750).
std::optional<std::string> token_in(std::string_view authorization) {
    if (takes(authorization, "bearer")) return std::string{authorization};
    if (!takes(authorization, "basic")) return std::nullopt;
    const auto pair = from_base64(authorization);
    if (!pair) return std::nullopt;
    const auto colon = pair->find(':');
    if (colon == std::string::npos) return std::nullopt;
    return pair->substr(colon + 1);
}

// Digests are compared, all of them: time tells nothing about the token.
bool is_same(std::string_view one, std::string_view other) {
    const auto digest_of = [](std::string_view text) {
        Sha256 hash;
        hash.update(text);
        return hash.digest();
    };
    const auto left = digest_of(one);
    const auto right = digest_of(other);
    unsigned differing = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        differing |= static_cast<unsigned>(left[i]) ^ static_cast<unsigned>(right[i]);
    }
    return differing == 0;
}

}  // namespace

bool is_this_machine(std::string_view host) {
    for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
        if (host == name) return true;
        if (host.starts_with(name) && host.substr(name.size()).starts_with(':')) return true;
    }
    return false;
}

Reply say(unsigned status, std::string_view text) {
    Reply reply;
    reply.status = status;
    reply.fields = strict_fields;
    reply.fields.emplace_back("Content-Type", "text/plain; charset=utf-8");
    reply.body = std::make_shared<const std::string>(std::string{text} + "\n");
    return reply;
}

Reply refuse(const Request& request, const Access& access) {
    if (access.token.empty() && !is_this_machine(request.host)) {
        return say(421, "this page answers to 127.0.0.1 and localhost only");
    }
    if (!access.token.empty()) {
        const auto token = token_in(request.authorization);
        if (!token || !is_same(*token, access.token)) {
            auto reply = say(401, "the token is missing or wrong");
            reply.fields.emplace_back("WWW-Authenticate",
                                      "Basic realm=\"shadowdiff\", charset=\"UTF-8\"");
            return reply;
        }
    }
    if (request.method != "GET" && request.method != "HEAD") {
        auto reply = say(405, "this page can only be read");
        reply.fields.emplace_back("Allow", "GET, HEAD");
        return reply;
    }
    const auto path = std::string_view{request.target}.substr(0, request.target.find('?'));
    if (path != "/") return say(404, "there is one page, at /");
    Reply none;
    none.status = 0;
    return none;
}

Reply give(const Request& request, const Page& page) {
    Reply reply;
    reply.fields = strict_fields;
    reply.fields.emplace_back("ETag", page.tag);
    if (request.if_none_match == page.tag) {
        reply.status = 304;
        return reply;
    }
    reply.fields.emplace_back("Content-Type", "text/html; charset=utf-8");
    reply.body = page.html;
    return reply;
}

}  // namespace shadowdiff::serve
