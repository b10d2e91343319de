// SPDX-License-Identifier: Apache-2.0
// A savefile to complete, paired, digested exchanges, against a bare walk of the same file with
// libpcap that only counts packets.
#include "bench/rounds.hpp"
#include "capture/open.hpp"
#include "frames/decode.hpp"
#include "pipeline/flows.hpp"
#include "tests/support/packets.hpp"
#include "tests/support/pcap_builder.hpp"

#include <fmt/format.h>
#include <pcap.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace {

using namespace shadowdiff;

constexpr std::uint16_t connections = 64;

// Keep-alive connections, each with its share of the pairs.
void write_savefile(const std::filesystem::path& file, std::size_t pairs, std::size_t body_bytes) {
    std::string conversation;
    for (std::size_t i = 0; i < pairs / connections; ++i) {
        conversation += fmt::format(
            ">>> GET /search?q=tea&page={} HTTP/1.1\n>>> Host: api.example.com\n>>>\n"
            "<<< HTTP/1.1 200 OK\n<<< Content-Type: application/json\n<<< Content-Length: {}\n<<<\n"
            "<<< {:x<{}}\\\n",
            i, body_bytes, '{', body_bytes);
    }
    std::vector<test::CapturedFrame> frames;
    for (std::uint16_t c = 0; c < connections; ++c) {
        test::TcpOptions options;
        options.client = test::endpoint_v4(1, static_cast<std::uint16_t>(20'000 + c));
        options.step = std::chrono::microseconds{10};
        for (auto& frame : test::capture_frames(test::build_packets(conversation, options))) {
            frames.push_back(std::move(frame));
        }
    }
    std::ofstream{file, std::ios::binary} << test::pcap_file(frames);
}

void walk(const std::filesystem::path& file) {
    char error[PCAP_ERRBUF_SIZE];
    const std::unique_ptr<pcap_t, decltype(&pcap_close)> handle{
        pcap_open_offline(file.c_str(), error), &pcap_close};
    pcap_pkthdr* header = nullptr;
    const unsigned char* bytes = nullptr;
    std::uint64_t packets = 0;
    while (pcap_next_ex(handle.get(), &header, &bytes) == 1) ++packets;
    if (packets == 0) std::abort();
}

// All exact pairs, or the figure would be worth nothing.
void capture_all(const std::filesystem::path& file, std::size_t pairs_expected) {
    const auto source = std::move(*capture::open_savefile(file));
    frames::Decoder decoder;
    pipeline::Flows flows{1};
    std::size_t pairs = 0;
    const auto count = [&](http::WireSighting&& sighting) {
        const auto* seen = std::get_if<http::WireAnswer>(&sighting);
        if (seen && seen->pairing == http::Pairing::exact) ++pairs;
    };
    for (auto next = source->next(); std::holds_alternative<frames::Packet>(next);
         next = source->next()) {
        const auto segment = decoder.decode(std::get<frames::Packet>(next));
        if (segment) flows.take(*segment, count);
    }
    if (pairs != pairs_expected) {
        fmt::print(stderr, "bench_capture: {} of {} pairs\n", pairs, pairs_expected);
        std::exit(1);
    }
}

void measure(const char* name, std::size_t pairs, std::size_t body_bytes) {
    const auto file = std::filesystem::temp_directory_path() /
                      fmt::format("shadowdiff-bench-{}.pcap", body_bytes);
    write_savefile(file, pairs, body_bytes);
    bench::compare(
        name, "a libpcap walk", pairs, [&] { capture_all(file, pairs); }, [&] { walk(file); });
    std::filesystem::remove(file);
}

}  // namespace

int main() {
    measure("capture, 490 B answers", 64'000, 490);
    measure("capture, 10 KB answers", 12'800, 10'000);
    measure("capture, 1 MB answers", 128, 1'000'000);
}
