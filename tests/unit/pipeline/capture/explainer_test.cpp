// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/explainer.hpp"

#include "pipeline/capture/flows.hpp"
#include "tests/support/packets.hpp"
#include "tests/support/pcap_builder.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::pipeline {
namespace {

/// What is told of a conversation, one string.
std::string explained(std::string_view conversation) {
    std::string told;
    Explaining explaining{{.on_line = [&](const std::string& line) { told += line + '\n'; }}};
    FlowOptions options;
    options.explanations = explaining.log();
    Flows flows{1, options};
    frames::Decoder decoder;
    const auto ignore = [](const http::WireSighting&) {};
    std::uint64_t number = 0;
    for (const auto& frame : test::capture_frames(test::build_packets(conversation))) {
        auto packet = test::captured(frame.bytes);
        packet.number = ++number;
        packet.at = frame.at;
        const auto segment = decoder.decode(packet);
        explaining.take(packet, decoder, segment);
        if (segment) flows.take(*segment, ignore);
    }
    decoder.finish();
    flows.finish(ignore);
    explaining.finish(decoder);
    return told;
}

}  // namespace

TEST_CASE("a line says when, why, whose, where, and shows bytes only as far as it may") {
    Explanation one{.at = test::packets_start + std::chrono::nanoseconds{1'002'003'999},
                    .reason = "gap_bytes"};
    CHECK(to_line(one, 64) == "2021-01-07T06:13:21.002003Z gap_bytes");
    one.connection = {test::endpoint_v4(1, 40'000), test::endpoint_v6(2, 80)};
    one.sender = test::endpoint_v6(2, 80);
    one.offset = 0;
    one.packet = 7;
    one.amount = 12;
    one.method = "GET";
    one.closed = "evicted";
    const std::string whole =
        "2021-01-07T06:13:21.002003Z gap_bytes connection=10.0.0.1:40000->[fd00::2]:80 "
        "sender=[fd00::2]:80 offset=0 packet=7 amount=12 method=GET closed=evicted";
    CHECK(to_line(one, 64) == whole);
    one.bytes = "a\x1b[31m\n";
    CHECK(to_line(one, 0) == whole);
    CHECK(to_line(one, 2) == whole + " bytes=\"a\\x1b\"");
    CHECK(to_line({.at = Timestamp{}, .reason = "gap"}, 0) == "1970-01-01T00:00:00.000000Z gap");
    CHECK(to_line({.at = Timestamp{Duration{-1}}, .reason = "gap"}, 0) ==
          "1969-12-31T23:59:59.999999Z gap");
}

TEST_CASE("what is told of conversations") {
    const std::string exchange =
        ">>> GET /secret HTTP/1.1\n>>>\n<<< HTTP/1.1 200 OK\n<<< Content-Length: 0\n<<<\n";
    const std::string place = " connection=10.0.0.1:40000->10.0.0.2:80";
    struct Row {
        std::string conversation;
        std::string told;  // nothing: nothing at all
    };
    const Row rows[] = {
        {exchange, ""},
        {exchange + "# repeat 4\n", ""},
        {exchange + "# lose 5\n",
         "Z gap_bytes" + place + " sender=10.0.0.2:80 offset=0 amount=38\n"},
        {exchange + "# lose 4\n", "Z gap_bytes" + place + " sender=10.0.0.1:40000 offset=0 "},
        {">>> GET /secret HTTP/1.1\n>>>\n# open\n",
         "Z answer_not_seen" + place + " method=GET closed=capture_ended\n"},
        {">>> GET /secret HTTP/1.1\n# open\n",
         "Z request_incomplete" + place + " method=GET closed=capture_ended\n"},
        {">>> GET /secret HTTP/1.1\n>>>\n# open\n# lose 2 3\n",
         "Z one_sided_connections" + place + "\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.conversation);
        const auto told = explained(row.conversation);
        CAPTURE(told);
        CHECK(told.empty() == row.told.empty());
        CHECK(told.contains(row.told));
        CHECK_FALSE(told.contains("secret"));
    }
}

TEST_CASE("a packet that is cut, damaged or no frame is named by its number") {
    const auto frames = test::capture_frames(test::build_packets(">>> GET /secret HTTP/1.1\n"));
    const auto& whole = frames.at(3).bytes;
    auto damaged = whole;
    damaged.back() = '!';
    const std::string connection = " connection=10.0.0.1:40000->10.0.0.2:80";
    struct Row {
        ByteView bytes;
        std::string told;
    };
    const Row rows[] = {
        {whole, ""},
        {ByteView{whole}.substr(0, whole.size() - 9), "snaplen_cuts" + connection + " packet=4\n"},
        {ByteView{whole}.substr(0, 9), "snaplen_cuts packet=4\n"},
        {damaged, "bad_checksums" + connection + " packet=4\n"},
    };
    for (const auto& row : rows) {
        std::string told;
        ExplanationLog log{{.on_line = [&](const std::string& line) { told += line + '\n'; }}};
        FrameExplainer explainer{log};
        frames::Decoder decoder;
        auto packet = test::captured(whole);
        packet.bytes = row.bytes;
        packet.number = 4;
        packet.at = test::packets_start;
        packet.original_length = static_cast<std::uint32_t>(whole.size());
        const auto segment = decoder.decode(packet);
        explainer.take(packet, decoder, segment);
        explainer.finish(decoder);
        CHECK(told == (row.told.empty() ? "" : "2021-01-07T06:13:20.000000Z " + row.told));
    }
}

TEST_CASE("beyond its bound a reason's lines are counted") {
    std::string told;
    ExplanationLog log{{.on_line = [&](const std::string& line) { told += line + '\n'; },
                        .lines_per_reason_max = 2}};
    for (int i = 0; i < 5; ++i) log.add({.at = {}, .reason = "gap"});
    log.add({.at = {}, .reason = "upgrade"});
    log.finish();
    const std::string epoch = "1970-01-01T00:00:00.000000Z ";
    CHECK(told == epoch + "gap\n" + epoch + "gap\n" + epoch + "upgrade\n… and 3 more gap\n");
    log.finish();
    CHECK(told.ends_with("more gap\n"));
}

TEST_CASE("where nobody listens nothing is explained") {
    Explaining explaining{{}};
    CHECK(explaining.log() == nullptr);
    explaining.finish(frames::Decoder{});
}

}  // namespace shadowdiff::pipeline
