// SPDX-License-Identifier: Apache-2.0
// A network interface as a source of packets.
#include "capture/filter.hpp"
#include "capture/open.hpp"
#include "capture/pcap_handle.hpp"
#include "frames/decode.hpp"

#include <fmt/format.h>
#include <net/if.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace shadowdiff::capture {
namespace {

constexpr int poll_ms = 50;          // how long next() waits for a packet
constexpr int block_retire_ms = 20;  // how long the kernel may collect packets before it wakes us

class Interface final : public PacketSource {
public:
    /// What was dropped so far is nobody's loss.
    Interface(std::string name, PcapHandle handle)
        : name_{std::move(name)}, reader_{std::move(handle)} {
        pcap_stats(reader_.handle(), &before_);
    }

    Next next() override {
        frames::Packet packet;
        auto outcome = reader_.read(packet);
        if (outcome == PcapReader::Outcome::nothing && wait_readable()) {
            outcome = reader_.read(packet);
        }
        switch (outcome) {
            case PcapReader::Outcome::packet: return packet;
            case PcapReader::Outcome::nothing: return NotYet{};
            case PcapReader::Outcome::ended: return Finished{};
            case PcapReader::Outcome::failed: break;
        }
        return Error{
            fmt::format("interface {}: capture ended: {}", name_, pcap_geterr(reader_.handle()))};
    }

    void add_drops(Coverage& coverage) override {
        pcap_stat now{};
        if (pcap_stats(reader_.handle(), &now) != 0) return;
        // The counters are 32 bits wide and may wrap; so do these differences.
        coverage.add(Blind::kernel_drops, now.ps_drop - before_.ps_drop);
        coverage.add(Blind::interface_drops, now.ps_ifdrop - before_.ps_ifdrop);
        before_ = now;
    }

    std::string description() const override { return "interface " + name_; }

private:
    // libpcap's own wait has no end while nothing comes.
    bool wait_readable() {
        pollfd waiting{pcap_get_selectable_fd(reader_.handle()), POLLIN, 0};
        return poll(&waiting, 1, poll_ms) > 0;
    }

    std::string name_;
    PcapReader reader_;
    pcap_stat before_{};
};

std::string interface_names() {
    std::string names;
    const std::unique_ptr<struct if_nameindex, decltype(&if_freenameindex)> all{if_nameindex(),
                                                                                &if_freenameindex};
    if (!all) return "any";
    for (const auto* one = all.get(); one->if_index != 0; ++one) {
        names += fmt::format("{}, ", one->if_name);
    }
    return names + "any";
}

std::string this_program() {
    std::error_code ignored;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    return ignored ? "shadowdiff" : program.string();
}

Error activation_error(const std::string& name, int status, pcap_t* handle) {
    switch (status) {
        case PCAP_ERROR_PERM_DENIED:
        case PCAP_ERROR_PROMISC_PERM_DENIED:
            return {
                fmt::format("interface {}: no permission to capture (try: sudo setcap "
                            "cap_net_raw+ep {}, or sudo, or shadowdiff proxy, which needs "
                            "none)",
                            name, this_program())};
        case PCAP_ERROR_IFACE_NOT_UP:
            return {fmt::format("interface {}: is down (try: ip link set {} up)", name, name)};
        default: break;
    }
    const std::string_view detail = pcap_geterr(handle);
    return {fmt::format("interface {}: cannot capture: {}{}{}", name, pcap_statustostr(status),
                        detail.empty() ? "" : ": ", detail)};
}

Result<PcapHandle> activate(const InterfaceOptions& options) {
    const auto& name = options.name;
    if (name != "any" && if_nametoindex(name.c_str()) == 0) {
        return std::unexpected{Error{
            fmt::format("interface {}: does not exist (there are: {})", name, interface_names())}};
    }
    std::array<char, PCAP_ERRBUF_SIZE> reason{};
    PcapHandle handle{pcap_create(name.c_str(), reason.data())};
    if (!handle) {
        return std::unexpected{Error{fmt::format("interface {}: {}", name, reason.data())}};
    }
    const auto limit = [](std::uint32_t bytes) {
        return static_cast<int>(std::min<std::uint32_t>(bytes, 1U << 30));
    };
    pcap_set_snaplen(handle.get(), limit(options.limits.snaplen_bytes));
    pcap_set_buffer_size(handle.get(), limit(options.limits.ring_bytes));
    pcap_set_promisc(handle.get(), 0);
    pcap_set_timeout(handle.get(), block_retire_ms);
    // Where there are only microseconds, they do.
    pcap_set_tstamp_precision(handle.get(), PCAP_TSTAMP_PRECISION_NANO);
    const int status = pcap_activate(handle.get());
    if (status < 0) return std::unexpected{activation_error(name, status, handle.get())};
    return handle;
}

Result<void> set_filter(pcap_t* handle, const InterfaceOptions& options) {
    bpf_program program{};
    const auto expression = filter_expression(pcap_datalink(handle), options.ports);
    if (pcap_compile(handle, &program, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0) {
        return std::unexpected{
            Error{fmt::format("interface {}: the filter for {} ports: {}", options.name,
                              options.ports.size(), pcap_geterr(handle))}};
    }
    const int status = pcap_setfilter(handle, &program);
    pcap_freecode(&program);
    if (status == 0) return {};
    return std::unexpected{Error{
        fmt::format("interface {}: cannot set the filter: {}", options.name, pcap_geterr(handle))}};
}

// Until its filter was set, all of the interface's traffic went into the ring, and may have filled
// it: what is wanted would find no room.
void discard_what_came_before_filter(pcap_t* handle) {
    const auto discard = [](u_char*, const pcap_pkthdr*, const u_char*) {};
    pcap_dispatch(handle, -1, discard, nullptr);  // an error shows when reading
}

}  // namespace

Result<std::unique_ptr<PacketSource>> open_interface(const InterfaceOptions& options) {
    auto handle = activate(options);
    if (!handle) return std::unexpected{handle.error()};
    const int link_type = pcap_datalink(handle->get());
    if (!frames::is_known_link_type(static_cast<std::uint16_t>(link_type))) {
        return std::unexpected{
            Error{fmt::format("interface {}: link type {} is not decoded ({})", options.name,
                              link_type_text(link_type), known_link_types)}};
    }
    if (auto set = set_filter(handle->get(), options); !set) return std::unexpected{set.error()};
    std::array<char, PCAP_ERRBUF_SIZE> reason{};
    if (pcap_setnonblock(handle->get(), 1, reason.data()) != 0) {
        return std::unexpected{Error{fmt::format("interface {}: {}", options.name, reason.data())}};
    }
    discard_what_came_before_filter(handle->get());
    return std::make_unique<Interface>(options.name, std::move(*handle));
}

Result<void> may_sniff(const std::string& interface_name) {
    InterfaceOptions options;
    options.name = interface_name;
    options.limits.ring_bytes = 1 << 20;  // enough to try
    const auto opened = open_interface(options);
    if (!opened) return std::unexpected{opened.error()};
    return {};
}

}  // namespace shadowdiff::capture
