// SPDX-License-Identifier: Apache-2.0
#include "http/fields.hpp"

#include "base/limits.hpp"
#include "http/head.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>

using namespace shadowdiff;
using http::Fields;

namespace {

const Fields three{{"Host", "a"}, {"Accept", "*/*"}, {"host", "b"}};

Fields parsed_section(std::string section) {
    auto fields = http::parse_fields(section, http::Strictness::lenient, HttpLimits{}.headers_max);
    std::ranges::fill(section, '#');  // nothing looks at it any more
    return fields.value();
}

}  // namespace

TEST_CASE("fields outlive what they were made of, and moves and copies of their list") {
    Fields copy;
    Fields moved;
    {
        std::string name = "X-Long-Enough-For-The-Heap";
        std::string value(1'000, 'v');
        Fields made{{name, value}};
        name.assign(name.size(), '#');
        value.assign(value.size(), '#');
        copy = made;
        moved = std::move(made);
    }
    const Fields expected{{"X-Long-Enough-For-The-Heap", std::string(1'000, 'v')}};
    CHECK(copy == expected);
    CHECK(moved == expected);
}

TEST_CASE("a copy is a list of its own") {
    auto copy = three;
    copy.set_value(copy[1], "text/html");
    copy.push_back({"Age", "1"});
    CHECK(three[1].value == "*/*");
    CHECK(three.size() == 3);
    CHECK(copy == Fields{{"Host", "a"}, {"Accept", "text/html"}, {"host", "b"}, {"Age", "1"}});
}

TEST_CASE("fields are put, changed and taken out in their places") {
    auto fields = three;
    fields.push_front({"Via", "x"});
    fields.erase(2);
    CHECK(fields == Fields{{"Via", "x"}, {"Host", "a"}, {"host", "b"}});
    for (const auto& field : fields) {
        if (http::same_name(field.name, "HOST")) fields.set_value(field, "c");
    }
    CHECK(fields == Fields{{"Via", "x"}, {"Host", "c"}, {"host", "c"}});
    CHECK(erase_if(fields, [](const auto& field) { return field.value == "c"; }) == 2);
    CHECK(fields == Fields{{"Via", "x"}});
    fields.clear();
    CHECK(fields.empty());
}

TEST_CASE("a value may be made of a text of the same list") {
    Fields fields{{"A", "1"}};
    for (int i = 0; i < 100; ++i) fields.push_back({fields.back().name, fields.front().value});
    fields.set_value(fields[7], fields[3].name);
    CHECK(fields[7] == http::Field{"A", "A"});
    CHECK(fields[100] == http::Field{"A", "1"});
}

TEST_CASE("folded lines are one value, however many there are") {
    std::string section = "A: 1\r\nLong:\r\n";
    std::string value;
    for (int i = 0; i < 1'000; ++i) {
        section += " x\r\n";
        value += value.empty() ? "x" : " x";
    }
    CHECK(parsed_section(section + "B: 2\r\n\r\n") ==
          Fields{{"A", "1"}, {"Long", value}, {"B", "2"}});
    CHECK(parsed_section(section + "\r\n") == Fields{{"A", "1"}, {"Long", value}});
}

TEST_CASE("white space around fields is not held with them") {
    const std::string blanks(60'000, ' ');
    const std::string fold(20'000, '\t');
    for (const auto& section : {"A:" + blanks + "\r\nB:" + blanks + "2\r\n\r\n",
                                "A:\r\n" + fold + "\r\n" + fold + "\r\nB: 2\r\n\r\n"}) {
        const auto fields = parsed_section(section);
        CHECK(fields == Fields{{"A", ""}, {"B", "2"}});
        // What was kept lies from the first name to the last value.
        CHECK(fields.back().value.data() - fields.front().name.data() == 2);
    }
}

TEST_CASE("fields are found by name without case, and their lists split") {
    CHECK(http::find(three, "HOST") == &three[0]);
    CHECK(http::find(three, "Age") == nullptr);
    CHECK(http::value_of(three, "accept") == "*/*");
    CHECK(http::list_members(three, "Host") == http::list_members("a, b"));
    CHECK(http::list_members(" a ,, \"b,c\" ").size() == 2);
}
