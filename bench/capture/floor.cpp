// SPDX-License-Identifier: Apache-2.0
// floor FILE, or floor INTERFACE PORT: the least that any capture costs. Walks a savefile, or a
// live ring until SIGTERM, with libpcap and counts packets; nothing else.
#include <pcap/pcap.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

namespace {

pcap_t* handle = nullptr;

void stop(int) { pcap_breakloop(handle); }

void count(unsigned char* packets, const pcap_pkthdr*, const unsigned char*) {
    ++*reinterpret_cast<std::uint64_t*>(packets);
}

}  // namespace

int main(int argc, char** argv) {
    char error[PCAP_ERRBUF_SIZE];
    if (argc == 2) {
        handle = pcap_open_offline(argv[1], error);
    } else {
        handle = pcap_create(argv[1], error);
        pcap_set_snaplen(handle, 262'144);
        pcap_set_buffer_size(handle, 64 << 20);
        pcap_set_timeout(handle, 20);
        if (pcap_activate(handle) < 0) return 1;
        bpf_program filter;
        if (pcap_compile(handle, &filter, (std::string{"tcp port "} + argv[2]).c_str(), 1, 0) != 0)
            return 1;
        pcap_setfilter(handle, &filter);
        std::signal(SIGTERM, stop);
        std::puts("ready");
        std::fflush(stdout);
    }
    if (handle == nullptr) return 1;
    std::uint64_t packets = 0;
    pcap_loop(handle, -1, count, reinterpret_cast<unsigned char*>(&packets));
    std::printf("packets %llu\n", static_cast<unsigned long long>(packets));
    return packets > 0 ? 0 : 1;
}
