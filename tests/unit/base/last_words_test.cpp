// SPDX-License-Identifier: Apache-2.0
#include "base/last_words.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

namespace shadowdiff {
namespace {

struct End {
    int status = 0;
    std::string words;
};

// Of a process of its own in which `work` runs.
End end_of(const std::function<void()>& work) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const auto child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDERR_FILENO);
        end_in_one_line(7);
        work();
        ::_exit(0);
    }
    ::close(ends[1]);
    End end;
    std::array<char, 4'096> buffer{};
    for (ssize_t count = 1; count > 0;) {
        count = ::read(ends[0], buffer.data(), buffer.size());
        if (count > 0) end.words.append(buffer.data(), static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    ::waitpid(child, &end.status, 0);
    return end;
}

TEST_CASE("an exception that leaves a thread ends the program with one line") {
    const auto end =
        end_of([] { std::thread{[] { throw std::runtime_error{"no room\nat all"}; }}.join(); });
    CHECK(WIFEXITED(end.status));
    CHECK(WEXITSTATUS(end.status) == 7);
    CHECK(end.words == "shadowdiff: it cannot go on: no room\\x0aat all\n");
}

TEST_CASE("what is no std::exception ends it, too") {
    const auto end = end_of([] { std::thread{[] { throw 1; }}.join(); });
    CHECK(WEXITSTATUS(end.status) == 7);
    CHECK(end.words == "shadowdiff: it cannot go on: an unknown exception\n");
}

}  // namespace
}  // namespace shadowdiff
