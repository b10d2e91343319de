// SPDX-License-Identifier: Apache-2.0
#include "fixtures/demo/plan.hpp"
#include "tests/unit/demo/service_process.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace shadowdiff::demo {

namespace {

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
}

std::string output_of(const std::string& command) {
    std::string output;
    auto* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    char block[4'096];
    for (std::size_t size = 0; (size = fread(block, 1, sizeof block, pipe)) > 0;) {
        output.append(block, size);
    }
    CHECK(pclose(pipe) == 0);
    return output;
}

}  // namespace

TEST_CASE("traffic is answered in whole, by any number of connections") {
    const ServiceProcess service;
    for (const std::uint32_t connections : {0U, 1U, 8U, 500U}) {
        CAPTURE(connections);
        CHECK(drive_traffic({.port = service.port(),
                             .seed = 2,
                             .requests = 400,
                             .connections = connections,
                             .rate = 0}) == 400);
    }
}

TEST_CASE("every role answers the traffic") {
    for (const auto role : {Role::secondary, Role::candidate}) {
        const ServiceProcess service{{.role = role, .seed = 3, .plants = *parse_plants("all")}};
        CHECK(drive_traffic({.port = service.port(), .seed = 2, .requests = 600, .rate = 0}) ==
              600);
    }
}

TEST_CASE("traffic to a port where nobody listens ends, unanswered") {
    const auto listener = listen_on_loopback();
    close(listener.socket);
    CHECK(drive_traffic({.port = listener.port, .seed = 1, .requests = 100, .rate = 0}) == 0);
}

TEST_CASE("traffic without requests is done at once") {
    CHECK(drive_traffic({.port = 1, .seed = 1, .requests = 0}) == 0);
}

TEST_CASE("a connection is kept for further requests until the client ends it") {
    const ServiceProcess service;
    const auto received = converse(service.port(),
                                   "GET /health HTTP/1.1\r\nHost: example.com\r\n\r\n"
                                   "HEAD /products/1001 HTTP/1.1\r\nHost: example.com\r\n\r\n"
                                   "GET /health HTTP/1.1\r\nHost: example.com\r\n"
                                   "Connection: close\r\n\r\n");
    CHECK(count_of(received, "HTTP/1.1 200 OK\r\n") == 3);
    CHECK(count_of(received, "\r\n\r\nok\n") == 2);
    CHECK(count_of(received, "Connection: close\r\n") == 1);
    CHECK(received.ends_with("ok\n"));
}

TEST_CASE("a streamed answer comes in several chunks, but to HTTP/1.0 in one piece") {
    const ServiceProcess service;
    const auto chunked = converse(service.port(),
                                  "GET /export.csv HTTP/1.1\r\nHost: example.com\r\n"
                                  "Connection: close\r\n\r\n");
    CHECK(count_of(chunked, "Transfer-Encoding: chunked\r\n") == 1);
    CHECK(count_of(chunked, "\r\n384\r\n") >= 2);
    CHECK(chunked.ends_with("\r\n0\r\n\r\n"));
    const auto whole = converse(service.port(), "GET /export.csv HTTP/1.0\r\n\r\n");
    CHECK(count_of(whole, "Transfer-Encoding") == 0);
    CHECK(count_of(whole, "Content-Length: ") == 1);
    CHECK(whole.ends_with("\r\n"));
}

TEST_CASE("what is no HTTP, or too long, is refused and the service goes on") {
    const ServiceProcess service;
    const auto long_field = "GET / HTTP/1.1\r\nA: " + std::string(40'000, 'a') + "\r\n\r\n";
    struct Row {
        const char* name;
        std::string sent;
        const char* status;
    };
    for (const auto& row :
         {Row{"a greeting", "hello\r\n\r\n", "HTTP/1.1 400 "},
          Row{"a TLS hello", std::string{"\x16\x03\x01\x02\x00\x01\x00\x01", 8}, "HTTP/1.1 400 "},
          Row{"a broken length", "POST /orders HTTP/1.1\r\nContent-Length: x\r\n\r\n",
              "HTTP/1.1 400 "},
          Row{"a long head", long_field, "HTTP/1.1 413 "},
          Row{"a long body", "POST /orders HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
              "HTTP/1.1 413 "}}) {
        CAPTURE(row.name);
        CHECK(converse(service.port(), row.sent).starts_with(row.status));
    }
    CHECK(drive_traffic({.port = service.port(), .seed = 1, .requests = 20, .rate = 0}) == 20);
}

TEST_CASE("an interrupt from the terminal does not end a service") {
    const ServiceProcess service;
    CHECK(drive_traffic({.port = service.port(), .seed = 1, .requests = 5, .rate = 0}) == 5);
    CHECK(kill(service.pid(), SIGINT) == 0);
    CHECK(drive_traffic({.port = service.port(), .seed = 1, .requests = 5, .rate = 0}) == 5);
}

TEST_CASE("a service ends with the process that started it") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const auto parent = fork();
    REQUIRE(parent >= 0);
    if (parent == 0) {
        close(ends[0]);
        const auto listener = listen_on_loopback();
        if (fork() == 0) serve(listener.socket, {});
        const auto answered =
            drive_traffic({.port = listener.port, .seed = 1, .requests = 3, .rate = 0});
        _exit(answered == 3 ? 0 : 1);
    }
    close(ends[1]);
    int status = -1;
    waitpid(parent, &status, 0);
    CHECK(status == 0);
    char octet = 0;
    CHECK(read(ends[0], &octet, 1) == 0);  // the end of the pipe: no process holds it any more
    close(ends[0]);
}

TEST_CASE("curl understands a service") {
    if (std::system("command -v curl >/dev/null") != 0) {
        MESSAGE("curl is not installed");
        return;
    }
    const ServiceProcess service;
    const auto curl = [&](std::string_view options, std::string_view target) {
        return output_of(
            fmt::format("curl -sS --max-time 20 --noproxy '*' {} "
                        "'http://127.0.0.1:{}{}'",
                        options, service.port(), target));
    };
    CHECK(curl("", "/health") == "ok\n");
    CHECK(curl("--compressed", "/categories").starts_with(R"({"categories":[{"code":"green")"));
    CHECK(curl("", "/export.csv").starts_with("id,name,category,stock\r\n1001,"));
    CHECK(curl("-o /dev/null -w '%{http_code}'", "/orders/1") == "404");
    CHECK(curl("-I", "/products/1001").find("ETag: \"") != std::string::npos);
    CHECK(curl(R"(-w '%{http_code}' -o /dev/null -d '{"product_id":1001,"quantity":1}')",
               "/orders") == "201");
}

}  // namespace shadowdiff::demo
