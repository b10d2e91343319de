// SPDX-License-Identifier: Apache-2.0
// A multipart body is redacted part by part: each as a body of its own type, that of a secret name
// as a whole.
#include "base/ascii.hpp"
#include "redact/media.hpp"
#include "redact/multipart.hpp"
#include "redact/pairs.hpp"
#include "redact/redactor_rules.hpp"

#include <utility>

namespace shadowdiff::redact {
namespace {

std::size_t offset_in(std::string_view text, std::string_view part) {
    return static_cast<std::size_t>(part.data() - text.data());
}

void replace_stretch(Rewrite& rewrite, std::string_view text, std::string_view part,
                     std::string_view replacement) {
    if (replacement == part) return;
    const auto begin = offset_in(text, part);
    rewrite.replace(begin, begin + part.size(), replacement);
}

}  // namespace

std::string Redactor::Rules::part_head(std::string_view head) const {
    Rewrite rewrite{head};
    for (std::size_t at = 0; at < head.size();) {
        const auto line = head.substr(at, head.find("\r\n", at) - at);
        const auto colon = line.find(':');
        const auto value = ascii::trimmed(line.substr(colon + 1));
        if (!value.empty()) {
            replace_stretch(rewrite, head, value, header(line.substr(0, colon), value));
        }
        at += line.size() + 2;
    }
    return rewrite.finish();
}

std::optional<std::string> Redactor::Rules::part_content(std::string_view head,
                                                         std::string_view content,
                                                         bool is_form) const {
    const auto saying = saying_of(head);
    if (!saying || is_multipart(saying->type)) return std::nullopt;
    const bool is_secret = known.names.is_secret_field(saying->name) ||
                           known.names.is_secret_field(percent_decoded(saying->name));
    if (is_secret) return secret(content);
    auto redacted = body(content, saying->type);
    // A file that cannot be looked through goes as a whole.
    if (!redacted && is_form) redacted = secret(content);
    return redacted;
}

std::optional<std::string> Redactor::Rules::multipart(std::string_view whole,
                                                      std::string_view media_type) const {
    const auto parts = parts_of(whole, media_type);
    if (!parts) return std::nullopt;
    const bool is_form = ascii::lower_case(media_type).starts_with("multipart/form-data");
    Rewrite rewrite{whole};
    for (const auto& part : *parts) {
        const auto content = part_content(part.head, part.content, is_form);
        if (!content) return std::nullopt;
        replace_stretch(rewrite, whole, part.head, part_head(part.head));
        replace_stretch(rewrite, whole, part.content, *content);
    }
    return rewrite.finish();
}

}  // namespace shadowdiff::redact
