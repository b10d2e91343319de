// SPDX-License-Identifier: Apache-2.0
// Opens an interface with libpcap, or pcap / pcapng savefiles.
#pragma once

#include "base/limits.hpp"
#include "capture/source.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::capture {

struct InterfaceOptions {
    std::string name;                           // "lo", "eth0", "any"
    std::vector<std::uint16_t> ports;           // both directions; empty: all TCP
    std::vector<std::uint16_t> ports_excluded;  // never captured, as it is known to be our own
    CaptureLimits limits;
};

/// An Error says what and where and what to try: no such interface (with those there are), no
/// permission (with the setcap command), a link type we do not decode.
Result<std::unique_ptr<PacketSource>> open_interface(const InterfaceOptions& options);

/// pcap (both byte orders, micro- and nanoseconds) or pcapng, as it is or compressed with gzip or
/// zstd. An Error says when the file is missing, unreadable or no capture. "-" is standard input.
Result<std::unique_ptr<PacketSource>> open_savefile(const std::filesystem::path& file,
                                                    const SavefileLimits& limits = {});

/// May this process sniff on the interface? The error says why not, in one line.
Result<void> may_sniff(const std::string& interface_name);

}  // namespace shadowdiff::capture
