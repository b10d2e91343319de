// SPDX-License-Identifier: Apache-2.0
#include "reports/failure_notes.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;

TEST_CASE("each way in which a leg failed is one sentence with its most frequent routes") {
    const std::vector<store::LegFailureRow> rows{
        {"candidate", "GET /a", "first_byte_timeout", 10},
        {"candidate", "GET /b", "first_byte_timeout", 2},
        {"candidate", "GET /a", "refused", 5},
        {"candidate", "GET /b", "refused", 4},
        {"candidate", "GET /c", "refused", 3},
        {"candidate", "GET /d", "refused", 2},
        {"candidate", "GET /e", "refused", 1},
        {"secondary", "GET /a", "refused", 1'200},
    };
    CHECK(reports::failure_notes(rows) ==
          std::vector<std::string>{
              "candidate: 12 × first_byte_timeout (GET /a 10, GET /b 2)",
              "candidate: 15 × refused (GET /a 5, GET /b 4, GET /c 3 and 2 more)",
              "secondary: 1,200 × refused (GET /a 1,200)",
          });
    CHECK(reports::failure_notes({}).empty());
}
