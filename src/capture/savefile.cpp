// SPDX-License-Identifier: Apache-2.0
#include "capture/savefile.hpp"

#include "base/counted.hpp"
#include "base/overload.hpp"
#include "capture/decompress.hpp"
#include "capture/file_bytes.hpp"
#include "capture/pcap_handle.hpp"
#include "frames/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace shadowdiff::capture {
namespace {

constexpr std::size_t file_magic_bytes = 4;

bool is_decoded(std::uint32_t link_type) {
    return link_type <= std::numeric_limits<std::uint16_t>::max() &&
           frames::is_known_link_type(static_cast<std::uint16_t>(link_type));
}

}  // namespace

Savefile::Savefile(std::string name, std::unique_ptr<ByteSource> bytes,
                   const SavefileLimits& limits)
    : name_{std::move(name)}, limits_{limits}, buffer_{std::move(bytes), limits.buffer_bytes} {}

Result<bool> Savefile::begin() {
    if (!std::holds_alternative<Unknown>(records_)) return true;
    const auto reading = recognise();
    if (reading == Reading::done) return true;
    if (!is_over(reading)) return false;
    has_ended_ = true;
    return std::unexpected{cannot_begin(reading)};
}

std::string Savefile::description() const {
    return name_ == name_of("-") ? name_ : "file " + name_;
}

Next Savefile::next() {
    if (has_ended_) return Finished{};
    if (std::holds_alternative<Unknown>(records_)) [[unlikely]] {
        auto known = begin();
        if (!known) return std::move(known.error());
        if (!*known) return NotYet{};
    }
    Next next{frames::Packet{}};  // returned in every case, so that it is made where it stays
    auto& packet = *std::get_if<frames::Packet>(&next);
    const auto reading = read(packet);
    if (reading == Reading::done) [[likely]] {
        packet.number = ++packets_read_;
    } else {
        next = nothing_read(reading);
    }
    return next;
}

Next Savefile::nothing_read(Reading reading) {
    if (!is_over(reading)) return NotYet{};
    has_ended_ = true;
    if (reading == Reading::ended) return Finished{};
    if (packets_read_ == 0) return cannot_go_on(reading);
    lacks_end_ = true;
    return Finished{cannot_go_on(reading)};
}

Reading Savefile::read(frames::Packet& packet) {
    if (auto* pcap = std::get_if<PcapRecords>(&records_)) return pcap->next(buffer_, packet);
    return std::get_if<PcapngRecords>(&records_)->next(buffer_, packet);
}

// A growing file ends nowhere, and is cut only until the next write.
bool Savefile::is_over(Reading reading) const {
    switch (reading) {
        case Reading::done:
        case Reading::not_yet: return false;
        case Reading::ended:
        case Reading::cut: return !is_growing_;
        case Reading::broken: break;
    }
    return true;
}

Reading Savefile::recognise() {
    if (const auto read = buffer_.need(file_magic_bytes); read != Reading::done) return read;
    const auto beginning = buffer_.view().substr(0, file_magic_bytes);
    if (const auto pcap = PcapRecords::recognise(beginning.data(), limits_)) {
        return begin_pcap(*pcap);
    }
    if (ByteOrder{}.get32(beginning.data()) == PcapngRecords::magic) {
        records_.emplace<PcapngRecords>(limits_);
        return Reading::done;
    }
    return unpack(beginning);
}

Reading Savefile::begin_pcap(PcapRecords records) {
    if (const auto read = records.begin(buffer_); read != Reading::done) {
        why_ = records.why();
        return read;
    }
    if (!is_decoded(records.link_type())) {
        why_ = fmt::format("link type {} is not decoded ({})",
                           link_type_text(static_cast<int>(records.link_type())), known_link_types);
        return Reading::broken;
    }
    records_ = std::move(records);
    return Reading::done;
}

Reading Savefile::unpack(ByteView beginning) {
    const auto compression = compression_of(beginning);
    if (capture::is_unpacked(compression) && !is_unpacked_) {
        is_unpacked_ = true;
        buffer_.wrap([&](std::unique_ptr<ByteSource> packed, Bytes read_already) {
            return decompress(compression, std::move(packed), std::move(read_already),
                              std::min(limits_.window_bytes_max, limits_.windows_bytes_total_max));
        });
        return recognise();
    }
    if (compression != Compression::none) {
        const auto* tool = capture::name(compression);
        why_ = fmt::format("compressed with {} (try: {} -dc {} | shadowdiff capture -)", tool, tool,
                           name_);
        return Reading::broken;
    }
    why_ = fmt::format("no pcap or pcapng capture (try: file {})", name_);
    return Reading::broken;
}

Error Savefile::cannot_begin(Reading reading) const {
    if (!why_.empty()) return {fmt::format("{}: {}", name_, why_)};
    const auto why = buffer_.why();
    if (!why.empty()) return {fmt::format("{}: {}", name_, why)};
    if (reading == Reading::ended) {
        return {fmt::format("{}: the file is empty, so no capture was written", name_)};
    }
    return {fmt::format("{}: no pcap or pcapng capture: it ends inside its header (try: file {})",
                        name_, name_)};
}

Error Savefile::cannot_go_on(Reading reading) const {
    auto why = std::visit(Overload{[](const Unknown&) { return std::string{}; },
                                   [](const auto& records) { return records.why(); }},
                          records_);
    if (why.empty()) why = buffer_.why();
    if (reading == Reading::cut) {
        why = why.empty() ? "cut record" : fmt::format("cut record: {}", why);
    }
    return {fmt::format(
        "{}: packet {}: {} ({})", name_, packets_read_ + 1, why,
        counted(packets_read_, "packet before it was read", "packets before it were read"))};
}

void Savefile::add_drops(Coverage& coverage) {
    if (std::exchange(lacks_end_, false)) coverage.add(Blind::unreadable_records);
    const auto* pcapng = std::get_if<PcapngRecords>(&records_);
    if (pcapng == nullptr) return;
    const auto now = pcapng->drops();
    const auto add = [&](Blind blind, std::uint64_t count, std::uint64_t& reported) {
        if (count <= reported) return;  // counters only grow, but in a damaged file
        coverage.add(blind, count - reported);
        reported = count;
    };
    add(Blind::interface_drops, now.interface, drops_reported_.interface);
    add(Blind::kernel_drops, now.kernel, drops_reported_.kernel);
}

}  // namespace shadowdiff::capture
