// SPDX-License-Identifier: Apache-2.0
// One rule: what the team declared not to count, or to compare otherwise; where; for which values;
// and who answers for it until when.
#pragma once

#include "base/time.hpp"
#include "json/decimal.hpp"
#include "json/query.hpp"
#include "rules/format.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace re2 {
class RE2;
}

namespace shadowdiff::rules {

/// A place outside of a body's tree: "status", "headers.date", "cookies.sid.secure", "body"; one
/// that ends in ".*" is any below it.
struct EnvelopePlace {
    std::string path;
    bool matches(std::string_view path_of_difference) const;
};

struct RulePath {
    std::string text;  // as it was written
    std::variant<json::Query, EnvelopePlace> place;
};

struct Ignore {};   // what differs here, and below, does not count
struct Compare {};  // it counts again, where a broader rule says otherwise
struct Tolerance {  // of two numbers: at most the greater of both apart
    json::Decimal absolute;
    json::Decimal relative;  // of the greater one
};
struct Round {
    int places = 0;  // behind the point
};
struct Replace {  // on both sides, everywhere in the text
    std::shared_ptr<const re2::RE2> pattern;
    std::string with;
};
struct MapHost {  // in URLs: legacy's host stands for the candidate's
    std::string legacy;
    std::string candidate;
};
struct NullEqualsAbsent {};
struct IgnoreCase {};        // of ASCII letters
struct IgnoreWhitespace {};  // how much of it, and at the ends
struct TimeWindow {
    Duration within{};
};
struct SameFormat {
    Format format = Format::text;
};
struct Unordered {};  // of an array: another order does not count
struct Key {          // of an array: elements are the same where these members are
    std::vector<std::string> members;
};

using Action = std::variant<Ignore, Compare, Tolerance, Round, Replace, MapHost, NullEqualsAbsent,
                            IgnoreCase, IgnoreWhitespace, TimeWindow, SameFormat, Unordered, Key>;

/// "ignore", "tolerance", "null_equals_absent": as it is written in a rule.
std::string_view name(const Action& action);

struct HeaderScope {
    std::string name;   // of the request, lower case
    std::string value;  // "*" is any
};

/// Empty lists say nothing. Texts may hold "*" for any run of characters.
struct Scope {
    std::vector<std::string> routes;
    std::vector<std::string> hosts;
    std::vector<std::string> methods;
    std::vector<std::string> statuses;  // of legacy's answer: "404", "5xx"
    std::vector<HeaderScope> headers;

    std::size_t terms() const;  // how many of them say something
};

struct Rule {
    std::string name;  // its own, or where it stands: "shadowdiff.toml:12"
    std::vector<RulePath> paths;
    Action action;
    Scope scope;
    std::optional<Format> when;  // both values must be of it
    /// What it lets differ must still have the shape of legacy's values: the judge looks at it.
    bool keep_shape = false;
    std::string reason;
    std::string owner;
    std::optional<std::chrono::sys_days> expires;  // the last day on which it holds
};

/// True where "*" in the pattern stands for any characters, and all others for themselves.
bool matches_wildcard(std::string_view pattern, std::string_view text);

}  // namespace shadowdiff::rules
