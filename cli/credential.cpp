// SPDX-License-Identifier: Apache-2.0
#include "cli/credential.hpp"

#include "base/result.hpp"
#include "cli/text_file.hpp"
#include "redact/names.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace shadowdiff::cli {
namespace {

constexpr std::size_t credential_bytes_max = 64 << 10;
constexpr std::string_view header_prefix = "set-header=";
constexpr std::string_view field_prefix = "set-field=";

std::string from_environment(const std::string& name) {
    const char* found = std::getenv(name.c_str());
    if (found == nullptr || *found == '\0') {
        throw StartupError{fmt::format("--rewrite: the environment has no {}", name)};
    }
    return found;
}

std::string from_file(const std::string& file) {
    auto credential = read_file(file, credential_bytes_max);
    while (credential.ends_with('\n') || credential.ends_with('\r')) credential.pop_back();
    if (credential.empty()) throw StartupError{fmt::format("--rewrite: {} is empty", file)};
    return credential;
}

}  // namespace

std::string with_credential(std::string_view rewrite) {
    const bool sets_header = rewrite.starts_with(header_prefix);
    const auto colon = rewrite.find(": ");
    if (!(sets_header || rewrite.starts_with(field_prefix)) || colon == std::string_view::npos) {
        return std::string{rewrite};
    }
    const auto prefix = sets_header ? header_prefix : field_prefix;
    const auto name = rewrite.substr(prefix.size(), colon - prefix.size());
    const auto value = rewrite.substr(colon + 2);
    const auto as_set = std::string{rewrite.substr(0, colon + 2)};
    if (value.starts_with("env:")) return as_set + from_environment(std::string{value.substr(4)});
    if (value.starts_with("file:")) return as_set + from_file(std::string{value.substr(5)});
    const redact::Names known{{}, {}};
    if (sets_header ? known.is_secret_header(name) : known.is_secret_field(name)) {
        throw StartupError{
            fmt::format("--rewrite: what {} says would stand where everybody can read it (try: "
                        "\"{}{}: env:NAME\" or file:PATH)",
                        name, prefix, name)};
    }
    return std::string{rewrite};
}

}  // namespace shadowdiff::cli
