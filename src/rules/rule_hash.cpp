// SPDX-License-Identifier: Apache-2.0
// Hashes under rules. What a rule may set aside or let differ has a hash that does not depend on
// it: so elements that are equal under the rules find each other, and the walk then looks at them.
#include "base/hash.hpp"
#include "base/overload.hpp"
#include "json/canonical_hash.hpp"
#include "json/mix.hpp"
#include "rules/numbers.hpp"
#include "rules/tree_rules.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace shadowdiff::rules {

namespace {

constexpr std::uint64_t nothing = 0x5bd1e995;  // of what does not count

std::uint64_t hash_text(std::string_view text) { return hash128(text).low; }

/// Numbers in one cell are within the tolerance of each other; some that are, lie in two cells.
double cell(const Tolerance& tolerance, std::string_view text) {
    const auto to_double = [](std::string_view number) {
        double value = 0;
        std::from_chars(number.data(), number.data() + number.size(), value);
        return value;
    };
    const auto of_decimal = [&](const json::Decimal& decimal) {
        return decimal.is_zero()
                   ? 0.0
                   : to_double(decimal.digits + "e" + std::to_string(decimal.exponent));
    };
    const auto value = to_double(text);
    const auto absolute = of_decimal(tolerance.absolute);
    const auto relative = of_decimal(tolerance.relative);
    if (std::abs(value) * relative > absolute) {
        return std::copysign(std::floor(std::log(std::abs(value)) / std::log1p(relative)), value);
    }
    return absolute > 0 ? std::floor(value / absolute) : value;
}

}  // namespace

class RuleHasher {
public:
    RuleHasher(TreeRules& rules, Side side, std::uint32_t begin, std::span<std::uint64_t> hashes,
               json::ScalarHash scalar)
        : rules_{rules},
          set_{rules.rules_.set()},
          document_{rules.document(side)},
          side_{side},
          begin_{begin},
          hashes_{hashes},
          scalar_{scalar} {}

    void hash(std::uint32_t index, State state) {
        const auto& node = document_.nodes()[index];
        const auto span = hashes_.subspan(index - begin_, node.next - index);
        if (state == 0) return json::hash_value(document_, index, span, scalar_);
        switch (node.type) {
            case json::Type::array: hash_elements(index, state); break;
            case json::Type::object: hash_members(index, state); break;
            case json::Type::null:
            case json::Type::boolean:
            case json::Type::number:
            case json::Type::string: span.front() = hash_scalar(index, state); break;
        }
        if (is_ignored(index, state)) span.front() = nothing;
    }

private:
    MaybeNode of_legacy(std::uint32_t index) const {
        return side_ == Side::legacy ? MaybeNode{index} : std::nullopt;
    }
    MaybeNode of_candidate(std::uint32_t index) const {
        return side_ == Side::candidate ? MaybeNode{index} : std::nullopt;
    }
    std::uint64_t& at(std::uint32_t index) { return hashes_[index - begin_]; }

    /// The first rule that can be asked decides.
    bool is_ignored(std::uint32_t index, State state) const {
        for (const auto one : rules_.paths_.at(state).values) {
            const auto& rule = set_.rules[one];
            if (rule.when && !has_format(value(index), *rule.when)) continue;
            return std::holds_alternative<Ignore>(rule.action);
        }
        return false;
    }

    Value value(std::uint32_t index) const {
        const auto& node = document_.nodes()[index];
        if (node.type == json::Type::string)
            return {node.type, document_.string_value(node), false};
        const bool is_scalar = node.type != json::Type::array && node.type != json::Type::object;
        return {node.type, is_scalar ? std::string{document_.raw(node)} : "", false};
    }

    void hash_elements(std::uint32_t index, State state) {
        const auto& nodes = document_.nodes();
        std::size_t length = 0;
        for (auto child = index + 1; child < nodes[index].next; child = nodes[child].next) ++length;
        const bool is_unordered =
            std::ranges::any_of(rules_.paths_.at(state).array, [&](RuleIndex rule) {
                return std::holds_alternative<Unordered>(set_.rules[rule].action);
            });
        std::size_t position = 0;
        auto sequence = static_cast<std::uint64_t>(json::Type::array);
        std::uint64_t sum = 0;
        for (auto child = index + 1; child < nodes[index].next; child = nodes[child].next) {
            hash(child,
                 rules_.element(state, position++, length, of_legacy(child), of_candidate(child)));
            sequence = json::mix(sequence, at(child));
            sum += json::mix(at(child), 1);
        }
        at(index) = is_unordered ? sum : sequence;
    }

    void hash_members(std::uint32_t index, State state) {
        const auto& nodes = document_.nodes();
        std::uint64_t sum = 0;  // has no order
        for (auto key = index + 1; key < nodes[index].next; key = nodes[key + 1].next) {
            const auto name = document_.string_value(nodes[key]);
            const auto below =
                rules_.member(state, name, of_legacy(key + 1), of_candidate(key + 1));
            hash(key + 1, below);
            at(key) = hash_text(name);
            if (at(key + 1) == nothing || equals_absent(key + 1, below)) continue;
            sum += json::mix(at(key), at(key + 1));
        }
        at(index) = json::mix(static_cast<std::uint64_t>(json::Type::object), sum);
    }

    bool equals_absent(std::uint32_t index, State state) const {
        return document_.nodes()[index].type == json::Type::null &&
               std::ranges::any_of(rules_.paths_.at(state).values, [&](RuleIndex rule) {
                   return std::holds_alternative<NullEqualsAbsent>(set_.rules[rule].action);
               });
    }

    std::uint64_t hash_scalar(std::uint32_t index, State state) {
        auto here = value(index);
        const auto type = static_cast<std::uint64_t>(here.type);
        auto number = here.type == json::Type::number;
        auto hash = std::uint64_t{0};
        for (const auto index_of_rule : rules_.paths_.at(state).values) {
            const auto& rule = set_.rules[index_of_rule];
            if (rule.when && !has_format(here, *rule.when)) continue;
            if (std::holds_alternative<Compare>(rule.action)) break;
            if (number && std::holds_alternative<Tolerance>(rule.action)) {
                if (scalar_ != json::hash_scalar) return json::mix(type, nothing);
                return json::mix(
                    type,
                    hash_text(std::to_string(cell(std::get<Tolerance>(rule.action), here.text))));
            }
            if (const auto* round = std::get_if<Round>(&rule.action); number && round != nullptr) {
                const auto decimal = rounded(here.text, round->places);
                here.text = (decimal.is_negative ? "-" : "") + decimal.digits + "e" +
                            std::to_string(decimal.exponent);
                return json::mix(type, hash_text(here.text));
            }
            if (is_one_of_its_kind(rule.action, here)) return json::mix(type, nothing);
            if (here.type == json::Type::string) {
                here.text = rewritten(std::move(here.text), rule.action, side_);
                hash = hash_text(here.text);
            }
        }
        if (hash != 0) return json::mix(type, hash);
        return scalar_(document_, document_.nodes()[index]);
    }

    /// Whether the rule makes all values equal that are like this one.
    static bool is_one_of_its_kind(const Action& action, const Value& value) {
        if (std::holds_alternative<TimeWindow>(action)) return true;
        const auto* same = std::get_if<SameFormat>(&action);
        return same != nullptr && has_format(value, same->format);
    }

    TreeRules& rules_;
    const RuleSet& set_;
    const json::Document& document_;
    Side side_;
    std::uint32_t begin_;
    std::span<std::uint64_t> hashes_;
    json::ScalarHash scalar_;
};

void TreeRules::hash(Side side, std::uint32_t node, State state, std::span<std::uint64_t> hashes,
                     json::ScalarHash scalar) {
    RuleHasher{*this, side, node, hashes, scalar}.hash(node, state);
}

}  // namespace shadowdiff::rules
