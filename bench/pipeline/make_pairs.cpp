// SPDX-License-Identifier: Apache-2.0
// make_pairs LEGACY CANDIDATE PAIRS ITEMS: two savefiles of the same requests on twenty routes. Of
// the candidate's answers half are legacy's own octets, 45 % have their members in another order,
// and 5 % have three other values.
#include "bench/capture/savefile_writer.hpp"
#include "bench/diff/answers.hpp"

#include <fmt/format.h>

#include <string>

namespace {

using namespace shadowdiff::bench;

std::string answer(const std::string& body) {
    return fmt::format(
        "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Thu, 07 Jan 2021 06:13:20 GMT\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\r\n{}",
        body.size(), body);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    const std::size_t pairs = std::stoul(argv[3]);
    const std::size_t items = std::stoul(argv[4]);
    const auto reordered = make_answers(items, Members::reordered, 0);
    const auto changed = make_answers(items, Members::in_order, (items + 2) / 3);
    const auto legacy = answer(changed.legacy);
    const auto shuffled = answer(reordered.candidate);
    const auto other = answer(changed.candidate);
    SavefileWriter of_legacy{argv[1]};
    SavefileWriter of_candidate{argv[2]};
    constexpr std::size_t routes = 20;
    for (std::size_t i = 0; i < pairs; ++i) {
        // Which kind of pair it is goes through all routes.
        const auto kind = (i + i / routes) % routes;
        const auto request = fmt::format(
            "GET /area{}/items/{} HTTP/1.1\r\nHost: api.example.com\r\n"
            "X-Request-Id: {:032x}\r\nUser-Agent: client/1.0\r\nAccept: application/json\r\n"
            "Connection: keep-alive\r\n\r\n",
            i % routes, 1'000'000 + i, i * 0x9e3779b97f4a7c15U);
        of_legacy.exchange(request, legacy);
        of_candidate.exchange(request, kind < 10 ? legacy : kind < 19 ? shuffled : other);
    }
}
