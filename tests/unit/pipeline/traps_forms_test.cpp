// SPDX-License-Identifier: Apache-2.0
// The same exchanges come out of one conversation, whatever its packets travel in (T-10) and
// whatever form of file they were written to (T-12).
#include "capture/open.hpp"
#include "tests/support/encapsulation.hpp"
#include "tests/support/packed.hpp"
#include "tests/support/pcap_builder.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/pipeline/trap_run.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <variant>
#include <vector>

namespace shadowdiff::test {
namespace {

constexpr auto two_exchanges = R"(
>>> POST /orders HTTP/1.1
>>> Host: a
>>> Content-Length: 5
>>>
>>> hello\
<<< HTTP/1.1 201 Created
<<< Content-Length: 3
<<<
<<< one\
>>> GET /orders/1 HTTP/1.1
>>> Host: a
>>>
<<< HTTP/1.1 200 OK
<<< Transfer-Encoding: chunked
<<<
<<< 3
<<< two
<<< 0
<<<
)";

constexpr auto what_was_said =
    "POST /orders 5 bytes \"hello\" -> 201 exact 3 bytes \"one\"\n"
    "GET /orders/1 -> 200 exact 3 bytes \"two\"\n";

// The packets of a savefile as frames again.
std::vector<CapturedFrame> read_back(const std::filesystem::path& file) {
    const auto source = capture::open_savefile(file);
    REQUIRE(source.has_value());
    std::vector<CapturedFrame> frames;
    while (true) {
        auto next = (*source)->next();
        const auto* packet = std::get_if<frames::Packet>(&next);
        if (!packet) return frames;
        frames.push_back({packet->at, Bytes{packet->bytes}, packet->original_length});
    }
}

}  // namespace

TEST_CASE("a conversation gives the same exchanges inside every link layer, tag and tunnel") {
    for (const bool v6 : {false, true}) {
        TcpOptions tcp;
        if (v6) {
            tcp.client = endpoint_v6(1, 40'000);
            tcp.server = endpoint_v6(2, 80);
        }
        const auto packets = build_packets(two_exchanges, tcp);
        const auto forms = every_encapsulation(packets.front());
        REQUIRE(forms.size() > 20);
        for (std::size_t i = 0; i < forms.size(); ++i) {
            CAPTURE(forms[i].name);
            TrapOptions options;
            options.link = forms[i].link;
            std::vector<CapturedFrame> frames;
            for (const auto& packet : packets) {
                auto frame = every_encapsulation(packet)[i].frame;
                const auto length = static_cast<std::uint32_t>(frame.size());
                frames.push_back({packet.at, std::move(frame), length});
            }
            const auto result = run_frames(frames, options);
            CHECK(result.exchanges == what_was_said);
            CHECK(result.coverage == Coverage{});
            CHECK(result.broken_promise == "");
        }
    }
}

TEST_CASE("a conversation gives the same exchanges from every form of savefile") {
    const TemporaryFolder folder;
    const auto frames = capture_frames(build_packets(two_exchanges));
    std::vector<Bytes> files{pcapng_file(frames), gzip(pcap_file(frames)),
                             zstd(pcapng_file(frames))};
    for (const bool nanoseconds : {false, true}) {
        for (const bool swapped : {false, true}) {
            files.push_back(pcap_file(frames, {.nanoseconds = nanoseconds, .swapped = swapped}));
        }
    }
    for (const auto& bytes : files) {
        const auto file = folder.path() / "file";
        std::ofstream{file, std::ios::binary} << bytes;
        const auto result = run_frames(read_back(file), {});
        CHECK(result.exchanges == what_was_said);
        CHECK(result.coverage == Coverage{});
        CHECK(result.broken_promise == "");
    }
}

}  // namespace shadowdiff::test
