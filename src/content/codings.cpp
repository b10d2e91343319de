// SPDX-License-Identifier: Apache-2.0
// Names of content codings -> what undoes them.
#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "content/inflate.hpp"

#include <fmt/format.h>

#include <optional>
#include <ranges>

namespace shadowdiff::content {
namespace {

constexpr std::size_t coding_name_bytes_max = 40;

std::optional<Inflater::Coding> coding_named(std::string_view name) {
    if (name == "gzip" || name == "x-gzip") return Inflater::Coding::gzip;
    if (name == "deflate") return Inflater::Coding::deflate;
    return std::nullopt;
}

}  // namespace

std::expected<Inflaters, Undecodable> inflaters_for(std::span<const std::string_view> codings,
                                                    const ContentLimits& limits) {
    Inflaters inflaters;
    for (const auto text : std::views::reverse(codings)) {
        const auto name = ascii::lower_case(text);
        if (name.empty() || name == "identity") continue;
        if (inflaters.size() == limits.codings_max) {
            return std::unexpected{
                Undecodable{fmt::format("more than {} codings", limits.codings_max)}};
        }
        const auto coding = coding_named(name);
        if (!coding) {
            const auto shown = printable(name, coding_name_bytes_max);
            return std::unexpected{Undecodable{fmt::format("unknown coding {}", shown)}};
        }
        inflaters.push_back(std::make_unique<Inflater>(*coding, limits));
    }
    return inflaters;
}

}  // namespace shadowdiff::content
