// SPDX-License-Identifier: Apache-2.0
// What two differing values have to do with each other, where that can be told from them alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace shadowdiff::diff {

/// Closed family. A hint explains; kind and severity decide.
enum class Hint : std::uint8_t {
    none,
    // numbers
    scale,           // 10.10 and 10.1
    rounding,        // the same but for the last bits of a double
    precision_lost,  // one went through a double
    epoch_unit,      // seconds and milliseconds
    number_locale,   // "1,000.50" and "1.000,50"
    // texts
    time_format,     // one moment in two spellings
    offset_missing,  // one says in which zone, the other does not
    unicode_form,    // composed and decomposed letters
    case_only,
    white_space_only,
    uuid_case,
    url_spelling,  // order of the query, case of percent-encoding
    host_only,     // one URL on two hosts
    nested_json,   // JSON in a text
    // members
    renamed,         // the value stands under another name
    sensitive_name,  // what the candidate adds is named like a secret or a person's data
    stack_trace,     // only the candidate's
    // bodies
    byte_order_mark,
    json_guard,     // )]}', or a call around JSON
    metadata_only,  // an image, document or archive that differs in when it was made
    line_ends,      // CRLF and LF, or quotes that CSV does not need
    charset,        // one text in two charsets
    range_ignored,  // all was sent where a part was asked for
};
inline constexpr auto hint_count = static_cast<std::size_t>(Hint::range_ignored) + 1;

/// The name used in the database, in reports and in JSON. Hint::none is "".
std::string_view name(Hint hint);
std::optional<Hint> hint_from_name(std::string_view text);

}  // namespace shadowdiff::diff
