// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/list.hpp"

#include "tests/support/packets.hpp"
#include "tests/support/pcap_builder.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace shadowdiff::pipeline {
namespace {

/// Frames made in memory, and an error at their end if there is one.
class Frames : public capture::PacketSource {
public:
    explicit Frames(std::vector<test::CapturedFrame> frames, std::optional<Error> error = {})
        : frames_{std::move(frames)}, error_{std::move(error)} {}

    capture::Next next() override {
        if (next_ == frames_.size()) {
            if (error_) return *error_;
            return capture::Finished{};
        }
        const auto& frame = frames_[next_++];
        frames::Packet packet = test::captured(frame.bytes);
        packet.number = next_;
        packet.at = frame.at;
        return packet;
    }
    void add_drops(Coverage& coverage) override { coverage.add(Blind::kernel_drops, 3); }
    std::string description() const override { return "frames"; }

private:
    std::vector<test::CapturedFrame> frames_;
    std::optional<Error> error_;
    std::size_t next_ = 0;
};

struct Listed {
    std::vector<std::string> lines;
    ListResult result;
};

Listed list(Frames source) {
    Listed listed;
    listed.result = list_exchanges(
        source, {}, [&](std::string line) { listed.lines.push_back(std::move(line)); });
    return listed;
}

Listed list(std::string_view conversation) {
    return list(Frames{test::capture_frames(test::build_packets(conversation))});
}

}  // namespace

TEST_CASE("each exchange is one line, whole, in the order of its connection") {
    const auto listed = list(R"(
>>> GET /first HTTP/1.1
>>>
>>> HEAD /second HTTP/1.1
>>>
<<< HTTP/1.1 200 OK
<<< Transfer-Encoding: chunked
<<<
<<< 3
<<< one
<<< 0
<<<
<<< HTTP/1.1 404 Not Found
<<< Content-Length: 30
<<<
)");
    REQUIRE(listed.lines.size() == 2);
    CHECK(listed.result.exchanges == 2);
    const auto first = nlohmann::ordered_json::parse(listed.lines[0]);
    CHECK(first["method"] == "GET");
    CHECK(first["uri"] == "/first");
    CHECK(first["status"] == 200);
    CHECK(first["complete"] == true);
    CHECK(first["body_len"] == 3);
    CHECK(first["body_sha256"] ==
          "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
    const auto second = nlohmann::ordered_json::parse(listed.lines[1]);
    CHECK(second["uri"] == "/second");
    CHECK(second["status"] == 404);
    CHECK(second["body_len"] == 0);
    std::vector<std::string> keys;
    for (const auto& item : second.items()) keys.push_back(item.key());
    CHECK(keys == std::vector<std::string>{"client", "server", "method", "uri", "status",
                                           "complete", "body_len", "body_sha256"});
}

TEST_CASE("a request without its answer has neither status nor body") {
    const auto listed = list(">>> GET /alone HTTP/1.1\n>>>\n");
    REQUIRE(listed.lines.size() == 1);
    const auto line = nlohmann::json::parse(listed.lines[0]);
    CHECK(line["status"].is_null());
    CHECK(line["complete"] == false);
    CHECK(line["body_len"].is_null());
    CHECK(line["body_sha256"].is_null());
}

TEST_CASE("an answer that is cut keeps its status and has no body") {
    const auto listed = list(R"(
>>> GET /cut HTTP/1.1
>>>
<<< HTTP/1.1 206 Partial Content
<<< Content-Length: 30
<<<
<<< only this
)");
    REQUIRE(listed.lines.size() == 1);
    const auto line = nlohmann::json::parse(listed.lines[0]);
    CHECK(line["status"] == 206);
    CHECK(line["complete"] == false);
    CHECK(line["body_len"].is_null());
}

TEST_CASE("the answer that leaves HTTP is complete and empty") {
    const auto listed = list(R"(
>>> CONNECT example.com:443 HTTP/1.1
>>>
<<< HTTP/1.1 200 Connection established
<<<
)");
    REQUIRE(listed.lines.size() == 1);
    const auto line = nlohmann::json::parse(listed.lines[0]);
    CHECK(line["status"] == 200);
    CHECK(line["complete"] == true);
    CHECK(line["body_len"] == 0);
    CHECK(listed.result.coverage[Blind::upgraded_connections] == 1);
}

TEST_CASE("a request that was cut has a line only where an answer to it was seen") {
    const auto listed = list(R"(
>>> POST /answered HTTP/1.1
>>> Content-Length: 1
>>> Content-Length: 2
>>>
<<< HTTP/1.1 501 Not Implemented
<<< Content-Length: 0
<<<
# connection
>>> POST /cut HTTP/1.1
>>> Content-Le\
)");
    REQUIRE(listed.lines.size() == 1);
    const auto line = nlohmann::json::parse(listed.lines[0]);
    CHECK(line["uri"] == "/answered");
    CHECK(line["status"] == 501);
    CHECK(line["complete"] == false);
    CHECK(listed.result.exchanges == 1);
    CHECK(listed.result.cut_requests == 1);
}

TEST_CASE("bytes that are no text leave the line valid JSON") {
    const auto listed = list(">>> GET /\\xff\\x00\\x1b HTTP/1.1\n>>>\n");
    // A NUL in the first line is no request line: that is not HTTP.
    CHECK(listed.lines.empty());
    const auto odd = list(">>> GET /\\xff\\x1b\\x22 HTTP/1.1\n>>>\n");
    REQUIRE(odd.lines.size() == 1);
    CHECK(nlohmann::json::parse(odd.lines[0])["uri"] == "/\xef\xbf\xbd\x1b\"");
    CHECK(odd.lines[0].find('\x1b') == std::string::npos);
}

TEST_CASE("what came before an error of the source is listed, and the error handed on") {
    auto frames = test::capture_frames(test::build_packets(">>> GET /a HTTP/1.1\n>>>\n"));
    const auto listed = list(Frames{std::move(frames), Error{"x.pcap: packet 9: cut record"}});
    CHECK(listed.lines.size() == 1);
    REQUIRE(listed.result.source_error);
    CHECK(listed.result.source_error->message == "x.pcap: packet 9: cut record");
    CHECK(listed.result.coverage[Blind::kernel_drops] == 3);
}

}  // namespace shadowdiff::pipeline
