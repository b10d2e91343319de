// SPDX-License-Identifier: Apache-2.0
// What the system says of an interface before anything is captured. Needs no permission.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace shadowdiff::capture {

struct InterfaceState {
    std::string name;
    bool is_any = false;  // all interfaces at once: the rest says nothing then
    bool exists = false;
    bool is_up = false;
    bool has_carrier = false;
    std::optional<std::uint32_t> mtu{};
    // Offloads; nothing where the driver does not tell (ethtool's ioctls).
    std::optional<bool> gro{};  // received packets are joined …
    std::optional<bool> lro{};
    std::optional<bool> tso{};  // … and sent ones are cut by the card, behind the capture
    std::optional<bool> gso{};
    bool operator==(const InterfaceState&) const = default;
};

InterfaceState interface_state(const std::string& name);

}  // namespace shadowdiff::capture
