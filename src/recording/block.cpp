// SPDX-License-Identifier: Apache-2.0
#include "recording/block.hpp"

#include "recording/packing.hpp"
#include "recording/record.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::recording {
namespace {

constexpr std::string_view block_magic{"SDBLOCK\n", 8};
constexpr std::size_t block_head_bytes = 8 + 4 + 4 + 4 + 16;  // magic, packed, raw, records, check
constexpr int compression_level = 3;
constexpr std::uint64_t checks_per_byte_max = 4;

struct BlockHead {
    std::uint32_t packed_bytes = 0;
    std::uint32_t raw_bytes = 0;
    std::uint32_t records = 0;
    Hash128 check;
};

// Of the head's numbers and the packed octets.
Hash128 check_of(ByteView block, ByteView packed) {
    const auto numbers = block.substr(block_magic.size(), 3 * sizeof(std::uint32_t));
    return hash128(packed, hash128(numbers).low);
}

BlockHead read_head(ByteView head) {
    Unpacker fields{head.substr(block_magic.size())};
    BlockHead block;
    block.packed_bytes = fields.number<std::uint32_t>();
    block.raw_bytes = fields.number<std::uint32_t>();
    block.records = fields.number<std::uint32_t>();
    block.check = fields.hash();
    return block;
}

// The number may be damaged, too: no record is shorter than its length and an id.
std::uint64_t records_of(const BlockHead& head) {
    constexpr std::uint32_t record_bytes_min = 4 + 16;
    const bool is_likely = head.records <= head.raw_bytes / record_bytes_min;
    return is_likely && head.records > 0 ? head.records : 1;
}

std::optional<Bytes> unpack_block(ByteView packed, std::size_t raw_bytes) {
    if (ZSTD_getFrameContentSize(packed.data(), packed.size()) != raw_bytes) return std::nullopt;
    Bytes raw(raw_bytes, '\0');
    const auto written = ZSTD_decompress(raw.data(), raw.size(), packed.data(), packed.size());
    if (ZSTD_isError(written) || written != raw_bytes) return std::nullopt;
    return raw;
}

}  // namespace

Bytes recording_head() {
    Bytes head{recording_magic};
    Packer packer{head};
    packer.number(recording_version);
    packer.number(std::uint32_t{0});
    return head;
}

std::optional<std::string> id_of_recording(ByteView beginning) {
    if (!beginning.starts_with(recording_magic) ||
        beginning.size() < recording_head_bytes + block_head_bytes) {
        return std::nullopt;
    }
    const auto head = beginning.substr(recording_head_bytes, block_head_bytes);
    if (!head.starts_with(block_magic)) return std::nullopt;
    return std::string{head};
}

void BlockBuilder::add(ByteView record) {
    Packer{raw_}.text(record);
    ++records_;
}

Bytes BlockBuilder::finish() {
    Bytes packed(ZSTD_compressBound(raw_.size()), '\0');
    packed.resize(
        ZSTD_compress(packed.data(), packed.size(), raw_.data(), raw_.size(), compression_level));
    Bytes block{block_magic};
    Packer packer{block};
    packer.number(static_cast<std::uint32_t>(packed.size()));
    packer.number(static_cast<std::uint32_t>(raw_.size()));
    packer.number(records_);
    packer.hash(check_of(block, packed));
    block += packed;
    raw_.clear();
    records_ = 0;
    return block;
}

std::optional<Recorded> OwnReader::next() {
    if (!has_head_) {
        const auto rest = input_.rest();
        if (rest.size() < recording_head_bytes) {
            if (!input_.has_ended() || rest.empty()) return std::nullopt;
            return skip(rest.size(), "a recording that is cut in its head");
        }
        Unpacker head{rest.substr(recording_magic.size())};
        const auto version = head.number<std::uint32_t>();
        if (!rest.starts_with(recording_magic) || version != recording_version) {
            return skip_to_next_block(fmt::format("a head of the unknown version {}", version));
        }
        input_.use(recording_head_bytes);
        has_head_ = true;
    }
    while (true) {
        if (block_used_ < block_.size()) return next_of_block();
        if (auto skipped = open_block()) return skipped;
        if (block_used_ == block_.size()) return std::nullopt;
    }
}

std::optional<Recorded> OwnReader::next_of_block() {
    Unpacker lengths{ByteView{block_}.substr(block_used_)};
    const auto record = lengths.text();
    if (lengths.is_short()) {
        block_used_ = block_.size();
        return Skipped{block_offset_, "a block that ends inside a record"};
    }
    block_used_ += sizeof(std::uint32_t) + record.size();
    auto exchange = unpack_record(record);
    if (!exchange) {  // we wrote none like it, so what follows in the block is not looked at
        block_used_ = block_.size();
        return Skipped{block_offset_, std::move(exchange.error())};
    }
    return *std::move(exchange);
}

std::optional<Recorded> OwnReader::open_block() {
    if (is_lost_ && !find_block()) return std::nullopt;
    const auto rest = input_.rest();
    if (rest.empty()) return std::nullopt;
    if (rest.size() < block_head_bytes) {
        if (!input_.has_ended()) return std::nullopt;
        return skip(rest.size(), "a block that is cut in its head");
    }
    if (!rest.starts_with(block_magic)) return skip_to_next_block("bytes that are no block");
    const auto head = read_head(rest);
    if (head.raw_bytes > limits_.block_bytes_max ||
        head.packed_bytes > ZSTD_compressBound(limits_.block_bytes_max)) {
        return skip_to_next_block("a block that claims to be larger than any we write");
    }
    const auto packed = rest.substr(block_head_bytes, head.packed_bytes);
    if (packed.size() < head.packed_bytes) {
        if (!input_.has_ended()) return std::nullopt;
        return skip_to_next_block("a block that is cut", records_of(head));
    }
    // Heads inside one another could have the same octets looked through over and over.
    const auto checks_max = limits_.block_bytes_max + checks_per_byte_max * input_.offset();
    if (checked_bytes_ + packed.size() > checks_max) {
        return skip_to_next_block("a block among too many that were damaged");
    }
    checked_bytes_ += packed.size();
    if (check_of(rest, packed) != head.check)
        return skip_to_next_block("a block with a wrong checksum", records_of(head));
    auto raw = unpack_block(packed, head.raw_bytes);
    if (!raw) return skip_to_next_block("a block that does not unpack", records_of(head));
    block_ = *std::move(raw);
    block_used_ = 0;
    block_offset_ = input_.offset();
    input_.use(block_head_bytes + head.packed_bytes);
    if (block_.empty()) return Skipped{block_offset_, "an empty block"};
    return std::nullopt;
}

std::optional<Recorded> OwnReader::skip(std::size_t bytes, std::string why, std::uint64_t records) {
    const auto offset = input_.offset();
    input_.use(bytes);
    return Skipped{offset, std::move(why), records};
}

// Where the damage ends cannot be known, so the next block's magic is looked for.
std::optional<Recorded> OwnReader::skip_to_next_block(std::string why, std::uint64_t records) {
    has_head_ = true;
    is_lost_ = true;
    return skip(1, std::move(why), records);
}

bool OwnReader::find_block() {
    const auto rest = input_.rest();
    const auto found = rest.find(block_magic);
    is_lost_ = found == ByteView::npos;
    const auto kept = input_.has_ended() ? 0 : std::min(block_magic.size() - 1, rest.size());
    input_.use(is_lost_ ? rest.size() - kept : found);
    return !is_lost_;
}

}  // namespace shadowdiff::recording
