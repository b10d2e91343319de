// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/hint.hpp"

namespace shadowdiff::diff {

std::string_view name(Hint hint) {
    switch (hint) {
        case Hint::none: return "";
        case Hint::scale: return "scale";
        case Hint::rounding: return "rounding";
        case Hint::precision_lost: return "precision_lost";
        case Hint::epoch_unit: return "epoch_unit";
        case Hint::number_locale: return "number_locale";
        case Hint::time_format: return "time_format";
        case Hint::offset_missing: return "offset_missing";
        case Hint::unicode_form: return "unicode_form";
        case Hint::case_only: return "case_only";
        case Hint::white_space_only: return "white_space_only";
        case Hint::uuid_case: return "uuid_case";
        case Hint::url_spelling: return "url_spelling";
        case Hint::host_only: return "host_only";
        case Hint::nested_json: return "nested_json";
        case Hint::renamed: return "renamed";
        case Hint::sensitive_name: return "sensitive_name";
        case Hint::stack_trace: return "stack_trace";
        case Hint::byte_order_mark: return "byte_order_mark";
        case Hint::json_guard: return "json_guard";
        case Hint::metadata_only: return "metadata_only";
        case Hint::line_ends: return "line_ends";
        case Hint::charset: return "charset";
        case Hint::range_ignored: return "range_ignored";
    }
    return "";
}

std::optional<Hint> hint_from_name(std::string_view text) {
    for (std::size_t i = 0; i < hint_count; ++i) {
        const auto hint = static_cast<Hint>(i);
        if (name(hint) == text) return hint;
    }
    return std::nullopt;
}

}  // namespace shadowdiff::diff
