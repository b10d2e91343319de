// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/meaning.hpp"

#include "json/document.hpp"

#include <optional>
#include <string>

namespace shadowdiff::diff {

namespace {

bool is_json_text(std::string_view json) { return json.starts_with('"'); }

bool is_number(std::string_view json) {
    return !json.empty() && (json[0] == '-' || (json[0] >= '0' && json[0] <= '9'));
}

/// `decoded` holds it where it was written with escapes.
std::optional<std::string_view> text_of(std::string_view json, std::string& decoded) {
    const bool is_plain = json.size() >= 2 && json.find('\\') == json.npos;
    if (is_plain) return json.substr(1, json.size() - 2);
    const auto parsed = json::parse(Bytes{json});
    if (!parsed) return std::nullopt;
    decoded = parsed->string_value(parsed->nodes()[0]);
    return decoded;
}

/// What the candidate tells of its insides, wherever in the value that stands.
bool leaks(std::string_view legacy, std::string_view candidate) {
    constexpr std::size_t trace_bytes_min = 32;
    return candidate.size() >= trace_bytes_min && has_stack_trace(candidate) &&
           !has_stack_trace(legacy);
}

/// Of what are not two numbers.
Meaning meaning_of_others(Meaning found, std::string_view legacy, std::string_view candidate) {
    const bool is_new =
        found.kind == Kind::changed || found.kind == Kind::added || found.kind == Kind::retyped;
    if (is_new && leaks(legacy, candidate)) {
        return {found.kind, Severity::high, Hint::stack_trace};
    }
    if (found.kind != Kind::changed || !is_json_text(legacy) || !is_json_text(candidate))
        return found;
    std::string decoded_legacy;
    std::string decoded_candidate;
    const auto legacy_text = text_of(legacy, decoded_legacy);
    const auto candidate_text = text_of(candidate, decoded_candidate);
    if (!legacy_text || !candidate_text) return found;
    return meaning_of_texts(found, *legacy_text, *candidate_text);
}

}  // namespace

Meaning meaning_of(Meaning found, std::string_view legacy, std::string_view candidate) {
    return is_number(legacy) && is_number(candidate) ? meaning_of_numbers(found, legacy, candidate)
                                                     : meaning_of_others(found, legacy, candidate);
}

}  // namespace shadowdiff::diff
