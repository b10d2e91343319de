// SPDX-License-Identifier: Apache-2.0
#include "content/charset.hpp"
#include "diff/envelope.hpp"
#include "diff/fields/media_type.hpp"
#include "normalise/format.hpp"

#include <string_view>
#include <variant>

namespace shadowdiff::diff {

namespace {

/// The boundary may be any, but it must be the one that parts the body.
bool is_same_multipart(const normalise::Document& legacy, const normalise::Document& candidate) {
    const auto is_parted = [](const normalise::Document& document) {
        return !std::holds_alternative<normalise::Opaque>(document.content);
    };
    return normalise::claimed_format(legacy.content_type) == normalise::Format::multipart &&
           canonical_media_type(legacy.content_type, "boundary") ==
               canonical_media_type(candidate.content_type, "boundary") &&
           is_parted(legacy) == is_parted(candidate);
}

/// Both say in which charset they are, and are: the text itself is compared as Unicode.
bool is_same_in_charsets(const normalise::Document& legacy, const normalise::Document& candidate) {
    const auto is_labelled = [](const normalise::Document& document) {
        return !document.charset.empty() &&
               content::charset_label(document.content_type) == document.charset;
    };
    return is_labelled(legacy) && is_labelled(candidate) &&
           canonical_media_type(legacy.content_type, "charset") ==
               canonical_media_type(candidate.content_type, "charset");
}

}  // namespace

void compare_content_type(const normalise::Document& legacy, const normalise::Document& candidate,
                          Collector& found) {
    constexpr auto path = "headers.content-type";
    const auto& in_legacy = legacy.content_type;
    const auto& in_candidate = candidate.content_type;
    if (in_legacy == in_candidate) return;
    if (in_candidate.empty()) {
        found.add(path, Kind::missing, Severity::high, in_legacy, "");
    } else if (in_legacy.empty()) {
        found.add(path, Kind::added, Severity::low, "", in_candidate);
    } else if (canonical_media_type(in_legacy) == canonical_media_type(in_candidate)) {
        found.add(path, Kind::representation, Severity::none, in_legacy, in_candidate);
    } else if (is_same_multipart(legacy, candidate)) {
        found.add(path, Kind::representation, Severity::none, in_legacy, in_candidate);
    } else if (is_same_in_charsets(legacy, candidate)) {
        found.add(path, {Kind::representation, Severity::none, Hint::charset}, in_legacy,
                  in_candidate);
    } else {
        const bool is_one_form =
            normalise::claimed_format(in_legacy) == normalise::claimed_format(in_candidate);
        found.add(path, Kind::changed, is_one_form ? Severity::medium : Severity::high, in_legacy,
                  in_candidate);
    }
}

}  // namespace shadowdiff::diff
