// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.hpp"
#include "diff/envelope.hpp"
#include "diff/fields/field_spelling.hpp"
#include "diff/fields/security_fields.hpp"
#include "diff/meaning/meaning.hpp"
#include "normalise/shape.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>
#include <string>

namespace shadowdiff::diff {

namespace {

using FieldRun = std::span<const normalise::NamedValue>;  // all fields of one name, in their order

std::string path_of(std::string_view name) { return std::string{"headers."}.append(name); }

std::string joined(FieldRun fields) {
    std::string text;
    for (const auto& field : fields) {
        if (!text.empty()) text += ", ";
        text += field.value;
    }
    return text;
}

/// The fields named `name` at the head of `rest`; takes them off.
FieldRun take_name(FieldRun& rest, std::string_view name) {
    const auto end =
        std::ranges::find_if(rest, [&](const auto& field) { return field.name != name; });
    const auto taken = rest.first(static_cast<std::size_t>(end - rest.begin()));
    rest = rest.subspan(taken.size());
    return taken;
}

/// Calls compare(name, fields of legacy, fields of the candidate) for every name on either side.
template <class Compare>
void for_each_name(const normalise::NamedValues& legacy, const normalise::NamedValues& candidate,
                   Compare compare) {
    FieldRun legacy_rest{legacy};
    FieldRun candidate_rest{candidate};
    while (!legacy_rest.empty() || !candidate_rest.empty()) {
        const bool from_legacy =
            candidate_rest.empty() ||
            (!legacy_rest.empty() && legacy_rest.front().name <= candidate_rest.front().name);
        const std::string_view name =
            from_legacy ? legacy_rest.front().name : candidate_rest.front().name;
        const auto in_legacy = take_name(legacy_rest, name);
        compare(name, in_legacy, take_name(candidate_rest, name));
    }
}

/// Missing on one side: told, with that severity, and true.
bool compare_presence(std::string_view name, FieldRun legacy, FieldRun candidate,
                      Severity missing_severity, Collector& found) {
    if (legacy.empty() == candidate.empty()) return false;
    if (candidate.empty()) {
        found.add(path_of(name), Kind::missing, missing_severity, joined(legacy), "");
    } else {
        found.add(path_of(name), Kind::added, Severity::low, "", joined(candidate));
    }
    return true;
}

bool has_directive(FieldRun cache_control, std::string_view directive) {
    const auto is_it = [&](std::string_view member) {
        return member.substr(0, member.find('=')) == directive;
    };
    return std::ranges::any_of(cache_control, [&](const auto& field) {
        return std::ranges::any_of(http::list_members(field.value), is_it);
    });
}

/// Legacy forbade any or shared caching and the candidate does not (RFC 9111, section 5.2.2).
bool allows_more_caching(FieldRun legacy, FieldRun candidate) {
    const auto is_lost = [&](std::string_view directive) {
        return has_directive(legacy, directive) && !has_directive(candidate, directive);
    };
    return is_lost("no-store") || is_lost("private");
}

/// None where the two values say the same.
Severity field_severity(std::string_view name, FieldRun legacy, FieldRun candidate) {
    if (name == "cache-control" && allows_more_caching(legacy, candidate)) return Severity::high;
    if (name == "grpc-status" || name == "trailer:grpc-status") return Severity::high;
    if (name == "grpc-message" || name == "trailer:grpc-message") return Severity::low;
    if (!is_security_field(name)) return Severity::medium;
    switch (compare_protection(name, joined(legacy), joined(candidate))) {
        case Protection::same: return Severity::none;
        case Protection::weaker: return Severity::high;
        case Protection::other: break;
    }
    return Severity::medium;
}

/// The same place in another spelling is representation.
void compare_location(const normalise::Document& legacy, const normalise::Document& candidate,
                      FieldRun in_legacy, FieldRun in_candidate, Collector& found) {
    constexpr std::string_view name = "location";
    if (compare_presence(name, in_legacy, in_candidate, Severity::high, found)) return;
    const auto one = joined(in_legacy);
    const auto other = joined(in_candidate);
    if (one == other) return;
    const auto meaning = legacy.location == candidate.location
                             ? Meaning{Kind::representation, Severity::none, Hint::none}
                             : meaning_of_texts({Kind::changed, Severity::medium, Hint::none},
                                                legacy.location, candidate.location);
    found.add(path_of(name), meaning, one, other);
}

void compare_field(std::string_view name, FieldRun legacy, FieldRun candidate, Collector& found) {
    if (compare_presence(name, legacy, candidate, Severity::high, found)) return;
    const bool equal = std::ranges::equal(legacy, candidate, {}, &normalise::NamedValue::value,
                                          &normalise::NamedValue::value);
    if (equal) return;
    if (is_other_spelling(name, joined(legacy), joined(candidate))) {
        return found.add(path_of(name), Kind::representation, Severity::none, joined(legacy),
                         joined(candidate));
    }
    const auto severity = field_severity(name, legacy, candidate);
    if (severity == Severity::none) return;
    found.add(path_of(name), Kind::changed, severity, joined(legacy), joined(candidate));
}

/// How long to wait, in seconds: about as long in both.
bool is_within_window(std::string_view name, std::string_view one, std::string_view other) {
    constexpr std::uint64_t window_seconds = 60;
    if (name != "retry-after" && !name.contains("reset")) return true;
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    const auto read = [](std::string_view text, std::uint64_t& value) {
        return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
    };
    if (!read(one, first) || !read(other, second)) return true;
    const auto [less, more] = std::minmax(first, second);
    return more - less <= window_seconds;
}

void compare_per_message_field(std::string_view name, FieldRun legacy, FieldRun candidate,
                               Collector& found) {
    const auto when_missing = name == "etag" ? Severity::medium : Severity::low;
    if (compare_presence(name, legacy, candidate, when_missing, found)) return;
    const bool same_shapes = std::ranges::equal(
        legacy, candidate,
        [&](const std::string& one, const std::string& other) {
            return one == other || (normalise::same_field_shape(name, one, other) &&
                                    is_within_window(name, one, other));
        },
        &normalise::NamedValue::value, &normalise::NamedValue::value);
    if (same_shapes) return;
    found.add(path_of(name), Kind::changed, Severity::medium, joined(legacy), joined(candidate));
}

bool tells_a_version(const std::string& value) {
    return std::ranges::any_of(value, ascii::is_digit);
}

/// Another software names itself otherwise, and nobody depends on it; but a version that legacy did
/// not tell helps an attacker.
void compare_server_field(std::string_view name, FieldRun legacy, FieldRun candidate,
                          Collector& found) {
    const auto in_legacy = joined(legacy);
    const auto in_candidate = joined(candidate);
    if (in_legacy == in_candidate) return;
    if (!tells_a_version(in_candidate) || tells_a_version(in_legacy)) {
        found.add(path_of(name), Kind::representation, Severity::none, in_legacy, in_candidate);
    } else {
        found.add(path_of(name), legacy.empty() ? Kind::added : Kind::changed, Severity::low,
                  in_legacy, in_candidate);
    }
}

}  // namespace

void compare_fields(const normalise::Document& legacy, const normalise::Document& candidate,
                    Collector& found) {
    const auto with = [&found](auto compare) {
        return [&found, compare](std::string_view name, FieldRun in_legacy, FieldRun in_candidate) {
            compare(name, in_legacy, in_candidate, found);
        };
    };
    compare_content_type(legacy, candidate, found);
    if (legacy.coding != candidate.coding) {
        found.add("headers.content-encoding", Kind::representation, Severity::none, legacy.coding,
                  candidate.coding);
    }
    for_each_name(legacy.fields, candidate.fields,
                  [&](std::string_view name, FieldRun in_legacy, FieldRun in_candidate) {
                      if (name == "location") {
                          return compare_location(legacy, candidate, in_legacy, in_candidate,
                                                  found);
                      }
                      compare_field(name, in_legacy, in_candidate, found);
                  });
    for_each_name(legacy.per_message_fields, candidate.per_message_fields,
                  with(compare_per_message_field));
    for_each_name(legacy.server_fields, candidate.server_fields, with(compare_server_field));
}

}  // namespace shadowdiff::diff
