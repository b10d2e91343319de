// SPDX-License-Identifier: Apache-2.0
// Which capture files a directory holds, in which order they are to be read, and which were read
// already, while another program adds, rewrites, compresses and removes them.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::capture {

/// Files are in natural order of their names, and the order is a ring: behind the last comes the
/// first, when it was written anew. A file and its compressed form (day.pcap, day.pcap.gz) are one.
class DirectoryFiles {
public:
    explicit DirectoryFiles(std::filesystem::path directory) : directory_{std::move(directory)} {}

    /// Looks at the directory. What is no capture by its first octets, and what begins with a dot,
    /// is left alone.
    Result<void> scan();

    /// Where the ring was in the middle of a round, its oldest file is the first to be read. For
    /// the first time, after the first scan.
    void begin_with_oldest();

    /// The next to be read behind the one that was taken last.
    std::optional<std::filesystem::path> next() const;
    /// It is read from now on. Not to be called when there is none.
    void take_next();

    /// Files that came to be known and were gone, or written anew, before they were read; once.
    std::vector<std::filesystem::path> take_missed();

private:
    struct Signature {
        std::uint64_t inode = 0;
        std::int64_t size = 0;
        std::int64_t changed_ns = 0;
        bool operator==(const Signature&) const = default;
    };
    enum class State : std::uint8_t { waiting, taken, no_capture };
    struct File {
        std::string name;  // as it is on the disk now
        State state = State::no_capture;
        Signature signature;
        Bytes head;  // its first octets: another first packet means that it was written anew
        std::string head_name;  // whose octets they are, the plain file's or the packed one's
    };
    struct NaturalLess {
        bool operator()(const std::string& a, const std::string& b) const;
    };
    using Files = std::map<std::string, File, NaturalLess>;         // by name without .gz or .zst
    using Names = std::map<std::string, std::string, NaturalLess>;  // the same -> on the disk

    Result<Names> list() const;
    void look_at(const std::string& stem, const std::string& name);
    void forget_all_but(const Names& names);
    Files::const_iterator find_next() const;

    std::filesystem::path directory_;
    Files files_;
    std::optional<std::string> last_taken_;  // its stem
    std::vector<std::filesystem::path> missed_;
};

}  // namespace shadowdiff::capture
