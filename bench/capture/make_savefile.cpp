// SPDX-License-Identifier: Apache-2.0
// make_savefile FILE PAIRS BODY_BYTES: each exchange with a page of its own and one answer for all.
#include "bench/capture/savefile_writer.hpp"

#include <fmt/format.h>

#include <string>

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const std::size_t pairs = std::stoul(argv[2]);
    const std::size_t body_bytes = std::stoul(argv[3]);
    std::string body = R"({"items": [)";
    while (body.size() + 30 < body_bytes) body += R"({"id": 7, "name": "Tea"}, )";
    body.resize(body_bytes, ' ');
    const auto answer = fmt::format(
        "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Thu, 07 Jan 2021 06:13:20 GMT\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\r\n{}",
        body.size(), body);
    shadowdiff::bench::SavefileWriter out{argv[1]};
    for (std::size_t i = 0; i < pairs; ++i) {
        out.exchange(fmt::format("GET /search?q=tea&page={} HTTP/1.1\r\nHost: api.example.com\r\n"
                                 "User-Agent: client/1.0\r\nAccept: application/json\r\n"
                                 "Connection: keep-alive\r\n\r\n",
                                 i),
                     answer);
    }
}
