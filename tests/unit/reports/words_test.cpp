// SPDX-License-Identifier: Apache-2.0
#include "base/coverage.hpp"
#include "reports/coverage_words.hpp"
#include "reports/value_words.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

TEST_CASE("every reason of coverage has words of its own") {
    for (std::size_t i = 0; i < blind_count; ++i) {
        const std::string reason{name(static_cast<Blind>(i))};
        CAPTURE(reason);
        CHECK(coverage_words({reason, 1}).starts_with("1 "));
        CHECK(coverage_words({reason, 1}) != coverage_words({reason, 2}));
        CHECK(coverage_words({reason, 2}).find('_') == std::string::npos);
    }
    CHECK(coverage_words({"a_later_reason", 2'000}) == "2,000 a later reason");
}

TEST_CASE("coverage in one line tells losses from what was set aside") {
    CHECK(coverage_sentence({}) == "no loss is known");
    CHECK(coverage_sentence({{"not_tcp_frames", 2}}) ==
          "no loss is known; set aside: 2 frames of other protocols");
    CHECK(coverage_sentence({{"refused_requests", 2}}) ==
          "not seen: 2 requests refused for their heads");
    CHECK(coverage_sentence({{"gap_bytes", 7}, {"kernel_drops", 1}}) ==
          "not seen: 7 bytes missing from streams, 1 packet dropped by the kernel");
}

TEST_CASE("what is absent is said in words, on the right side") {
    struct {
        const char* kind;
        const char* legacy;
        const char* candidate;
        ValuePair expected;
    } const rows[] = {
        {"changed", "19.90", "19.9", {"19.90", "19.9"}},
        {"changed", "", "x", {"(empty)", "x"}},
        {"changed", "x", "", {"x", "(empty)"}},
        {"missing", "\"EUR\"", "", {"\"EUR\"", "(none)"}},
        {"missing", "", "", {"(present)", "(none)"}},
        {"added", "", "1", {"(none)", "1"}},
        {"added", "", "", {"(none)", "(present)"}},
        {"unanswered", "200", "refused", {"200", "refused"}},
        {"unanswered", "", "", {"(an answer)", "(no answer)"}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.kind);
        const ValuePair words = value_words(row.kind, row.legacy, row.candidate);
        CHECK(words.legacy == row.expected.legacy);
        CHECK(words.candidate == row.expected.candidate);
    }
}

TEST_CASE("a finding none of whose exchanges is kept any more has values that are not known") {
    store::FindingRow finding;
    finding.kind = "changed";
    CHECK(value_words(finding).legacy == "(not kept)");
    CHECK(value_words(finding).candidate == "(not kept)");
    finding.kind = "missing";
    CHECK(value_words(finding).legacy == "(present)");
    CHECK(value_words(finding).candidate == "(none)");
    finding.kind = "changed";
    finding.example_id = "00";
    finding.example_legacy = "1";
    CHECK(value_words(finding).legacy == "1");
    CHECK(value_words(finding).candidate == "(empty)");
}

TEST_CASE("a value is bounded and printable") {
    const ValuePair words = value_words("changed", "\x1b[2J", std::string(5'000, 'x'));
    CHECK(words.legacy == "\\x1b[2J");
    CHECK(words.candidate.size() < 300);
}
