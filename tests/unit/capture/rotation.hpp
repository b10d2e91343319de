// SPDX-License-Identifier: Apache-2.0
// A directory of capture files as a program that rotates them writes it, and what our reader makes
// of it, step by step.
#pragma once

#include "capture/open.hpp"
#include "tests/support/pcap_builder.hpp"
#include "tests/support/read_source.hpp"
#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::test {

inline int clock_seconds = 1'000;

// Each packet is later than all that were made before it.
inline std::vector<CapturedFrame> frames_of(const std::vector<std::string>& packets) {
    std::vector<CapturedFrame> made;
    for (const auto& bytes : packets) {
        made.push_back({Timestamp{std::chrono::seconds{++clock_seconds}}, bytes,
                        static_cast<std::uint32_t>(bytes.size())});
    }
    return made;
}

inline Bytes file_of(const std::vector<std::string>& packets) {
    return pcap_file(frames_of(packets));
}

inline Bytes records_of(const std::vector<std::string>& packets) {
    return file_of(packets).substr(24);
}

class Rotation {
public:
    std::filesystem::path write(const std::string& name, ByteView bytes) const {
        return folder_.file(name, bytes);
    }
    void append(const std::string& name, ByteView bytes) const {
        std::ofstream file{folder_.path() / name, std::ios::binary | std::ios::app};
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    void remove(const std::string& name) const { std::filesystem::remove(folder_.path() / name); }
    void rename(const std::string& from, const std::string& to) const {
        std::filesystem::rename(folder_.path() / from, folder_.path() / to);
    }
    std::string path(const std::string& name) const { return folder_.path() / name; }

    void open(bool follow) {
        capture::DirectoryOptions options;
        options.directory = folder_.path();
        options.follow = follow;
        options.limits.rotation_poll = std::chrono::milliseconds{0};
        if (follow)
            options.on_trouble = [this](const Error& error) { troubles_.push_back(error.message); };
        options.on_early_end = options.on_trouble;
        auto opened = capture::open_directory(std::move(options));
        REQUIRE(opened);
        source_ = std::move(*opened);
    }
    /// What comes until nothing does, for a while.
    KeptPackets read() const { return read_source(*source_); }
    std::vector<Bytes> packets() const {
        const auto kept = read();
        CHECK_FALSE(kept.error);
        CHECK(kept.not_yet > 0);
        return kept.bytes();
    }
    capture::PacketSource& source() const { return *source_; }
    std::vector<std::string> troubles() { return std::exchange(troubles_, {}); }

private:
    TemporaryFolder folder_;
    std::vector<std::string> troubles_;
    std::unique_ptr<capture::PacketSource> source_;
};

using Packets = std::vector<Bytes>;

}  // namespace shadowdiff::test
