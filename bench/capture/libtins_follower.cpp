// SPDX-License-Identifier: Apache-2.0
// libtins_follower FILE: libtins's own stream follower over a savefile, its data counted and given
// back at once, which is the best it can do.
#include <tins/sniffer.h>
#include <tins/tcp_ip/stream_follower.h>

#include <cstdint>
#include <cstdio>

int main(int, char** argv) {
    std::uint64_t bytes = 0;
    Tins::TCPIP::StreamFollower follower;
    follower.new_stream_callback([&](Tins::TCPIP::Stream& stream) {
        stream.auto_cleanup_payloads(true);
        stream.client_data_callback(
            [&](Tins::TCPIP::Stream& of) { bytes += of.client_payload().size(); });
        stream.server_data_callback(
            [&](Tins::TCPIP::Stream& of) { bytes += of.server_payload().size(); });
    });
    Tins::FileSniffer sniffer{argv[1]};
    sniffer.sniff_loop([&](Tins::Packet& packet) {
        follower.process_packet(packet);
        return true;
    });
    std::printf("bytes %llu\n", static_cast<unsigned long long>(bytes));
    return bytes > 0 ? 0 : 1;
}
