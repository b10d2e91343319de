// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/diff/shown.hpp"

#include <vector>

using namespace shadowdiff;
using test::document;
using test::Lines;
using test::lines;

namespace {

struct FieldRow {
    const char* name;
    http::Fields legacy;
    http::Fields candidate;
    Lines expected;
};

const std::vector<FieldRow> field_rows{
    {"no fields", {}, {}, {}},
    {"names in another case and order",
     {{"X-A", "1"}, {"Location", "/x"}},
     {{"location", "/x"}, {"x-a", "1"}},
     {}},
    {"a lost field", {{"Cache-Control", "no-store"}}, {}, {"headers.cache-control missing high"}},
    {"a new field", {}, {{"X-New", "1"}}, {"headers.x-new added low"}},
    {"another value",
     {{"Location", "/a"}},
     {{"Location", "/b"}},
     {"headers.location changed medium"}},
    {"the case of a value counts",
     {{"X-State", "Open"}},
     {{"X-State", "open"}},
     {"headers.x-state changed medium"}},
    {"a list in one field or in two",
     {{"Vary", "Accept"}, {"Vary", "Origin"}},
     {{"Vary", "Accept, Origin"}},
     {}},
    {"a list in another order and case",
     {{"Vary", "Accept, Origin"}},
     {{"Vary", "origin,accept"}},
     {}},
    {"a list that lost a member",
     {{"Allow", "GET, PUT"}},
     {{"Allow", "GET"}},
     {"headers.allow changed medium"}},
    {"a comma that parts no list",
     {{"X-Note", "a,b"}},
     {{"X-Note", "a, b"}},
     {"headers.x-note changed medium"}},
    {"caching with another age",
     {{"Cache-Control", "max-age=60"}},
     {{"Cache-Control", "max-age=90"}},
     {"headers.cache-control changed medium"}},
    {"caching that was forbidden",
     {{"Cache-Control", "no-store, max-age=0"}},
     {{"Cache-Control", "max-age=0"}},
     {"headers.cache-control changed high"}},
    {"private become public",
     {{"Cache-Control", "private, max-age=60"}},
     {{"Cache-Control", "public, max-age=60"}},
     {"headers.cache-control changed high"}},
    {"stricter caching",
     {{"Cache-Control", "public"}},
     {{"Cache-Control", "private"}},
     {"headers.cache-control changed medium"}},
    {"private with fields become plain private",
     {{"Cache-Control", "private=\"x-a\""}},
     {{"Cache-Control", "private"}},
     {"headers.cache-control changed medium"}},
    {"an age in quotes",
     {{"Cache-Control", "private, max-age=60"}},
     {{"Cache-Control", "Max-Age=\"60\", private"}},
     {"headers.cache-control representation none"}},
    {"a relation in quotes",
     {{"Link", "</a>; rel=next"}},
     {{"Link", "</a>; rel=\"next\""}},
     {"headers.link representation none"}},
    {"a link's parameters in another order",
     {{"Link", "</a>; rel=\"next\"; title=\"a; b\""}},
     {{"Link", "</a>;title=\"a; b\";REL=Next"}},
     {"headers.link representation none"}},
    {"a link's relations in another order",
     {{"Link", "</a;p,q>; rel=\"next last\""}},
     {{"Link", "</a;p,q>; rel=\"last  next\""}},
     {"headers.link representation none"}},
    {"links in quotes and another order",
     {{"Link", "</a>; rel=next"}, {"Link", "</b>; rel=prev"}},
     {{"Link", "</b>; rel=\"prev\", </a>; rel=\"next\""}},
     {"headers.link representation none"}},
    {"a lost link",
     {{"Link", "</a>; rel=next, </b>; rel=prev"}},
     {{"Link", "</a>; rel=\"next\""}},
     {"headers.link changed medium"}},
    {"all links lost", {{"Link", "</a>; rel=next"}}, {}, {"headers.link missing high"}},
    {"the case of a link's target",
     {{"Link", "</a>; rel=next"}},
     {{"Link", "</A>; rel=next"}},
     {"headers.link changed medium"}},
    {"two links that changed their relations",
     {{"Link", "</?p=2&f=a,b>; rel=next, </?p=9&f=a,b>; rel=last"}},
     {{"Link", "</?p=9&f=a,b>; rel=next, </?p=2&f=a,b>; rel=last"}},
     {"headers.link changed medium"}},
    {"a title in quotes that looks like two parameters",
     {{"Link", "</a>; title=\"1; rel=x\""}},
     {{"Link", "</a>; title=1; rel=x"}},
     {"headers.link changed medium"}},
    {"a file's name in quotes",
     {{"Content-Disposition", "attachment; filename=a.txt"}},
     {{"Content-Disposition", "Attachment;filename=\"a.txt\""}},
     {"headers.content-disposition representation none"}},
    {"a file of another name",
     {{"Content-Disposition", "attachment; filename=a.txt"}},
     {{"Content-Disposition", "attachment; filename=A.txt"}},
     {"headers.content-disposition changed medium"}},
    {"a file to be shown and no longer saved",
     {{"Content-Disposition", "attachment; filename=a.txt"}},
     {{"Content-Disposition", "inline; filename=a.txt"}},
     {"headers.content-disposition changed medium"}},
    {"what is accepted, spelled otherwise",
     {{"Accept-Patch", "text/html;q=0.5, a/b; x=\"1\""}},
     {{"Accept-Patch", "text/html; q=0.5,a/b;x=1"}},
     {"headers.accept-patch representation none"}},
    {"what is accepted, in another order",
     {{"Accept-Patch", "text/html, a/b"}},
     {{"Accept-Patch", "a/b, text/html"}},
     {"headers.accept-patch changed medium"}},
    {"a media type's parameters in quotes and another order",
     {{"Content-Type", "a/b; x=\"1\"; y=2"}},
     {{"Content-Type", "a/b;y=2;x=1"}},
     {"headers.content-type representation none"}},
    {"a media type's parameter in quotes that looks like two",
     {{"Content-Type", "a/b; x=\"1; y=2\""}},
     {{"Content-Type", "a/b; x=1; y=2"}},
     {"headers.content-type changed medium"}},
    {"JSON with and without charset",
     {{"Content-Type", "application/json"}},
     {{"Content-Type", "application/json; charset=UTF-8"}},
     {"headers.content-type representation none"}},
    {"another media type",
     {{"Content-Type", "application/json"}},
     {{"Content-Type", "application/problem+json"}},
     {"headers.content-type changed medium"}},
    {"another charset",
     {{"Content-Type", "text/html; charset=utf-8"}},
     {{"Content-Type", "text/html; charset=iso-8859-1"}},
     {"headers.content-type changed medium"}},
    {"no media type any more",
     {{"Content-Type", "text/html"}},
     {},
     {"headers.content-type missing high"}},
    {"a media type at last",
     {},
     {{"Content-Type", "text/html"}},
     {"headers.content-type added low"}},
    {"framing and hop-by-hop fields",
     {{"Transfer-Encoding", "chunked"}, {"Connection", "close"}},
     {{"Content-Length", "0"}, {"Keep-Alive", "timeout=5"}},
     {}},
    {"dates and request ids of one shape",
     {{"Date", "Mon, 02 Jan 2023 10:00:00 GMT"}, {"X-Request-Id", "7f3e9a0c5b1d4e2f"}},
     {{"Date", "Tue, 03 Jan 2023 11:11:11 GMT"}, {"X-Request-Id", "0a1b2c3d4e5f6a7b"}},
     {}},
    {"a request id that is none",
     {{"X-Request-Id", "7f3e9a0c5b1d4e2f"}},
     {{"X-Request-Id", "null"}},
     {"headers.x-request-id changed medium"}},
    {"a lost request id",
     {{"X-Request-Id", "7f3e9a0c5b1d4e2f"}},
     {},
     {"headers.x-request-id missing low"}},
    {"a new entity tag", {}, {{"ETag", "\"a1\""}}, {"headers.etag added low"}},
    {"another entity tag", {{"ETag", "\"a1\""}}, {{"ETag", "\"77b\""}}, {}},
    {"a weak entity tag",
     {{"ETag", "\"a1\""}},
     {{"ETag", "W/\"a1\""}},
     {"headers.etag changed medium"}},
    {"another server",
     {{"Server", "nginx"}},
     {{"Server", "envoy"}},
     {"headers.server representation none"}},
    {"no server name", {{"Server", "nginx"}}, {}, {"headers.server representation none"}},
    {"a server that tells its version",
     {{"Server", "nginx"}},
     {{"Server", "nginx/1.25.3"}},
     {"headers.server changed low"}},
    {"a framework that tells its version",
     {},
     {{"X-Powered-By", "PHP/8.1"}},
     {"headers.x-powered-by added low"}},
    {"both tell a version",
     {{"Server", "a/1"}},
     {{"Server", "b/2"}},
     {"headers.server representation none"}},
};

}  // namespace

TEST_CASE("header fields are compared by what they are for") {
    for (const auto& row : field_rows) {
        CAPTURE(row.name);
        CHECK(lines(diff::diff(document(row.legacy), document(row.candidate))) == row.expected);
        CHECK(diff::diff(document(row.candidate), document(row.legacy)).list.empty() ==
              row.expected.empty());
    }
}

TEST_CASE("a header difference carries both values") {
    const auto found = diff::diff(document({{"X-A", "old"}, {"X-B", "gone"}}),
                                  document({{"X-A", "new"}, {"X-C", "more"}}));
    REQUIRE(found.list.size() == 3);
    CHECK(found.list[0].legacy == "old");
    CHECK(found.list[0].candidate == "new");
    CHECK(found.list[1].legacy == "gone");
    CHECK(found.list[1].candidate.empty());
    CHECK(found.list[2].legacy.empty());
    CHECK(found.list[2].candidate == "more");
    CHECK(found.list[0].pattern == found.list[0].path);
}

TEST_CASE("another content coding is a representation") {
    auto legacy = document({{"Content-Type", "text/plain"}}, "text");
    auto candidate = legacy;
    candidate.coding = "gzip";
    CHECK(lines(diff::diff(legacy, candidate)) ==
          Lines{"headers.content-encoding representation none"});
}

TEST_CASE("a per-message field that is sent twice differs from one that is sent once") {
    const http::Fields once{{"X-Request-Id", "7f3e9a0c5b1d4e2f"}};
    http::Fields twice = once;
    twice.push_back(once[0]);
    CHECK(lines(diff::diff(document(once), document(twice))) ==
          Lines{"headers.x-request-id changed medium"});
}
