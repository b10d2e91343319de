// SPDX-License-Identifier: Apache-2.0
#include "cli/redact_flags.hpp"

#include "base/digest.hpp"
#include "base/escape.hpp"
#include "cli/text_file.hpp"
#include "redact/patterns.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstddef>
#include <string_view>

namespace shadowdiff::cli {
namespace {

// "header:X-Tenant", "field:tax_id", "field:$.customer.iban", "pattern:[A-Z]{2}[0-9]{20}", "email"
void declare(redact::RedactOptions& options, const std::string& text) {
    const auto colon = text.find(':');
    const auto kind = text.substr(0, colon);
    const auto value = colon == std::string::npos ? "" : text.substr(colon + 1);
    if (text == "email") {
        options.patterns.emplace_back(redact::email_pattern);
    } else if (kind == "header" && !value.empty()) {
        options.headers.push_back(value);
    } else if (kind == "field" && !value.empty()) {
        options.fields.push_back(value);
    } else if (kind == "pattern" && !value.empty()) {
        if (const auto checked = redact::check_pattern(value); !checked) {
            throw StartupError{fmt::format("--redact: {}", printable(checked.error().message))};
        }
        options.patterns.push_back(value);
    } else {
        throw StartupError{fmt::format(
            "--redact: \"{}\": expected header:NAME, field:NAME, field:$.path, pattern:REGEX or "
            "email",
            printable(text, 200))};
    }
}

// Whoever reads the key can try values out until a digest is right.
Bytes read_key(const std::string& file) {
    constexpr std::size_t key_bytes_min = 32;
    constexpr std::size_t key_bytes_max = 4'096;
    struct stat status{};
    if (::stat(file.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        throw StartupError{fmt::format("--digest-key-file {}: others may read it (chmod 600 {})",
                                       printable(file), printable(file))};
    }
    auto key = read_file(file, key_bytes_max);
    if (key.size() < key_bytes_min) {
        throw StartupError{fmt::format(
            "--digest-key-file {}: a key has {} bytes or more (head -c {} /dev/urandom > {})",
            printable(file), key_bytes_min, key_bytes_min, printable(file))};
    }
    return key;
}

}  // namespace

void add_redact_flags(CLI::App& command, RedactFlags& flags) {
    constexpr auto group = "Secrets";
    command
        .add_option("--redact", flags.redact,
                    "more that is secret: header:NAME, field:NAME, field:$.path, pattern:REGEX, "
                    "email")
        ->allow_extra_args(false)
        ->group(group);
    command
        .add_option("--digest-key-file", flags.digest_key_file,
                    "equal secrets have equal digests in all runs with this key (32 bytes, 0600)")
        ->group(group);
}

void set_redaction(pipeline::ShadowOptions& options, const RedactFlags& flags) {
    for (const auto& text : flags.redact) declare(options.redact, text);
    if (flags.digest_key_file.empty()) return;
    constexpr std::size_t name_digits = 16;
    options.redact.digest_key = read_key(flags.digest_key_file);
    options.facts["digest_key"] =
        to_hex(hmac_sha256(options.redact.digest_key, "shadowdiff digest key"))
            .substr(0, name_digits);
}

}  // namespace shadowdiff::cli
