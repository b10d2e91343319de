// SPDX-License-Identifier: Apache-2.0
// asker PORT TARGET COUNT IN_FLIGHT: the mirror engine alone asks a service on loopback as fast as
// it answers, and prints how many requests a second that is: replay without reading, comparing,
// storing.
#include "mirror/mirror.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

int main(int argc, char** argv) {
    using namespace shadowdiff;
    using std::chrono::steady_clock;
    if (argc != 5) return 2;
    const auto count = std::stoul(argv[3]);
    const auto in_flight = std::stoul(argv[4]);
    auto request = std::make_shared<http::Request>();
    request->method = "GET";
    request->target = argv[2];
    request->headers = {{"Host", "127.0.0.1"}};
    mirror::LegTarget candidate;
    candidate.target.host = "127.0.0.1";
    candidate.target.port = static_cast<std::uint16_t>(std::stoul(argv[1]));
    candidate.options.limits.slow_start = in_flight;
    mirror::MirrorOptions options;
    options.legs = {candidate};

    boost::asio::io_context io;
    std::size_t asked = 0;
    std::size_t answered = 0;
    std::unique_ptr<mirror::Mirror> engine;
    const auto ask = [&] {
        engine->ask({.id = {1, asked},
                     .connection = asked % in_flight,
                     .request = request,
                     .legs = {http::Leg::candidate}});
        ++asked;
    };
    engine = std::make_unique<mirror::Mirror>(io, options, [&](const mirror::Answered& answer) {
        const auto* response = answer.answer.response();
        if (response == nullptr || response->status != 200) std::abort();
        ++answered;
        if (asked < count) ask();
    });
    const auto start = steady_clock::now();
    while (asked < in_flight) ask();
    while (answered < count) io.run_one();
    const std::chrono::duration<double> took = steady_clock::now() - start;
    std::printf("%.0f\n", static_cast<double>(count) / took.count());
}
