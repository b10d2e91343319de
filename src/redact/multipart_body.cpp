// SPDX-License-Identifier: Apache-2.0
// A multipart body is redacted part by part: each as a body of its own type, that of a secret name
// as a whole.
#include "base/ascii.hpp"
#include "content/media_parameter.hpp"
#include "redact/media.hpp"
#include "redact/multipart.hpp"
#include "redact/pairs.hpp"
#include "redact/redactor_rules.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::redact {
namespace {

// What a part says of itself.
struct PartSaying {
    std::string name;  // of the form's field; "" in what is no form
    std::string type;
};

std::size_t times_in(std::string_view text, std::string_view word) {
    std::size_t times = 0;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        ++times;
    }
    return times;
}

// "name" once and in its plain spelling: of two, or of name*=…, readers take either.
bool is_plain_disposition(std::string_view disposition) {
    const auto lower = ascii::lower_case(disposition);
    for (const std::string_view spaced : {"name =", "name\t=", "name *", "name\t*"}) {
        if (lower.contains(spaced)) return false;
    }
    return times_in(lower, "name=") - times_in(lower, "filename=") <= 1 &&
           times_in(lower, "name*") == times_in(lower, "filename*");
}

bool is_said_at_most_once(const http::Fields& fields, std::string_view name) {
    return std::ranges::count_if(fields, [&](const http::Field& field) {
               return http::same_name(field.name, name);
           }) <= 1;
}

// Nothing when readers could understand it differently, or its content is coded.
std::optional<PartSaying> saying_of(const http::Fields& fields) {
    for (const auto* name : {"Content-Disposition", "Content-Type", "Content-Transfer-Encoding"}) {
        if (!is_said_at_most_once(fields, name)) return std::nullopt;
    }
    const auto coding =
        ascii::lower_case(http::value_of(fields, "Content-Transfer-Encoding").value_or("8bit"));
    const bool is_plain = coding == "7bit" || coding == "8bit" || coding == "binary";
    const auto disposition = http::value_of(fields, "Content-Disposition").value_or("");
    if (!is_plain || http::find(fields, "Content-Encoding") || !is_plain_disposition(disposition)) {
        return std::nullopt;
    }
    return PartSaying{content::media_parameter(disposition, "name"),
                      std::string{http::value_of(fields, "Content-Type").value_or("")}};
}

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
    const auto fields = part_fields(head);
    const auto saying = fields ? saying_of(*fields) : std::nullopt;
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
