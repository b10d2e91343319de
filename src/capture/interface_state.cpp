// SPDX-License-Identifier: Apache-2.0
#include "capture/interface_state.hpp"

#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace shadowdiff::capture {
namespace {

// Any socket will do for questions about interfaces.
class Asking {
public:
    explicit Asking(const std::string& name)
        : descriptor_{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
        name.copy(request_.ifr_name, IFNAMSIZ - 1);
    }
    ~Asking() {
        if (descriptor_ >= 0) close(descriptor_);
    }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;

    bool ask(unsigned long what) { return ioctl(descriptor_, what, &request_) == 0; }
    const ifreq& answer() const { return request_; }

    std::optional<std::uint32_t> ethtool(std::uint32_t command) {
        ethtool_value value{.cmd = command, .data = 0};
        request_.ifr_data = reinterpret_cast<char*>(&value);
        if (!ask(SIOCETHTOOL)) return std::nullopt;
        return value.data;
    }
    std::optional<bool> is_on(std::uint32_t command) {
        const auto value = ethtool(command);
        if (!value) return std::nullopt;
        return *value != 0;
    }

private:
    int descriptor_;
    ifreq request_{};
};

}  // namespace

InterfaceState interface_state(const std::string& name) {
    InterfaceState state{.name = name};
    if (name == "any") {
        state.is_any = state.exists = state.is_up = state.has_carrier = true;
        return state;
    }
    // A longer name would be asked for by its beginning, which may be another's name.
    if (name.size() >= IFNAMSIZ) return state;
    Asking asking{name};
    if (!asking.ask(SIOCGIFFLAGS)) return state;
    state.exists = true;
    const auto flags = static_cast<unsigned>(asking.answer().ifr_flags);
    state.is_up = (flags & IFF_UP) != 0;
    state.has_carrier = (flags & IFF_RUNNING) != 0;
    if (asking.ask(SIOCGIFMTU)) state.mtu = static_cast<std::uint32_t>(asking.answer().ifr_mtu);
    state.gro = asking.is_on(ETHTOOL_GGRO);
    state.tso = asking.is_on(ETHTOOL_GTSO);
    state.gso = asking.is_on(ETHTOOL_GGSO);
    if (const auto all = asking.ethtool(ETHTOOL_GFLAGS)) state.lro = (*all & ETH_FLAG_LRO) != 0;
    return state;
}

}  // namespace shadowdiff::capture
