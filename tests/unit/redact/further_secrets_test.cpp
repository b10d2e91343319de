// SPDX-License-Identifier: Apache-2.0
// What is secret by declaration, by its place, or by what else is known of the exchange.
#include "base/result.hpp"
#include "redact/patterns.hpp"
#include "tests/unit/redact/one_redactor.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace shadowdiff;
using redact::Redactor;
using test::digest;
using test::json_body;
using test::redactor;

TEST_CASE("options add names") {
    const Redactor own{{.headers = {"X-Internal"},
                        .fields = {"tax_id", "$.customer.iban"},
                        .patterns = {"XX[0-9]{4}", redact::email_pattern}}};
    CHECK_FALSE(own.fields({{"x-internal", "HUNTER2"}}).text().contains("HUNTER2"));
    CHECK_FALSE(own.body(R"({"taxId":"HUNTER2"})", "")->text().contains("HUNTER2"));
    CHECK_FALSE(own.target("/?tax-id=HUNTER2").text().contains("HUNTER2"));
    CHECK(redactor().target("/?tax-id=HUNTER2").text().contains("HUNTER2"));

    CHECK_FALSE(own.body(R"({"customer":{"iban":["HUNTER2"]}})", "")->text().contains("HUNTER2"));
    CHECK(own.body(R"({"iban":"HUNTER2"})", "")->text().contains("HUNTER2"));
    CHECK_FALSE(own.body(R"({"customer":{"iban":"HUNTER2")", "")->text().contains("HUNTER2"));
    CHECK_FALSE(own.value("$.customer.iban", R"("HUNTER2")").text().contains("HUNTER2"));

    CHECK_FALSE(own.text("see XX1234.").text().contains("XX1234"));
    CHECK_FALSE(own.body(R"({"n":"XX1234"})", "")->text().contains("XX1234"));
    CHECK(own.text("mail joe@x.example now").text().starts_with("mail redacted:"));
    const auto once = own.text("XX1234 password=XX1234").text();
    CHECK(own.text(once).text() == once);
    CHECK_THROWS_AS(Redactor{{.patterns = {"("}}}, StartupError);
}

TEST_CASE("parts of a path are secret behind a secret name, and where the route says so") {
    const auto target = [](std::string_view text, std::string_view route = "") {
        return redactor().target(text, route).text();
    };
    CHECK(target("/token/ab12/x") == "/token/" + digest("ab12") + "/x");
    CHECK(target("/a/token/start?b=1") == "/a/token/start?b=1");
    CHECK(target("/auth/v2/login") == "/auth/v2/login");
    CHECK(target("/invite/abcd", "GET /invite/{token}") == "/invite/" + digest("abcd"));
    CHECK(target("/invite/abcd", "GET shop.example/invite/{id}") == "/invite/abcd");
    CHECK(target("/t%6Fken/ab12") == "/" + digest("/token/ab12"));
    CHECK(redactor().is_secret_segment("token", "ab12"));
    CHECK(redactor().is_secret_segment("x", "sk_live_plantedplanted1"));
    CHECK_FALSE(redactor().is_secret_segment("token", "start"));
    CHECK_FALSE(redactor().is_secret_segment("teas", "oolong-2"));
}

TEST_CASE("a member that is named by its neighbour is that field") {
    const auto gone = digest("HUNTER2");
    CHECK(json_body(R"([{"name":"password","value":"HUNTER2"}])") ==
          R"([{"name":"password","value":")" + gone + R"("}])");
    CHECK(json_body(R"({"Value":["HUNTER2"],"KEY":"X-Api-Key"})") ==
          R"({"Value":[")" + gone + R"("],"KEY":"X-Api-Key"})");
    CHECK(json_body(R"([["Authorization","HUNTER2"],["a","HUNTER2"]])") ==
          R"([["Authorization",")" + gone + R"("],["a","HUNTER2"]])");
    for (const auto* plain :
         {R"({"name":"joe","value":"HUNTER2"})", R"({"name":"password","label":"HUNTER2"})",
          R"({"required":["password","email"]})", R"([["password","a","b"]])"}) {
        CHECK(json_body(plain) == plain);
    }
}

TEST_CASE("the cells of a column of a secret name go") {
    const auto table = [](std::string_view text) { return test::redacted_body(text, "text/csv"); };
    const auto gone = digest("HUNTER2");
    CHECK(table("id,password\n1,HUNTER2\n2,HUNTER2") == "id,password\n1," + gone + "\n2," + gone);
    CHECK(table("\"api key\";id\r\n\"HUNTER2\";\"a;HUNTER2\"\r\n") ==
          "\"api key\";id\r\n\"" + gone + "\";\"a;HUNTER2\"\r\n");
    CHECK(table("token\tid\n\"HUN\"\"TER\n2\"\t7\n\t8\n") ==
          "token\tid\n\"" + digest("HUN\"\"TER\n2") + "\"\t7\n\t8\n");
    CHECK(table("id,n\n1,password=HUNTER2\n") == "id,n\n1,password=" + gone + "\n");
    for (const auto* plain : {"", "token", "token\n", "token,\"", "id,n\n1,2,3\n"}) {
        CHECK(table(plain) == plain);
    }
}

TEST_CASE("minted names below a secret name go, in bodies and in paths of differences") {
    CHECK(json_body(R"({"token":{"ab12":"z","name":"x"}})") ==
          R"({"token":{")" + digest("ab12") + R"(":")" + digest("z") + R"(","name":")" +
              digest("x") + R"("}})");
    CHECK(redactor().place("$.token.ab12.n").text() == "$.token['" + digest("ab12") + "'].n");
    CHECK(redactor().place("$.items[3]['a b'].price").text() == "$.items[3]['a b'].price");
    const auto once = redactor().place("$['sk_live_HUNTER2HUNTER2']").text();
    CHECK(once == "$['" + digest("sk_live_HUNTER2HUNTER2") + "']");
    CHECK(redactor().place(once).text() == once);
}

TEST_CASE("a secret of an exchange is one wherever it stands in it, when it is distinctive") {
    http::Exchange exchange;
    exchange.request.target = "/x";
    exchange.request.headers = {{"Authorization", "Bearer HUNTER2HUNTER2"}, {"Cookie", "a=dark"}};
    const auto aware = redactor().aware_of(exchange);
    CHECK(aware.text("you said HUNTER2HUNTER2, it is dark").text() ==
          "you said " + digest("HUNTER2HUNTER2") + ", it is dark");
    CHECK(aware.body(R"({"a":"HUNTER2HUNTER2"})", "")->text() ==
          R"({"a":")" + digest("HUNTER2HUNTER2") + R"("})");
    CHECK(redactor().text("HUNTER2HUNTER2").text() == "HUNTER2HUNTER2");
}

TEST_CASE("a header line without a colon is told without its secret") {
    const http::Fields fields{{"X-Api-Key HUNTER2", ""}, {"no colon here", ""}};
    CHECK(redactor().fields(fields).text() ==
          "X-Api-Key " + digest("HUNTER2") + ": \r\nno colon here: \r\n");
    CHECK_FALSE(redactor().place("headers.x-api-key hunter2").text().contains("hunter2"));
    CHECK(redactor().place("headers.no colon here").text() == "headers.no colon here");
}
