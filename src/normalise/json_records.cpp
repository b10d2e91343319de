// SPDX-License-Identifier: Apache-2.0
// JSON texts one behind the other: in lines, or behind record separators (RFC 7464).
#include "base/ascii.hpp"
#include "normalise/json_text.hpp"
#include "normalise/tree_forms.hpp"

#include <fmt/format.h>

namespace shadowdiff::normalise {
namespace {

/// Every record must be JSON by itself: two halves that only make sense together are no records.
Rendered render_records(std::string_view text, char separator) {
    JsonText list;
    list.open_array();
    std::size_t count = 0;
    while (!text.empty()) {
        const auto record = ascii::trimmed(text.substr(0, text.find(separator)));
        text.remove_prefix(std::min(text.find(separator), text.size() - 1) + 1);
        if (record.empty()) continue;
        ++count;
        const auto parsed = json::parse(Bytes{record});
        if (!parsed) {
            return std::unexpected{
                Unreadable{fmt::format("record {}, byte {}: {}", count, parsed.error().offset,
                                       parsed.error().what),
                           parsed.error().beyond_limit}};
        }
        list.value(record);
    }
    list.close_array();
    return list.take();
}

}  // namespace

Rendered render_json_lines(std::string_view text) { return render_records(text, '\n'); }

Rendered render_json_sequence(std::string_view text) {
    constexpr char record_separator = '\x1e';
    return render_records(text, record_separator);
}

}  // namespace shadowdiff::normalise
