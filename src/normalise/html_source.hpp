// SPDX-License-Identifier: Apache-2.0
// An HTML page written so that libxml2 keeps what it would drop. Its tags are found as libxml2
// finds them; their attributes are taken apart as HTML prescribes (13.2.5.32 to 13.2.5.40).
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::normalise {

/// libxml2 drops attributes whose names are no XML names: "@click", "[x]", "(y)", "#a". They are
/// given others, by which these are found; names of that kind that a page has by itself are too.
using HtmlNames = std::map<std::string, std::string, std::less<>>;

struct HtmlSource {
    Bytes text;
    HtmlNames names;  // in lower case, by the name that stands in the text
};

/// The first paragraph that the page itself begins has this attribute: libxml2 opens one around a
/// text that stands first, where a browser does not.
inline constexpr std::string_view written_paragraph = "_.p";

/// Nothing where the text would become longer than `bytes_max`.
std::optional<HtmlSource> readable_html(std::string_view page, std::size_t bytes_max);

}  // namespace shadowdiff::normalise
