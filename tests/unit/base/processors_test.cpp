// SPDX-License-Identifier: Apache-2.0
#include "base/processors.hpp"

#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <thread>

using namespace shadowdiff;

TEST_CASE("a quota is so much time of so much") {
    CHECK(cpu_quota("200000 100000") == 2.0);
    CHECK(cpu_quota("50000 100000\n") == 0.5);
    for (const auto* none : {"max 100000", "", "200000", "200000 ", "200000 0", "0 100000",
                             "-1 100000", "nan 100000", "two 100000"}) {
        INFO(none);
        CHECK_FALSE(cpu_quota(none));
    }
}

TEST_CASE("the narrowest group around a process tells what it may use") {
    const test::TemporaryFolder folder;
    const auto write = [&](const char* group, const char* quota) {
        std::filesystem::create_directories(folder.path() / group);
        std::ofstream{folder.path() / group / "cpu.max"} << quota << '\n';
    };
    CHECK_FALSE(cpu_quota(folder.path(), "/pods/one"));
    write("pods", "150000 100000");
    write("pods/one", "max 100000");
    CHECK(cpu_quota(folder.path(), "/pods/one") == 1.5);
    write("pods/one", "400000 100000");
    CHECK(cpu_quota(folder.path(), "/pods/one") == 1.5);
    write("pods/one", "50000 100000");
    CHECK(cpu_quota(folder.path(), "/pods/one") == 0.5);
    CHECK(cpu_quota(folder.path(), "/pods") == 1.5);
    CHECK_FALSE(cpu_quota(folder.path(), "/"));
    CHECK_FALSE(cpu_quota(folder.path(), ""));
}

TEST_CASE("a process has some processor, and no more than there are") {
    CHECK(processors() > 0);
    CHECK(processors() <= std::thread::hardware_concurrency());
}
