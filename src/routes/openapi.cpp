// SPDX-License-Identifier: Apache-2.0
#include "routes/openapi.hpp"

#include "base/ascii.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace shadowdiff::routes {
namespace {

constexpr std::array methods = {std::string_view{"get"},     std::string_view{"put"},
                                std::string_view{"post"},    std::string_view{"delete"},
                                std::string_view{"head"},    std::string_view{"patch"},
                                std::string_view{"options"}, std::string_view{"trace"}};

/// "https://api.example.com/v1/" -> "/v1"; a URL with variables stands for nothing we know.
std::string base_path(std::string_view url) {
    const auto authority = url.find("://");
    if (authority != std::string_view::npos) {
        const auto slash = url.find('/', authority + 3);
        url = slash == std::string_view::npos ? "" : url.substr(slash);
    }
    if (!url.starts_with('/') || url.find('{') != std::string_view::npos) return "";
    while (url.ends_with('/')) url.remove_suffix(1);
    return std::string{url};
}

std::set<std::string> base_paths(const YAML::Node& description, std::size_t servers_max) {
    std::set<std::string> paths;
    const auto servers = description["servers"];
    if (servers && servers.IsSequence()) {
        for (std::size_t i = 0; i < std::min(servers.size(), servers_max); ++i) {
            const auto url = servers[i].IsMap() ? servers[i]["url"] : YAML::Node{};
            if (url && url.IsScalar()) paths.insert(base_path(url.Scalar()));
        }
    }
    if (paths.empty()) paths.insert("");
    return paths;
}

struct Declared {
    Template route;
    int line = 0;  // from 1
};

Result<void> add_path(const std::string& path, const YAML::Node& item, std::size_t templates_max,
                      std::vector<Declared>& all) {
    if (!item.IsMap()) return {};
    for (const auto& entry : item) {
        auto method = entry.first.IsScalar() ? entry.first.Scalar() : "";
        std::ranges::transform(method, method.begin(), ascii::to_lower);
        if (std::ranges::find(methods, method) == methods.end()) continue;
        if (all.size() >= templates_max) {
            return std::unexpected{
                Error{fmt::format("it declares more than {} routes", templates_max)}};
        }
        auto declared = parse_template(method + " " + path);
        if (!declared) return std::unexpected{declared.error()};
        all.push_back({*std::move(declared), entry.first.Mark().line + 1});
    }
    return {};
}

Result<std::vector<Declared>> declared_in(const YAML::Node& description,
                                          const OpenApiLimits& limits) {
    const auto paths = description.IsMap() ? description["paths"] : YAML::Node{};
    if (!paths || !paths.IsMap()) {
        return std::unexpected{Error{"it is no OpenAPI description: it has no \"paths\""}};
    }
    std::vector<Declared> all;
    for (const auto& base : base_paths(description, limits.servers_max)) {
        for (const auto& entry : paths) {
            const auto path = entry.first.IsScalar() ? entry.first.Scalar() : "";
            if (!path.starts_with('/')) continue;  // an extension: "x-…"
            const auto added = add_path(base + path, entry.second, limits.templates_max, all);
            if (!added) return std::unexpected{added.error()};
        }
    }
    return all;
}

// YAML holds JSON. The library tells of what is wrong by exceptions alone.
Result<std::vector<Declared>> read(std::string_view text, const OpenApiLimits& limits) {
    try {
        return declared_in(YAML::Load(std::string{text}), limits);
    } catch (const YAML::Exception& error) {
        return std::unexpected{Error{fmt::format("line {}, column {}: {}", error.mark.line + 1,
                                                 error.mark.column + 1, error.msg)}};
    }
}

}  // namespace

Result<std::vector<Template>> read_openapi(std::string_view text, const OpenApiLimits& limits) {
    auto all = read(text, limits);
    if (!all) return std::unexpected{all.error()};
    std::vector<Template> templates;
    for (auto& one : *all) templates.push_back(std::move(one.route));
    return templates;
}

Result<std::map<std::string, int>> openapi_lines(std::string_view text,
                                                 const OpenApiLimits& limits) {
    const auto all = read(text, limits);
    if (!all) return std::unexpected{all.error()};
    std::map<std::string, int> lines;
    for (const auto& [route, line] : *all) {
        lines.try_emplace(route.method + " " + route.host + route.path, line);
    }
    return lines;
}

}  // namespace shadowdiff::routes
