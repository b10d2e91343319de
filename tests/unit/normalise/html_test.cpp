// SPDX-License-Identifier: Apache-2.0
// What of a page is in its tree, and which pages are one to a browser.
#include "base/hash.hpp"
#include "normalise/tree.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace shadowdiff;

namespace {

std::string page(std::string_view html, const normalise::TreeLimits& limits = {}) {
    const auto made = to_tree({normalise::Format::html, Bytes{html}, ""}, limits);
    if (!made) return (made.error().is_beyond_limit ? "beyond: " : "no: ") + made.error().why;
    return std::string{made->text()};
}

struct Pages {
    std::string_view name;
    std::string_view one;
    std::string_view other;
};

constexpr Pages one_page[] = {
    {"an attribute in another case", "<p @Click='go()'>x", "<p @click='go()'>x"},
    {"attributes in other quotes", "<p [x]=\"a\" (y)='b'>x", "<p [x]=a (y)=b>x"},
    {"attributes parted otherwise", "<p a=\"1\"@b=\"2\">x", "<p a='1' @b='2'>x"},
    {"a slash between attributes", "<p a='1'/b='2'>x", "<p a='1' b='2'>x"},
    {"a form feed between attributes", "<p a='1'\fb='2'>x", "<p a='1' b='2'>x"},
    {"an empty value and none", "<p @a=''>x", "<p @a>x"},
    {"of an attribute that stands twice the first", "<p @a=1 @a=2>x", "<p @a=1>x"},
    {"a table without its body", "<table><tr><td>1<tr><td>2</table>",
     "<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table>"},
    {"a table's rows behind its head", "<table><thead><tr><th>h</thead> <tr><td>1</table>",
     "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"},
    {"cells without a row", "<table><tbody><td>1<td>2</table>",
     "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"},
    {"columns without their group", "<table><col span=2><tr><td>1</table>",
     "<table><colgroup><col span=2></colgroup><tbody><tr><td>1</table>"},
    {"an empty head", "<html><head></head><body>x", "<html><body>x"},
    {"an empty body", "<html><head><title>t</title></head><body></body></html>",
     "<html><head><title>t</title></head></html>"},
    {"a text with and without its body", "<title>t</title>text", "<title>t</title><body>text"},
    {"a comment", "<p>a<!-- <p @x> -->b", "<p>ab"},
    {"a comment that ends otherwise", "<p>a<!-- - -- <p @x> --!>b", "<p>ab"},
    {"the shortest comment", "<p>a<!---->b", "<p>ab"},
};

constexpr Pages two_pages[] = {
    {"values of @", "<p @click='go()'>x", "<p @click='stop()'>x"},
    {"values of []", "<p [x]=1>x", "<p [x]=2>x"},
    {"values of ()", "<p (y)=1>x", "<p (y)=2>x"},
    {"values of [()]", "<input [(ngModel)]=a>", "<input [(ngModel)]=b>"},
    {"values of *", "<p *ngIf=a>x", "<p *ngIf=b>x"},
    {"values of #", "<p #a=1>x", "<p #a=2>x"},
    {"values of :", "<p :bound=a>x", "<p :bound=b>x"},
    {"values of a name with points", "<p v-on:click.prevent=a>x", "<p v-on:click.prevent=b>x"},
    {"values of $", "<p $a=1>x", "<p $a=2>x"},
    {"values of a letter that is not ASCII", "<p \u00e4=1>x", "<p \u00e4=2>x"},
    {"values of a quote", "<p \"=1>x", "<p \"=2>x"},
    {"values of what begins with =", "<p =a=1>x", "<p =a=2>x"},
    {"an attribute that only one has", "<p @click='go()'>x", "<p>x"},
    {"such an attribute without a value", "<p #a>x", "<p>x"},
    {"other names", "<p @a=1>x", "<p @b=1>x"},
    {"names that begin alike", "<p a@b=1>x", "<p a@c=1>x"},
    {"values that hold the end of a tag", "<p (y)='a > b'>x", "<p (y)='a > c'>x"},
    {"values of an attribute of html", "<html @x=1><body>x", "<html @x=2><body>x"},
    {"attributes behind a script", "<script>'<p @x>'</script><p @a=1>x",
     "<script>'<p @x>'</script><p @a=2>x"},
    {"what a script says", "<script>if (a<b @x) f()</script>", "<script>if (a<b @y) f()</script>"},
    {"what stands in an area of text", "<textarea><p @x=1></textarea>",
     "<textarea><p @x=2></textarea>"},
    {"names of elements", "<x@a>t</x@a>", "<x@b>t</x@b>"},
    {"names of elements and an attribute", "<x@a>t", "<x @a>t"},
    {"texts behind an empty comment", "<!--><p>a</p>-->", "<!--><p>b</p>-->"},
    {"a text in a paragraph and without", "<p>hello</p>", "hello"},
    {"a text before a paragraph", "hello<p>x</p>", "<p>hello</p><p>x</p>"},
    {"two bodies of a table and one", "<table><tbody><tr><td>1<tbody><tr><td>2</table>",
     "<table><tr><td>1<tr><td>2</table>"},
    {"an attribute of a table's body", "<table><tbody id=a><tr><td>1</table>",
     "<table><tr><td>1</table>"},
    {"a head in a table's body", "<table><thead><tr><td>1</table>", "<table><tr><td>1</table>"},
};

}  // namespace

TEST_CASE("pages that are one to a browser have one tree") {
    for (const auto& row : one_page) {
        CAPTURE(row.name);
        CHECK(page(row.one) == page(row.other));
    }
}

TEST_CASE("pages that are two to a browser have two trees") {
    for (const auto& row : two_pages) {
        CAPTURE(row.name);
        CHECK(page(row.one) != page(row.other));
        CHECK(page(row.one) == page(row.one));
    }
}

TEST_CASE("attributes that are no XML names stand in the tree as any other") {
    CHECK(page("<p @click='go' [x]=1 *ngIf=c #a>t") ==
          R"({"html":{"body":[{"p":[{"@@click":"go","@[x]":"1","@*ngif":"c","@#a":"",)"
          R"("#text":"t"}]}]}})");
    const auto given = "_." + to_hex(hash128("@a"));
    CHECK(page("<p " + given + "=1>x") != page("<p @a=1>x"));
    CHECK(page("<p " + given + "=1>x").contains("@" + given));
    CHECK(page("<p _.p>x</p>") == R"({"html":{"body":[{"p":[{"@_.p":"","#text":"x"}]}]}})");
}

TEST_CASE("names that take the place of others are bounded as the page is") {
    std::string names = "<p";
    for (int i = 0; i < 1'000; ++i) names += " @" + std::to_string(i);
    CHECK(page(names + ">x").contains("\"@@999\":\"\""));
    const normalise::TreeLimits limits{.markup_bytes_max = names.size() + 10};
    CHECK(page(names + ">x", limits).starts_with("beyond: longer than "));
    const std::string name(10'000, '@');
    CHECK(page("<p " + name + "=1>x").contains(name));
}

TEST_CASE("long pages are read in linear time") {
    const auto repeated = [](std::string_view part) {
        std::string text;
        while (text.size() < 500'000) text += part;
        return text;
    };
    CHECK(page("<p>a</p>" + repeated("<!---->")) == page("<p>a</p>"));
    CHECK(page("<p>a</p>" + repeated("<!-- ")) == page("<p>a</p>"));
    CHECK(page("<p>a</p><script>" + repeated("x</") + "</script>").contains("x</x</x"));
    CHECK(page("<table>" + repeated("<tr><td>")).contains("\"tbody\""));
}

TEST_CASE("markup that ends too early is read as far as it goes") {
    for (const std::string_view cut :
         {"<", "<p", "<p ", "<p @", "<p @a", "<p @a=", "<p @a='", "</", "</p", "<!", "<!-", "<!--",
          "<!--x--", "<?", "<script>", "<script></", "<p/", "<p @a/"}) {
        CAPTURE(cut);
        const auto before = "<b>1</b>" + std::string{cut};
        CHECK(page(before).contains("\"#text\":\"1"));
    }
}
