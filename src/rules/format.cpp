// SPDX-License-Identifier: Apache-2.0
#include "rules/format.hpp"

#include "normalise/form.hpp"
#include "normalise/number_form.hpp"
#include "normalise/shape.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace shadowdiff::rules {

namespace {

using normalise::Form;

constexpr std::array<std::pair<std::string_view, Format>, 17> format_table{{
    {"text", Format::text},
    {"number", Format::number},
    {"integer", Format::integer},
    {"boolean", Format::boolean},
    {"uuid", Format::uuid},
    {"ulid", Format::ulid},
    {"hex", Format::hex},
    {"date", Format::date},
    {"iso8601", Format::iso8601},
    {"http_date", Format::http_date},
    {"epoch_s", Format::epoch_s},
    {"epoch_ms", Format::epoch_ms},
    {"epoch_us", Format::epoch_us},
    {"duration", Format::duration},
    {"jwt", Format::jwt},
    {"url", Format::url},
    {"token", Format::token},
}};

bool is_integer(const Value& value) {
    return is_number(value) && normalise::is_integer(value.text);
}

/// Seconds since 1970 have ten digits from 2001 to 2286, milliseconds thirteen.
bool is_epoch(const Value& value, std::size_t digits) {
    const bool can_count = value.type == json::Type::number || value.type == json::Type::string;
    return can_count && value.text.size() == digits && normalise::is_integer(value.text) &&
           value.text.front() != '-';
}

bool is_text_of(const Value& value, std::initializer_list<Form> forms) {
    if (value.type != json::Type::string) return false;
    const auto form = normalise::form_of(value.text, false);
    return std::ranges::find(forms, form) != forms.end();
}

}  // namespace

std::string_view name(Format format) {
    return std::ranges::find(format_table, format, &std::pair<std::string_view, Format>::second)
        ->first;
}

std::optional<Format> format_from_name(std::string_view text) {
    const auto* found =
        std::ranges::find(format_table, text, &std::pair<std::string_view, Format>::first);
    if (found == format_table.end()) return std::nullopt;
    return found->second;
}

std::vector<std::string> format_names() {
    std::vector<std::string> list;
    for (const auto& [text, format] : format_table) list.emplace_back(text);
    return list;
}

bool is_number(const Value& value) {
    if (value.type == json::Type::number) return true;
    return value.is_bare &&
           (normalise::is_integer(value.text) || normalise::is_decimal(value.text));
}

bool has_format(const Value& value, Format format) {
    switch (format) {
        case Format::text: return value.type == json::Type::string;
        case Format::number: return is_number(value);
        case Format::integer: return is_integer(value);
        case Format::boolean: return value.type == json::Type::boolean;
        case Format::uuid: return is_text_of(value, {Form::uuid});
        case Format::ulid: return is_text_of(value, {Form::ulid});
        case Format::hex: return is_text_of(value, {Form::hex});
        case Format::date: return is_text_of(value, {Form::date});
        case Format::iso8601: return is_text_of(value, {Form::date_time});
        case Format::http_date: return is_text_of(value, {Form::http_date});
        case Format::epoch_s: return is_epoch(value, 10);
        case Format::epoch_ms: return is_epoch(value, 13);
        case Format::epoch_us: return is_epoch(value, 16);
        case Format::duration: return is_text_of(value, {Form::duration});
        case Format::jwt: return is_text_of(value, {Form::jwt});
        case Format::url: return is_text_of(value, {Form::url});
        case Format::token:
            return is_text_of(
                value, {Form::token, Form::hex, Form::uuid, Form::ulid, Form::prefixed, Form::jwt});
    }
    return false;
}

bool has_same_format(const Value& legacy, const Value& candidate, Format format) {
    if (!has_format(legacy, format) || !has_format(candidate, format)) return false;
    return legacy.type == candidate.type && normalise::same_shape(legacy.text, candidate.text);
}

}  // namespace shadowdiff::rules
