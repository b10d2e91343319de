// SPDX-License-Identifier: Apache-2.0
#include "config/fault.hpp"

#include "base/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace shadowdiff::config {

std::string to_text(const Fault& fault) {
    return fmt::format("{}:{}:{}: {}{}", printable(fault.at.file), fault.at.line, fault.at.column,
                       fault.gravity == Gravity::warning ? "warning: " : "", printable(fault.what));
}

std::string to_text(std::vector<Fault> faults) {
    std::ranges::sort(faults, {},
                      [](const Fault& fault) { return std::tie(fault.at, fault.what); });
    const auto repeated = std::ranges::unique(faults);
    faults.erase(repeated.begin(), repeated.end());
    std::string text;
    for (const auto& fault : faults) {
        if (!text.empty()) text += '\n';
        text += to_text(fault);
    }
    return text;
}

bool has_errors(const std::vector<Fault>& faults) {
    return std::ranges::find(faults, Gravity::error, &Fault::gravity) != faults.end();
}

}  // namespace shadowdiff::config
