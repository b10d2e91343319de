// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/diff/shown.hpp"

#include <string>
#include <vector>

using namespace shadowdiff;
using normalise::Content;
using normalise::NoBody;
using normalise::Opaque;
using normalise::Undecodable;
using test::Lines;
using test::lines;

namespace {

normalise::Document with(Content content, std::string content_type = "application/json") {
    normalise::Document document;
    document.status = 200;
    document.content_type = std::move(content_type);
    document.content = std::move(content);
    return document;
}

Content json_of(const char* text) { return json::parse(text).value(); }
Content opaque_text(const char* text) { return Opaque{text, ""}; }

const std::string picture{"\x89PNG\0\1", 6};
const std::string other_picture{"\x89PNG\0\2", 6};

struct ContentRow {
    const char* name;
    Content legacy;
    Content candidate;
    Lines expected;
};

const std::vector<ContentRow> content_rows{
    {"neither has a body", NoBody{}, NoBody{}, {}},
    {"a lost body", json_of("{}"), NoBody{}, {"body missing high"}},
    {"a lost text", opaque_text("x"), NoBody{}, {"body missing high"}},
    {"a new body", NoBody{}, json_of("1"), {"body added high"}},
    {"a new body that cannot be decoded", NoBody{}, Undecodable{"x", "why"}, {"body added high"}},
    {"JSON", json_of(R"({"a":1})"), json_of(R"({"a":2})"), {"$.a changed medium"}},
    {"JSON become text", json_of("{}"), opaque_text("<html>"), {"body retyped high"}},
    {"text become JSON", opaque_text("<html>"), json_of("{}"), {"body retyped high"}},
    {"JSON that does not parse any more",
     json_of("{}"),
     Opaque{"{},", "invalid JSON at byte 2: text behind the value"},
     {"body retyped high"}},
    {"equal text", opaque_text("x"), opaque_text("x"), {}},
    {"other text", opaque_text("x"), opaque_text("y"), {"body changed medium"}},
    {"equal bytes", Opaque{picture, ""}, Opaque{picture, ""}, {}},
    {"other bytes", Opaque{picture, ""}, Opaque{other_picture, ""}, {"body changed high"}},
    {"text become bytes", opaque_text("x"), Opaque{picture, ""}, {"body changed high"}},
    {"equally broken JSON", Opaque{"{", "invalid"}, Opaque{"{", "invalid"}, {}},
    {"differently broken JSON",
     Opaque{"{", "invalid"},
     Opaque{"[", "invalid"},
     {"body changed high"}},
    {"equally undecodable", Undecodable{"x", "why"}, Undecodable{"x", "why"}, {}},
    {"differently undecodable",
     Undecodable{"x", "why"},
     Undecodable{"y", "why"},
     {"body changed high"}},
    {"undecodable now", json_of("{}"), Undecodable{"x", "gzip: cut short"}, {"body retyped high"}},
    {"decodable at last", Undecodable{"x", "why"}, opaque_text("x"), {"body retyped high"}},
};

}  // namespace

TEST_CASE("bodies are compared by what they turned out to be") {
    for (const auto& row : content_rows) {
        CAPTURE(row.name);
        CHECK(lines(diff::diff(with(row.legacy), with(row.candidate))) == row.expected);
        CHECK(diff::diff(with(row.candidate), with(row.legacy)).list.empty() ==
              row.expected.empty());
        CHECK(diff::diff(with(row.legacy), with(row.legacy)).list.empty());
    }
}

TEST_CASE("what is declared as text is text in any charset") {
    const Content legacy = Opaque{"caf\xe9", ""};
    const Content candidate = Opaque{"caf\xe8", ""};
    CHECK(lines(diff::diff(with(legacy, "Text/Plain; charset=iso-8859-1"),
                           with(candidate, "Text/Plain; charset=iso-8859-1"))) ==
          Lines{"body changed medium"});
    CHECK(lines(diff::diff(with(legacy, "image/x-y"), with(candidate, "image/x-y"))) ==
          Lines{"body changed high"});
}

TEST_CASE("the values show where two texts part") {
    const auto text = std::string(5'000, 'a');
    const auto found =
        diff::diff(with(Opaque{text + "legacy", ""}), with(Opaque{text + "candidate", ""}));
    REQUIRE(found.list.size() == 1);
    CHECK(found.list[0].legacy.ends_with("aalegacy"));
    CHECK(found.list[0].candidate.ends_with("aacandidate"));
    CHECK(found.list[0].legacy.size() < 100);
}

TEST_CASE("the values of a body of another kind say what each is") {
    const auto found = diff::diff(with(json_of(R"({"a":1})")),
                                  with(Opaque{"{\"a\":1", "invalid JSON at byte 6: x"}));
    REQUIRE(found.list.size() == 1);
    CHECK(found.list[0].legacy == R"({"a":1})");
    CHECK(found.list[0].candidate == "invalid JSON at byte 6: x: {\"a\":1");
    const auto undecodable =
        diff::diff(with(json_of("1")), with(Undecodable{"\x1f\x8b", "gzip: cut short"}));
    REQUIRE(undecodable.list.size() == 1);
    CHECK(undecodable.list[0].candidate == "gzip: cut short");
}
