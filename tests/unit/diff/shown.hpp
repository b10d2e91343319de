// SPDX-License-Identifier: Apache-2.0
// Differences and inputs in forms that a test can show on one line.
#pragma once

#include "diff/diff.hpp"
#include "http/message.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::test {

using Lines = std::vector<std::string>;

/// "path kind severity", one for each.
Lines lines(const diff::Differences& differences);

/// diff_json() of two texts, which must be JSON.
diff::Differences diff_texts(std::string_view legacy, std::string_view candidate,
                             const DiffLimits& limits = {});

/// What the product makes of an answer with those fields and that body.
normalise::Document document(http::Fields headers, Bytes body = {}, std::uint16_t status = 200);

}  // namespace shadowdiff::test

namespace doctest {
template <>
struct StringMaker<shadowdiff::test::Lines> {
    static String convert(const shadowdiff::test::Lines& lines) {
        std::string text = "{";
        for (const auto& line : lines) text += " " + line + ";";
        return (text + " }").c_str();
    }
};
}  // namespace doctest
