// SPDX-License-Identifier: Apache-2.0
#include "diff/refine.hpp"

#include "diff/meaning/markup_noise.hpp"
#include "diff/meaning/sensitive_name.hpp"
#include "diff/place.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::diff {

namespace {

using normalise::Format;
using normalise::Structured;

/// Which rules of place hold. Those of a tree that is no JSON's follow its form.
struct Form {
    std::optional<Format> format;  // of both bodies
    bool is_graphql = false;
    bool is_error = false;  // both answers are errors
};

bool is_json(const normalise::Document& document) {
    return std::holds_alternative<json::Document>(document.content);
}

bool has_member(const json::Document& document, std::string_view name) {
    const auto& nodes = document.nodes();
    if (nodes[0].type != json::Type::object) return false;
    for (std::uint32_t member = 1; member < nodes[0].next; member = nodes[member + 1].next) {
        if (document.raw(nodes[member]) == name) return true;
    }
    return false;
}

/// GraphQL over HTTP: data, errors, or both, and nothing else that would be an error of another
/// kind.
bool is_graphql(const normalise::Document& document) {
    const auto* json = std::get_if<json::Document>(&document.content);
    if (!json || !has_member(*json, "errors")) return false;
    return has_member(*json, "data") ||
           normalise::media_type(document.content_type) == "application/graphql-response+json";
}

Form form_of(const normalise::Document& legacy, const normalise::Document& candidate) {
    Form form;
    form.is_error = legacy.status >= 400 && candidate.status >= 400;
    if (is_json(legacy) && is_json(candidate)) {
        form.format = Format::json;
        form.is_graphql = is_graphql(legacy) || is_graphql(candidate);
        return form;
    }
    const auto* one = std::get_if<Structured>(&legacy.content);
    const auto* other = std::get_if<Structured>(&candidate.content);
    if (one && other && one->format == other->format) form.format = one->format;
    return form;
}

/// What people read of an error changes its words more freely than what programs read.
bool is_message(std::string_view name) {
    static constexpr std::array names = {
        std::string_view{"message"},       std::string_view{"detail"},
        std::string_view{"details"},       std::string_view{"title"},
        std::string_view{"description"},   std::string_view{"error_description"},
        std::string_view{"error_message"}, std::string_view{"errorMessage"},
        std::string_view{"msg"},           std::string_view{"reason"}};
    return std::ranges::find(names, name) != names.end();
}

bool is_code(std::string_view name) {
    static constexpr std::array names = {
        std::string_view{"code"},   std::string_view{"error"},      std::string_view{"type"},
        std::string_view{"status"}, std::string_view{"error_code"}, std::string_view{"errorCode"}};
    return std::ranges::find(names, name) != names.end();
}

void refine_error(Difference& difference) {
    if (difference.kind != Kind::changed || difference.severity == Severity::none) return;
    if (difference.hint == Hint::stack_trace) return;
    const auto name = last_name(difference.pattern);
    if (is_message(name)) difference.severity = Severity::low;
    if (is_code(name)) difference.severity = Severity::high;
}

void refine_graphql(Difference& difference) {
    const bool is_of_errors =
        difference.pattern == "$.errors" || difference.pattern.starts_with("$.errors[*]");
    if (!is_of_errors || difference.severity == Severity::none) return;
    if (difference.hint == Hint::stack_trace) return;
    // Many servers write null where there are no errors.
    const bool tells_none = difference.legacy == "null" || difference.candidate == "null";
    const bool is_presence = difference.kind == Kind::missing || difference.kind == Kind::added;
    if (difference.pattern == "$.errors" && is_presence && tells_none) return;
    const bool is_words = difference.pattern == "$.errors[*].message";
    const bool is_place = difference.pattern.starts_with("$.errors[*].locations");
    difference.severity = is_words || is_place ? Severity::low : Severity::high;
}

void refine_grpc(Difference& difference) {
    if (difference.pattern == "$.trailers['grpc-status']") difference.severity = Severity::high;
    if (difference.pattern == "$.trailers['grpc-message']") difference.severity = Severity::low;
}

/// The order of names beside the lists by name: what came or went is told in the lists, and an
/// order is told at what has it.
bool refine_order(Difference& difference, std::string_view order_name) {
    const auto place = difference.pattern.find(order_name);
    if (place == std::string::npos) return true;
    if (difference.kind != Kind::reordered) return false;
    difference.severity = Severity::medium;
    difference.pattern.resize(place);
    difference.path.resize(difference.path.rfind(order_name));
    return true;
}

/// A column that came or went is told once, not in every row.
bool refine_csv(Difference& difference) {
    const bool is_presence = difference.kind == Kind::missing || difference.kind == Kind::added;
    if (difference.pattern == "$['#columns']") difference.severity = Severity::medium;
    if (difference.pattern == "$['#columns'][*]" && difference.kind == Kind::missing) {
        difference.severity = Severity::high;
    }
    if (difference.pattern == "$['#columns'][*]" && difference.kind == Kind::added) {
        difference.severity = Severity::low;
    }
    return !(is_presence && difference.pattern.starts_with("$.rows[*]") &&
             difference.pattern != "$.rows[*]");
}

void refine_text(Difference& difference) {
    if (difference.kind != Kind::changed) return;
    if (!differ_in_trailing_space(difference.legacy, difference.candidate)) return;
    difference.kind = Kind::representation;
    difference.severity = Severity::none;
    difference.hint = Hint::white_space_only;
}

/// False when the difference is to be forgotten.
bool refine_one(Difference& difference, const Form& form) {
    if (form.is_error) refine_error(difference);
    if (form.is_graphql) refine_graphql(difference);
    if (difference.kind == Kind::added && difference.severity < Severity::high && form.format &&
        is_sensitive_name(last_name(difference.pattern))) {
        difference.severity = Severity::high;
        difference.hint = Hint::sensitive_name;
    }
    if (!form.format) return true;
    switch (*form.format) {
        case Format::html:
            return !is_markup_noise(difference) && refine_order(difference, "['#order']");
        case Format::xml:
        case Format::multipart: return refine_order(difference, "['#order']");
        case Format::csv: refine_text(difference); return refine_csv(difference);
        case Format::grpc: refine_grpc(difference); return true;
        case Format::protobuf:
            if (difference.pattern.starts_with("$['#unknown']")) {
                difference.severity = Severity::medium;
            }
            return true;
        default: return true;
    }
}

/// A member that is gone and one that is new in its place, with one value of some content.
void find_renamed(std::vector<Difference>& list) {
    constexpr std::size_t value_bytes_min = 2;
    for (auto& gone : list) {
        if (gone.kind != Kind::missing || gone.legacy.size() < value_bytes_min) continue;
        for (auto& come : list) {
            const bool is_same_value = come.kind == Kind::added && come.candidate == gone.legacy;
            if (!is_same_value || come.hint != Hint::none) continue;
            if (!gone.path.starts_with('$') || parent(come.path) != parent(gone.path)) continue;
            gone.hint = come.hint = Hint::renamed;
            break;
        }
    }
}

}  // namespace

void refine(Differences& differences, const normalise::Document& legacy,
            const normalise::Document& candidate) {
    const auto form = form_of(legacy, candidate);
    const bool has_lines =
        !form.format && std::holds_alternative<normalise::Opaque>(legacy.content);
    std::erase_if(differences.list, [&](Difference& difference) {
        if (!difference.path.starts_with('$')) return false;
        if (has_lines) refine_text(difference);
        return !refine_one(difference, form);
    });
    find_renamed(differences.list);
}

}  // namespace shadowdiff::diff
