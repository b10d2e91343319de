// SPDX-License-Identifier: Apache-2.0
// A pcap or pcapng savefile as a source of packets.
#include "capture/open.hpp"
#include "capture/pcap_handle.hpp"
#include "frames/decode.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

namespace shadowdiff::capture {
namespace {

class Savefile final : public PacketSource {
public:
    Savefile(std::string name, PcapHandle handle)
        : name_{std::move(name)}, reader_{std::move(handle)} {}

    Next next() override {
        if (has_ended_) return Finished{};
        frames::Packet packet;
        switch (reader_.read(packet)) {
            case PcapReader::Outcome::packet: return packet;
            case PcapReader::Outcome::nothing:
            case PcapReader::Outcome::ended: has_ended_ = true; return Finished{};
            case PcapReader::Outcome::failed: break;
        }
        has_ended_ = true;
        return broken_packet();
    }

    void add_drops(Coverage& /*coverage*/) override {}

    std::string description() const override { return "file " + name_; }

private:
    Error broken_packet() const {
        const std::string_view reason = pcap_geterr(reader_.handle());
        const bool is_cut = reason.starts_with("truncated");
        return {fmt::format("{}: packet {}: {}{} (the {} packets before it were read)", name_,
                            reader_.packets_read() + 1, is_cut ? "cut record: " : "", reason,
                            reader_.packets_read())};
    }

    std::string name_;
    PcapReader reader_;
    bool has_ended_ = false;
};

Error cannot_open(std::string_view name, int error_number) {
    return {
        fmt::format("{}: cannot be read: {}", name, std::generic_category().message(error_number))};
}

// libpcap says in its own words what is wrong with a file's beginning; these say what to try.
Error not_a_capture(std::string_view name, std::FILE* file, std::string_view reason) {
    std::array<unsigned char, 4> magic{};
    std::rewind(file);
    const auto length = std::fread(magic.data(), 1, magic.size(), file);
    if (std::ferror(file) != 0) return cannot_open(name, errno);
    if (length == 0) return {fmt::format("{}: the file is empty, so no capture was written", name)};
    const bool is_gzip = magic[0] == 0x1f && magic[1] == 0x8b;
    const bool is_zstd = magic[0] == 0x28 && magic[1] == 0xb5 && magic[2] == 0x2f;
    if (is_gzip || is_zstd) {
        const auto* tool = is_gzip ? "gzip" : "zstd";
        return {fmt::format("{}: compressed with {} (try: {} -dc {} | shadowdiff capture -r -)",
                            name, tool, tool, name)};
    }
    return {fmt::format("{}: no pcap or pcapng capture: {} (try: file {})", name, reason, name)};
}

}  // namespace

Result<std::unique_ptr<PacketSource>> open_savefile(const std::filesystem::path& file) {
    const bool is_stdin = file == "-";
    const auto name = is_stdin ? std::string{"standard input"} : file.string();
    std::FILE* stream = is_stdin ? stdin : std::fopen(file.c_str(), "rbe");
    if (stream == nullptr) return std::unexpected{cannot_open(name, errno)};

    std::setvbuf(stream, nullptr, _IOFBF, 1 << 16);  // the default costs one system call a page
    std::array<char, PCAP_ERRBUF_SIZE> reason{};
    PcapHandle handle{pcap_fopen_offline_with_tstamp_precision(stream, PCAP_TSTAMP_PRECISION_NANO,
                                                               reason.data())};
    if (!handle) {
        const auto error = not_a_capture(name, stream, reason.data());
        if (!is_stdin) std::fclose(stream);
        return std::unexpected{error};
    }
    const int link_type = pcap_datalink(handle.get());
    if (!frames::is_known_link_type(static_cast<std::uint16_t>(link_type))) {
        return std::unexpected{Error{fmt::format("{}: link type {} is not decoded ({})", name,
                                                 link_type_text(link_type), known_link_types)}};
    }
    return std::make_unique<Savefile>(name, std::move(handle));
}

}  // namespace shadowdiff::capture
