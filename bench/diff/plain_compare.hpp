// SPDX-License-Identifier: Apache-2.0
// The reference: both texts parsed by simdjson, then one plain walk that counts what differs. It
// knows no exact numbers, no duplicate names, no paths, no rules and no order of elements.
#pragma once

#include <simdjson.h>

#include <cstddef>

namespace shadowdiff::bench {

class PlainCompare {
public:
    std::size_t differences(const simdjson::padded_string& legacy,
                            const simdjson::padded_string& candidate) {
        return compare(legacy_.parse(legacy).value(), candidate_.parse(candidate).value());
    }

private:
    using Element = simdjson::dom::element;
    using Type = simdjson::dom::element_type;

    static std::size_t compare(Element legacy, Element candidate) {
        if (legacy.type() != candidate.type()) return 1;
        switch (legacy.type()) {
            case Type::OBJECT: return compare_objects(legacy, candidate);
            case Type::ARRAY: return compare_arrays(legacy, candidate);
            case Type::STRING:
                return legacy.get_string().value() == candidate.get_string().value() ? 0 : 1;
            case Type::INT64:
                return legacy.get_int64().value() == candidate.get_int64().value() ? 0 : 1;
            case Type::UINT64:
                return legacy.get_uint64().value() == candidate.get_uint64().value() ? 0 : 1;
            case Type::DOUBLE:
                return legacy.get_double().value() == candidate.get_double().value() ? 0 : 1;
            case Type::BOOL:
                return legacy.get_bool().value() == candidate.get_bool().value() ? 0 : 1;
            case Type::NULL_VALUE: break;
        }
        return 0;
    }

    static std::size_t compare_objects(Element legacy, Element candidate) {
        std::size_t count = 0;
        std::size_t members = 0;
        const auto others = candidate.get_object().value();
        for (const auto member : legacy.get_object().value()) {
            const auto other = others.at_key(member.key);
            count += other.error() ? 1 : compare(member.value, other.value_unsafe());
            ++members;
        }
        return count + (others.size() > members ? 1 : 0);
    }

    static std::size_t compare_arrays(Element legacy, Element candidate) {
        std::size_t count = 0;
        const auto others = candidate.get_array().value();
        auto other = others.begin();
        for (const auto element : legacy.get_array().value()) {
            if (other == others.end()) return count + 1;
            count += compare(element, *other);
            ++other;
        }
        return count + (other != others.end() ? 1 : 0);
    }

    simdjson::dom::parser legacy_;
    simdjson::dom::parser candidate_;
};

}  // namespace shadowdiff::bench
