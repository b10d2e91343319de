// SPDX-License-Identifier: Apache-2.0
// Opens an interface with libpcap, or pcap / pcapng savefiles.
#pragma once

#include "base/limits.hpp"
#include "capture/source.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::capture {

struct InterfaceOptions {
    std::string name;                  // "lo", "eth0", "any"
    std::vector<std::uint16_t> ports;  // both directions; empty: all TCP
    CaptureLimits limits;
};

/// An Error says what and where and what to try: no such interface (with those there are), no
/// permission (with the setcap command), a link type we do not decode.
Result<std::unique_ptr<PacketSource>> open_interface(const InterfaceOptions& options);

/// pcap (both byte orders, micro- and nanoseconds) or pcapng, as it is or compressed with gzip or
/// zstd. An Error says when the file is missing, unreadable or no capture. "-" is standard input.
Result<std::unique_ptr<PacketSource>> open_savefile(const std::filesystem::path& file,
                                                    const SavefileLimits& limits = {});

/// Several files as one capture, by the times of their packets. One that is damaged does not end
/// the others; that is told behind their last packet.
Result<std::unique_ptr<PacketSource>> open_savefiles(
    const std::vector<std::filesystem::path>& files, const SavefileLimits& limits = {});

struct DirectoryOptions {
    std::filesystem::path directory;
    bool follow = true;  // else what is there now
    SavefileLimits limits;
    /// A file that could not be read or was missed, while the others are read on; called by next().
    /// Without it they are one Error behind the last packet.
    std::function<void(Error)> on_trouble = {};
    /// Likewise one that was read up to some packet. Without it the source is finished early.
    std::function<void(Error)> on_early_end = {};
};

/// The capture files of a directory in the order of their names (trace2 before trace10); followed,
/// the newest is read as it grows, and the next when it appears.
Result<std::unique_ptr<PacketSource>> open_directory(DirectoryOptions options);

/// May this process sniff on the interface? The error says why not, in one line.
Result<void> may_sniff(const std::string& interface_name);

}  // namespace shadowdiff::capture
