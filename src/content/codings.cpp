// SPDX-License-Identifier: Apache-2.0
// Names of content codings -> what undoes them.
#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "content/stage.hpp"

#include <fmt/format.h>

#include <ranges>

namespace shadowdiff::content {
namespace {

constexpr std::size_t coding_name_bytes_max = 40;

/// Null for a name that we do not know.
std::unique_ptr<Stage> stage_for(std::string_view name, const ContentLimits& limits) {
    if (name == "gzip" || name == "x-gzip") {
        return std::make_unique<Stage>(std::in_place_type<Inflater>, Inflater::Coding::gzip,
                                       limits);
    }
    if (name == "deflate") {
        return std::make_unique<Stage>(std::in_place_type<Inflater>, Inflater::Coding::deflate,
                                       limits);
    }
    if (name == "br") return std::make_unique<Stage>(std::in_place_type<Unbrotli>, limits);
    if (name == "zstd") return std::make_unique<Stage>(std::in_place_type<Unzstd>, limits);
    return nullptr;
}

}  // namespace

std::expected<Stages, Undecodable> stages_for(std::span<const std::string_view> codings,
                                              const ContentLimits& limits) {
    Stages stages;
    for (const auto text : std::views::reverse(codings)) {
        const auto name = ascii::lower_case(text);
        if (name.empty() || name == "identity") continue;
        if (stages.size() == limits.codings_max) {
            return std::unexpected{
                Undecodable{fmt::format("more than {} codings", limits.codings_max)}};
        }
        auto stage = stage_for(name, limits);
        if (!stage) {
            const auto shown = printable(name, coding_name_bytes_max);
            return std::unexpected{Undecodable{fmt::format("unknown coding {}", shown)}};
        }
        stages.push_back(std::move(stage));
    }
    return stages;
}

}  // namespace shadowdiff::content
