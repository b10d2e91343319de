// SPDX-License-Identifier: Apache-2.0
// What holds for every set of rules and every pair of documents.
#include "tests/unit/diff/arbitrary_json.hpp"
#include "tests/unit/diff/shown.hpp"
#include "tests/unit/rules/rules_of.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

/// Of the names that arbitrary documents have.
rc::Gen<std::string> arbitrary_path() {
    const auto step = rc::gen::elementOf(std::vector<std::string>{
        ".a", ".b", ".c", "[*]", "[0]", "[1]", "[-1]", "[0:2]", "..a", "..*", "[?@.a]", "[?@==1]"});
    return rc::gen::map(rc::gen::resize(3, rc::gen::container<std::vector<std::string>>(step)),
                        [](const std::vector<std::string>& steps) {
                            std::string path = "$";
                            for (const auto& one : steps) path += one;
                            return path;
                        });
}

std::string rule_table(const std::string& path, const std::string& action) {
    return "paths = \"" + path + "\"\n" + action;
}

rc::Gen<std::string> arbitrary_rule() {
    return rc::gen::map(
        rc::gen::pair(arbitrary_path(),
                      rc::gen::elementOf(std::vector<std::string>{
                          "action = 'ignore'", "action = 'compare'", "action = 'unordered'",
                          "action = 'null_equals_absent'", "action = 'case'",
                          "action = 'tolerance'\nabsolute = 1", "action = 'key'\nmembers = ['a']",
                          "action = 'ignore'\nwhen = 'number'",
                          "action = 'format'\nformat = 'text'", "action = 'round'\nplaces = 0"})),
        [](const auto& parts) { return rule_table(parts.first, parts.second); });
}

diff::Differences compare_documents(const std::vector<std::string>& tables,
                                    const json::Document& legacy, const json::Document& candidate) {
    const auto set = test::rules_of(tables);
    rules::ScopedRules scoped{set, set.chosen_for({}), {}};
    return diff::diff_json(legacy, candidate, {}, &scoped);
}

bool are_equal(const diff::Differences& differences) {
    return differences.unlisted == 0 &&
           std::ranges::all_of(differences.list, [](const diff::Difference& one) {
               return one.severity == diff::Severity::none;
           });
}

struct Texts {
    json::Document legacy;
    json::Document candidate;
};

Texts arbitrary_pair() {
    const auto legacy = *test::arbitrary_value(3);
    const auto candidate = *test::arbitrary_relative(legacy);
    return {json::parse(test::text_of(legacy)).value(),
            json::parse(test::text_of(candidate)).value()};
}

}  // namespace

TEST_CASE("adding an ignore rule never turns an equal exchange into a mismatch") {
    CHECK(rc::check("ignored", [] {
        const auto texts = arbitrary_pair();
        auto tables =
            *rc::gen::resize(3, rc::gen::container<std::vector<std::string>>(arbitrary_rule()));
        const auto path = *arbitrary_path();
        const bool were_equal = are_equal(compare_documents(tables, texts.legacy, texts.candidate));
        RC_CLASSIFY(were_equal);
        tables.push_back(rule_table(path, "action = 'ignore'"));
        RC_PRE(were_equal);
        RC_ASSERT(are_equal(compare_documents(tables, texts.legacy, texts.candidate)));
    }));
}

TEST_CASE("under any rules nothing differs from itself, and equal stays equal") {
    CHECK(rc::check("itself", [] {
        const auto texts = arbitrary_pair();
        const auto tables =
            *rc::gen::resize(4, rc::gen::container<std::vector<std::string>>(arbitrary_rule()));
        const auto itself = compare_documents(tables, texts.legacy, texts.legacy);
        RC_ASSERT(itself.list.empty() && itself.set_aside.empty());
        const bool were_equal = are_equal(diff::diff_json(texts.legacy, texts.candidate));
        if (were_equal)
            RC_ASSERT(are_equal(compare_documents(tables, texts.legacy, texts.candidate)));
    }));
}

TEST_CASE("what is ignored at the root is all that differs in the body") {
    CHECK(rc::check("root", [] {
        const auto texts = arbitrary_pair();
        const auto found = compare_documents({rule_table("$", "action = 'ignore'")}, texts.legacy,
                                             texts.candidate);
        RC_ASSERT(are_equal(found));
    }));
}
