// SPDX-License-Identifier: Apache-2.0
// Our own recording: a head, then blocks of records, each compressed and with a checksum of its
// own, so that what was cut or damaged costs no more than its block (docs/recording.md).
#pragma once

#include "base/bytes.hpp"
#include "recording/input.hpp"
#include "recording/recorded.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace shadowdiff::recording {

inline constexpr std::string_view recording_magic{"SDREC\r\n\x1a", 8};
inline constexpr std::uint32_t recording_version = 1;
inline constexpr std::size_t recording_head_bytes = 16;

/// What tells an own recording from every other, by its beginning: the head of its first block,
/// whose checksum is of that block's exchanges. Nothing where it has no block yet, or is another
/// file.
std::optional<std::string> id_of_recording(ByteView beginning);

/// What a recording begins with.
Bytes recording_head();

/// Collects records until there are enough for a block.
class BlockBuilder {
public:
    void add(ByteView record);
    std::size_t bytes() const { return raw_.size(); }
    std::uint32_t records() const { return records_; }
    /// The block's octets; the builder is empty again.
    Bytes finish();

private:
    Bytes raw_;
    std::uint32_t records_ = 0;
};

/// Reads a recording that is fed to it.
class OwnReader {
public:
    explicit OwnReader(const ReaderOptions& options) : limits_{options.limits} {}

    Input& input() { return input_; }
    /// Nothing: feed more, or, when the input has ended, that was all.
    std::optional<Recorded> next();

private:
    std::optional<Recorded> next_of_block();
    std::optional<Recorded> open_block();
    std::optional<Recorded> skip(std::size_t bytes, std::string why, std::uint64_t records = 1);
    std::optional<Recorded> skip_to_next_block(std::string why, std::uint64_t records = 1);
    bool find_block();

    RecordingLimits limits_;
    Input input_;
    bool has_head_ = false;
    bool is_lost_ = false;  // until the next block is found
    std::uint64_t checked_bytes_ = 0;
    Bytes block_;  // unpacked
    std::size_t block_used_ = 0;
    std::uint64_t block_offset_ = 0;  // of the block in the recording
};

}  // namespace shadowdiff::recording
