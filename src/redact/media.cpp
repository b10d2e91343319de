// SPDX-License-Identifier: Apache-2.0
#include "redact/media.hpp"

#include "base/ascii.hpp"
#include "json/utf8.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::redact {
namespace {

bool is_text(ByteView bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const auto length = json::utf8_length(bytes, at);
        const bool is_control = length == 1 && static_cast<unsigned char>(bytes[at]) < 0x20;
        if (length == 0 || (is_control && !ByteView{"\t\r\n\f"}.contains(bytes[at]))) return false;
        at += length;
    }
    return true;
}

// UTF-16 and UTF-7 spell ASCII otherwise: a name we look for would not be found.
bool has_ascii_charset(std::string_view lower_case_type) {
    const auto at = lower_case_type.find("charset=");
    if (at == std::string_view::npos) return true;
    auto charset = lower_case_type.substr(at + 8);
    if (charset.starts_with('"')) charset.remove_prefix(1);
    return charset.starts_with("utf-8") || charset.starts_with("utf8") ||
           charset.starts_with("us-ascii") || charset.starts_with("iso-8859-") ||
           charset.starts_with("windows-125");
}

bool is_text_type(std::string_view type) {
    static constexpr std::array known = {std::string_view{""},
                                         std::string_view{"application/json"},
                                         std::string_view{"application/xml"},
                                         std::string_view{"application/javascript"},
                                         std::string_view{"application/x-javascript"},
                                         std::string_view{"application/graphql"},
                                         std::string_view{"application/yaml"},
                                         std::string_view{"application/x-yaml"},
                                         std::string_view{"application/x-ndjson"},
                                         std::string_view{"application/ndjson"},
                                         std::string_view{"application/jsonl"},
                                         std::string_view{"application/json-seq"}};
    return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
           std::ranges::find(known, type) != known.end();
}

}  // namespace

bool is_multipart(std::string_view media_type) {
    return ascii::lower_case(ascii::trimmed(media_type)).starts_with("multipart/");
}

Readable readable_as(ByteView decoded, std::string_view media_type) {
    const auto lower = ascii::lower_case(media_type);
    const auto type = ascii::trimmed(std::string_view{lower}.substr(0, lower.find(';')));
    if (is_multipart(type)) return Readable::multipart;
    const bool is_form = type == "application/x-www-form-urlencoded";
    if (!(is_form || is_text_type(type)) || !has_ascii_charset(lower) || !is_text(decoded)) {
        return Readable::no;
    }
    if (is_form) return Readable::form;
    const auto first = decoded.find_first_not_of(" \t\r\n");
    const bool begins_like_json =
        first != ByteView::npos && (decoded[first] == '{' || decoded[first] == '[');
    const bool is_declared =
        type == "application/json" || type == "text/json" || type.ends_with("+json");
    if (is_declared || begins_like_json) return Readable::json;
    const bool is_table = type == "text/csv" || type == "text/tab-separated-values";
    return is_table ? Readable::csv : Readable::text;
}

}  // namespace shadowdiff::redact
