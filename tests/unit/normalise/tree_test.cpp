// SPDX-License-Identifier: Apache-2.0
#include "normalise/tree.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using normalise::Format;
using normalise::Structured;
using normalise::to_tree;

namespace {

/// The tree as a JSON text, or why there is none.
std::string tree(Format format, std::string_view body, std::string_view content_type = "") {
    const auto made = to_tree({format, Bytes{body}, std::string{content_type}});
    if (!made) return (made.error().is_beyond_limit ? "beyond: " : "no: ") + made.error().why;
    return std::string{made->text()};
}

struct TreeRow {
    std::string_view body;
    std::string_view expected;
};

}  // namespace

TEST_CASE("JSON texts in lines or behind separators are a list") {
    CHECK(tree(Format::json_lines, "{\"a\":1}\n[2]\n") == R"([{"a":1},[2]])");
    CHECK(tree(Format::json_lines, "1\r\n\r\n2") == "[1,2]");
    CHECK(tree(Format::json_lines, "\n") == "[]");
    CHECK(tree(Format::json_sequence, "\x1e{\"a\":1}\n\x1e{\"a\":2}\n") == R"([{"a":1},{"a":2}])");
    CHECK(tree(Format::json_lines, "1\n2,3") == "no: record 2, byte 1: text behind the value");
    CHECK(tree(Format::json_lines, "[1\n2]") == "no: record 1, byte 2: a comma or ] was expected");
}

TEST_CASE("an event stream is a list of events without its heartbeats") {
    const TreeRow rows[] = {
        {"data: one\n\n", R"([{"event":"message","data":"one"}])"},
        {": ping\n\ndata:one\ndata: two\r\n\r\n", R"([{"event":"message","data":"one\u000atwo"}])"},
        {"event: tick\nid: 7\nretry: 10\ndata: {}\n\n",
         R"([{"event":"tick","id":"7","retry":"10","data":"{}"}])"},
        {"data: one\r\rdata: two\r\r",
         R"([{"event":"message","data":"one"},{"event":"message","data":"two"}])"},
        {"data: one\r\n\r\ndata: two\r\n\n",
         R"([{"event":"message","data":"one"},{"event":"message","data":"two"}])"},
        {"data: whole\n\ndata: cut", R"([{"event":"message","data":"whole"},)"
                                     R"({"event":"message","data":"cut","unfinished":true}])"},
        {"data: whole\n\n: ping\n", R"([{"event":"message","data":"whole"}])"},
        {"event: nothing\n\n", "[]"},
    };
    for (const auto& row : rows) CHECK(tree(Format::event_stream, row.body) == row.expected);
}

TEST_CASE("qualified names in XML are told by their namespace, not by a prefix") {
    const std::string schema{"xmlns:x='http://www.w3.org/2001/XMLSchema-instance'"};
    const auto type = [&](const std::string& namespaces, const std::string& value) {
        return tree(Format::xml, "<a " + schema + namespaces + " x:type='" + value + "'/>");
    };
    CHECK(type(" xmlns:p='u'", "p:t") == type(" xmlns:q='u'", "q:t"));
    CHECK(type(" xmlns:p='u'", "p:t") != type(" xmlns:p='v'", "p:t"));
    CHECK(type(" xmlns:p='u'", "p:t") != type(" xmlns:p='u'", "p:s"));
    CHECK(type("", "p:t").ends_with(R"(type":"p:t"}})"));
    CHECK(type("", "t").ends_with(R"(type":"t"}})"));
    CHECK(tree(Format::xml, "<f xmlns:p='u'><faultcode>p:Server</faultcode></f>") ==
          R"({"f":{"faultcode":[{"#text":"{u}Server"}]}})");
    CHECK(tree(Format::xml, "<f xmlns:p='u'><note>p:Server</note></f>") ==
          R"({"f":{"note":[{"#text":"p:Server"}]}})");
}

TEST_CASE("XML is told by names, attributes, texts and the order of different children") {
    const TreeRow rows[] = {
        {"<a/>", R"({"a":{}})"},
        {"<?xml version='1.0'?><a x='1' y=\"2\"></a>", R"({"a":{"@x":"1","@y":"2"}})"},
        {"<a>\n  <b>1</b>\n  <b>2</b>\n</a>", R"({"a":{"b":[{"#text":"1"},{"#text":"2"}]}})"},
        {"<a><b/><c/></a>", R"({"a":{"b":[{}],"c":[{}],"#order":["b","c"]}})"},
        {"<a>x<b>y</b>z</a>", "{\"a\":{\"b\":[{\"#text\":\"y\"}],\"#text\":\"x\uFFFCz\"}}"},
        {"<a><![CDATA[<&]]> &lt;&#x26;</a>", R"({"a":{"#text":"<& <&"}})"},
        {"<a><!-- nothing --><?php nothing ?></a>", R"({"a":{}})"},
        {"<p:a xmlns:p='u'><p:b/></p:a>", R"({"a":{"@xmlns":"u","b":[{}]}})"},
        {"<a xmlns='u'><b xmlns='v' xmlns:q='w' q:x='1' xml:lang='de'/></a>",
         R"({"a":{"@xmlns":"u","b":[{"@xmlns":"v","@{w}x":"1","@xml:lang":"de"}]}})"},
    };
    for (const auto& row : rows) CHECK(tree(Format::xml, row.body) == row.expected);
}

TEST_CASE("references to entities that another document declares stand where they were written") {
    const auto declared_outside = [](std::string_view element) {
        return tree(Format::xml, "<!DOCTYPE a SYSTEM 'a.dtd'>" + std::string{element});
    };
    CHECK(declared_outside("<a x='p&u;q'><b y='&v;'/>&w;</a>") ==
          "{\"a\":{\"@x\":\"p\\u0001&u;q\",\"b\":[{\"@y\":\"\\u0001&v;\"}],"
          "\"#text\":\"\uFFFC\\u0001&w;\"}}");
    const TreeRow unlike[] = {
        {"<a x='&u;'/>", "<a x='&v;'/>"},
        {"<a x='&u;'/>", "<a x=''/>"},
        {"<a x='&u;' y=''/>", "<a x='' y='&u;'/>"},
        {"<a x='&u;'/>", "<a x='&amp;u;'/>"},
        {"<a>&u;</a>", "<a>&v;</a>"},
        {"<a>&u;</a>", "<a>&amp;u;</a>"},
        {"<a><b x='&u;'/></a>", "<a>&u;<b x=''/></a>"},
    };
    for (const auto& row : unlike) {
        CAPTURE(row.body);
        CHECK(declared_outside(row.body) != declared_outside(row.expected));
        CHECK(declared_outside(row.body).starts_with('{'));
    }
    CHECK(tree(Format::xml, "<a x='&u;'/>").starts_with("no: line 1: "));
    CHECK(tree(Format::xml,
               "<?xml version='1.0' standalone='yes'?><!DOCTYPE a SYSTEM 'a.dtd'>"
               "<a x='&u;'/>")
              .starts_with("no: line 1: "));
}

TEST_CASE("XML that is broken, too deep, too long or declares entities has no tree") {
    CHECK(tree(Format::xml, "<a><b></a>").starts_with("no: line 1: "));
    CHECK(tree(Format::xml, "") == "no: line 1: Document is empty");
    CHECK(tree(Format::xml, "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>") ==
          "no: declares entities or default attributes, which are not followed");
    CHECK(tree(Format::xml, "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>") ==
          "no: declares entities or default attributes, which are not followed");
    std::string bomb = "<!DOCTYPE a [<!ENTITY a0 'ha'>";
    for (int i = 1; i < 30; ++i) {
        const auto before = "&a" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY a" + std::to_string(i) + " '" + before + before + "'>";
    }
    bomb += "]><a x='&a29;'>&a29;</a>";
    CHECK(tree(Format::xml, bomb).starts_with("no: "));
    std::string deep;
    for (int i = 0; i < 300; ++i) deep += "<a>";
    for (int i = 0; i < 300; ++i) deep += "</a>";
    CHECK(tree(Format::xml, deep).starts_with("beyond: "));
    CHECK(tree(Format::xml, "<a>" + std::string(5 << 20, 'x') + "</a>") ==
          "beyond: longer than 4194304 bytes");
}

TEST_CASE("markup behind a NUL is not left out, so that there is no tree") {
    CHECK(tree(Format::html, std::string{"<p>a</p>\0<p>b</p>", 17}) == "no: holds a NUL");
    CHECK(tree(Format::xml, std::string{"<a>1</a>\0<b/>", 13}) == "no: holds a NUL");
}

TEST_CASE("HTML has one tree for all spellings of one page") {
    const auto plain =
        tree(Format::html,
             "<!DOCTYPE html><html><body class='a b' id=x>"
             "<p>Caf&eacute; one<br>two</p><input type=checkbox checked></body></html>");
    CHECK(plain == tree(Format::html,
                        "<html>\n <BODY class=\" a  b \" id=\"x\">\n  <p>\n Caf\u00e9  one <br/>\n"
                        "two</p>\n <input type='checkbox' checked=\"checked\">\n</body></html>\n"));
    CHECK(plain ==
          "{\"html\":{\"body\":[{\"@class\":\"a b\",\"@id\":\"x\",\"input\":[{\"@type\":"
          "\"checkbox\",\"@checked\":\"\"}],\"p\":[{\"br\":[{}],\"#text\":\"Caf\u00e9 "
          "one\uFFFCtwo\"}],"
          "\"#order\":[\"p\",\"input\"]}]}}");
    CHECK(tree(Format::html, "<p>see <b>this</b> one</p>").find("see \uFFFC one") !=
          std::string::npos);
    CHECK(tree(Format::html, "<pre>a  b</pre>") ==
          R"({"html":{"body":[{"pre":[{"#text":"a  b"}]}]}})");
    CHECK(tree(Format::html, "<form><input name=csrf value=x></form>")
              .find("\"@value:csrf\":\"x\"") != std::string::npos);
    std::string deep;
    for (int i = 0; i < 600; ++i) deep += "<div>";
    CHECK(tree(Format::html, deep).starts_with("beyond: "));
}

TEST_CASE("forms are lists of values by name") {
    CHECK(tree(Format::form, "b=2&a=x+y%21&b=1&&c") == R"({"a":["x y!"],"b":["2","1"],"c":[""]})");
    CHECK(tree(Format::form, "a=%zz&b=%ff") == R"({"a":["%zz"],"b":["base64:/w=="]})");
}

TEST_CASE("the boundary of a multipart body says nothing, its parts do") {
    const auto body = [](std::string_view boundary) {
        const auto mark = "--" + std::string{boundary};
        return "ignored\r\n" + mark +
               "\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\none\r\n" + mark +
               "\r\nContent-Type: image/png\r\n\r\n\xff\r\n" + mark + "--\r\n";
    };
    const auto expected =
        R"({"#parts":[{"headers":{"content-type":"image/png"},"body":"base64:/w=="}],)"
        R"("f":[{"headers":{"content-disposition":"form-data; name=\"f\""},"body":"one"}],)"
        R"("#order":["f","#parts"]})";
    CHECK(tree(Format::multipart, body("x"), "multipart/mixed; boundary=x") == expected);
    CHECK(tree(Format::multipart, body("a b"), "multipart/mixed; boundary=\"a b\"") == expected);
    CHECK(tree(Format::multipart, body("x"), "multipart/mixed") ==
          "no: multipart without a boundary");
    CHECK(tree(Format::multipart, "--x\r\n\r\none", "multipart/mixed; boundary=x") ==
          "no: multipart without its closing delimiter");
    CHECK(tree(Format::multipart, "none", "multipart/mixed; boundary=x") ==
          "no: multipart without parts");
}

TEST_CASE("CSV rows have the names of their columns where there are such") {
    const TreeRow rows[] = {
        {"id,name\n1,\"a, \"\"b\"\"\"\r\n2,c\r\n",
         R"({"#columns":["id","name"],"rows":[{"id":"1","name":"a, \"b\""},)"
         R"({"id":"2","name":"c"}]})"},
        {"1,2\n3,4", R"({"rows":[["1","2"],["3","4"]]})"},
        {"a,a\nb,c", R"({"rows":[["a","a"],["b","c"]]})"},
        {"a,b\nonly\n\n", R"({"#columns":["a","b"],"rows":[["only"]]})"},
        {"a,b\n\"x\ny\",z", R"({"#columns":["a","b"],"rows":[{"a":"x\u000ay","b":"z"}]})"},
        {"a\r\n\"open", R"({"#columns":["a"],"rows":[{"a":"open"}]})"},
    };
    for (const auto& row : rows) CHECK(tree(Format::csv, row.body) == row.expected);
    CHECK(tree(Format::csv, "a\tb\n1\t2", "text/tab-separated-values; charset=utf-8") ==
          R"({"#columns":["a","b"],"rows":[{"a":"1","b":"2"}]})");
}

TEST_CASE("texts are lists of lines, whatever ends them") {
    CHECK(tree(Format::text, "a\nb\r\n\r\nc") == R"(["a","b","","c"])");
}

TEST_CASE("protobuf without a descriptor is fields by number") {
    CHECK(tree(Format::protobuf, {"\x08\x96\x01", 3}) == R"({"1":[150]})");
    CHECK(tree(Format::protobuf, {"\x12\x07testing\x08\x01", 11}) ==
          R"({"1":[1],"2":["testing"]})");
    CHECK(tree(Format::protobuf, {"\x1a\x03\x08\x96\x01", 5}) == R"({"3":[{"1":[150]}]})");
    CHECK(tree(Format::protobuf, {"\x0d\x01\0\0\0\x11\x02\0\0\0\0\0\0\0", 14}) ==
          R"({"1":[{"fixed32":1}],"2":[{"fixed64":2}]})");
    CHECK(tree(Format::protobuf, {"\x0a\x02\xff\xff", 4}) == R"({"1":["base64://8="]})");
    CHECK(tree(Format::protobuf, {"\x0a\x05x", 3}) == "no: no protobuf message");
    CHECK(tree(Format::protobuf, {"\x0b", 1}) == "no: no protobuf message");
}

TEST_CASE("the name of a namespace is not repeated without bound") {
    const std::string uri(10'000, 'u');
    std::string body = "<a xmlns:p='" + uri + "'>";
    for (int i = 0; i < 1'000; ++i) body += "<p:b/>";
    CHECK(tree(Format::xml, body + "</a>") ==
          "beyond: names of namespaces take more than 1048576 bytes in it");
    body = "<a xmlns:p='" + uri + "'>";
    for (int i = 0; i < 1'000; ++i) body += "<b p:c='1'/>";
    CHECK(tree(Format::xml, body + "</a>").starts_with("beyond: "));
    CHECK(tree(Format::xml, "<a xmlns:p='" + uri + "'><p:b/></a>").size() < 11'000);
}
