// SPDX-License-Identifier: Apache-2.0
#include "recording/times.hpp"

#include <doctest/doctest.h>

#include <cstdint>

namespace shadowdiff::recording {
namespace {

struct Row {
    std::string_view text;
    std::optional<std::int64_t> milliseconds;
};

void check(const Row& row, std::optional<Timestamp> read) {
    CAPTURE(row.text);
    CHECK(read.has_value() == row.milliseconds.has_value());
    if (!read || !row.milliseconds) return;
    CHECK(*read == Timestamp{std::chrono::milliseconds{*row.milliseconds}});
}

TEST_CASE("times of RFC 3339") {
    for (const Row& row :
         {Row{"2023-11-14T22:13:20Z", 1'700'000'000'000},
          Row{"2023-11-14t22:13:20.125z", 1'700'000'000'125},
          Row{"2023-11-14T23:13:20.5000000000000+01:00", 1'700'000'000'500},
          Row{"2023-11-14T16:43:20-05:30", 1'700'000'000'000},
          Row{"2023-11-14 23:13:20,5+01", 1'700'000'000'500},
          Row{"2023-02-30T00:00:00Z", std::nullopt}, Row{"2023-11-14T24:00:00Z", std::nullopt},
          Row{"2023-11-14T22:13:20", std::nullopt}, Row{"2023-11-14T22:13:20Zx", std::nullopt},
          Row{"9999-11-14T22:13:20Z", std::nullopt}, Row{"", std::nullopt}}) {
        check(row, parse_time(row.text));
    }
}

TEST_CASE("times of access logs") {
    for (const Row& row :
         {Row{"14/Nov/2023:22:13:20 +0000", 1'700'000'000'000},
          Row{"14/Nov/2023:23:13:20 +0100", 1'700'000'000'000},
          Row{"14/Foo/2023:22:13:20 +0000", std::nullopt},
          Row{"14/Nov/2023 22:13:20 +0000", std::nullopt},
          Row{"14/Nov/2023:22:13:20+00000", std::nullopt},
          Row{"14/Nov/2023:22:13:20 00000", std::nullopt},
          Row{"1x/Nov/2023:22:13:20 +0000", std::nullopt}, Row{"14/Nov", std::nullopt}}) {
        check(row, parse_log_time(row.text));
    }
}

}  // namespace
}  // namespace shadowdiff::recording
