// SPDX-License-Identifier: Apache-2.0
#include "capture/natural_order.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;

TEST_CASE("names are ordered as programs that rotate files mean them") {
    for (const auto& ordered : std::vector<std::vector<std::string>>{
             {"trace.pcap", "trace.pcap1", "trace.pcap2", "trace.pcap10", "trace.pcap100"},
             {"f00", "f01", "f09", "f10"},
             {"d_00001_20260101235959.pcap", "d_00002_20260102000000.pcap",
              "d_00010_20260102000001.pcap"},
             {"", "a", "a-1", "a1", "a1b", "a2", "a007", "a7b", "a10", "b"},
             {"1", "99999999999999999999", "100000000000000000000"},
             {"a01", "a1", "a001b", "a1c"}}) {
        for (std::size_t i = 0; i < ordered.size(); ++i) {
            for (std::size_t j = 0; j < ordered.size(); ++j) {
                CAPTURE(ordered[i]);
                CAPTURE(ordered[j]);
                CHECK(capture::natural_less(ordered[i], ordered[j]) == (i < j));
            }
        }
    }
}
