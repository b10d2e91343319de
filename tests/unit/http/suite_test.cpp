// SPDX-License-Identifier: Apache-2.0
// llhttp's own cases, where they are at hand: each is read as llhttp reads it, or docs/leniency.md
// says why not.
#include "tests/support/suites.hpp"
#include "tests/unit/http/llhttp_case.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {

TEST_CASE("llhttp's cases are read as llhttp reads them, or as docs/leniency.md says") {
    const auto folder = test::suites_folder();
    if (folder.empty()) return;
    test::Leniency leniency{"llhttp"};
    std::size_t cases = 0;
    for (const auto& one : test::llhttp_cases(folder / "llhttp.jsonl")) {
        CAPTURE(one.name);
        const auto said = one.said();
        const auto read = one.read(Strictness::lenient, one.bytes.size() + 1);
        CAPTURE(said);
        CAPTURE(read);
        // Where a case ends in a tunnel, llhttp stops.
        const bool agrees =
            one.is_sound() && (one.ends_in_tunnel() ? read.starts_with(said) : read == said);
        leniency.check(one.name, agrees, one.is_sound() ? test::in_short(said) : "another case",
                       test::in_short(read));
        ++cases;
    }
    CHECK(cases > 0);
    leniency.check_all_used();
}

TEST_CASE("llhttp's cases: what llhttp refuses by default, the strict parser refuses") {
    const auto folder = test::suites_folder();
    if (folder.empty()) return;
    for (const auto& one : test::llhttp_cases(folder / "llhttp.jsonl")) {
        if (!one.is_default() || !one.is_sound() || !one.is_refused()) continue;
        if (one.name.ends_with("Invalid method")) continue;  // any token is one (RFC 9110, 9.1)
        CAPTURE(one.name);
        const auto strict = one.read(Strictness::strict, one.bytes.size() + 1);
        CAPTURE(strict);
        CHECK(strict.ends_with("refused\n"));
    }
}

TEST_CASE("llhttp's cases are read the same in single bytes and whole") {
    const auto folder = test::suites_folder();
    if (folder.empty()) return;
    for (const auto& one : test::llhttp_cases(folder / "llhttp.jsonl")) {
        CAPTURE(one.name);
        for (const auto strictness : {Strictness::lenient, Strictness::strict}) {
            CHECK(one.read(strictness, 1) == one.read(strictness, one.bytes.size() + 1));
        }
    }
}

}  // namespace shadowdiff::http
