// SPDX-License-Identifier: Apache-2.0
#include "cli/leg_flags.hpp"

#include "base/escape.hpp"
#include "cli/credential.hpp"
#include "cli/durations.hpp"
#include "cli/text_file.hpp"
#include "mirror/request/supplied.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

namespace shadowdiff::cli {
namespace {

constexpr auto asking_group = "How the legs are asked";

using Legs = std::vector<http::Leg>;

/// "candidate:REST" -> the candidate; without a leg's name in front, all of them.
Legs take_legs(std::string_view& text) {
    for (const auto leg : http::all_legs) {
        const auto prefix = fmt::format("{}:", http::name(leg));
        if (!text.starts_with(prefix)) continue;
        text.remove_prefix(prefix.size());
        return {leg};
    }
    return {std::begin(http::all_legs), std::end(http::all_legs)};
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || rest != end || !(value >= 0)) return std::nullopt;
    return value;
}

/// "64", "64K", "8M", "1G".
std::optional<std::size_t> bytes(std::string_view text) {
    std::size_t unit = 1;
    if (text.ends_with('K')) unit = 1 << 10;
    if (text.ends_with('M')) unit = 1 << 20;
    if (text.ends_with('G')) unit = 1 << 30;
    if (unit > 1) text.remove_suffix(1);
    const auto count = number<std::uint32_t>(text);
    if (!count) return std::nullopt;
    return *count * unit;
}

using Limits = mirror::LegLimits;
using Set = bool (*)(Limits&, std::string_view);

template <auto Member>
bool set_duration(Limits& limits, std::string_view text) {
    limits.*Member = to_duration("--budget", text);
    return true;
}

template <auto Member>
bool set_count(Limits& limits, std::string_view text) {
    const auto count = number<std::uint32_t>(text);
    if (!count || *count == 0) return false;
    limits.*Member = *count;
    return true;
}

bool set_rate(Limits& limits, std::string_view text) {
    if (text.ends_with("/s")) text.remove_suffix(2);
    const auto rate = number<double>(text);
    if (!rate || *rate == 0) return false;
    limits.rate_max = *rate;
    return true;
}

bool set_kept(Limits& limits, std::string_view text) {
    const auto count = bytes(text);
    if (count) limits.body_bytes_kept_max = *count;
    return count.has_value();
}

bool set_breaker(Limits& limits, std::string_view text) {
    if (text == "off") {
        limits.breaker_failures_max = 1;
        return true;
    }
    if (!text.ends_with('%')) return false;
    const auto share = number<double>(text.substr(0, text.size() - 1));
    if (!share || *share <= 0 || *share > 100) return false;
    limits.breaker_failures_max = *share / 100;
    return true;
}

struct Key {
    std::string_view name;
    Set set;
};
constexpr Key keys[] = {{"rate", set_rate},
                        {"in-flight", set_count<&Limits::in_flight_max>},
                        {"connections", set_count<&Limits::connections_max>},
                        {"wait", set_duration<&Limits::wait_max>},
                        {"connect", set_duration<&Limits::connect_max>},
                        {"first-byte", set_duration<&Limits::first_byte_max>},
                        {"total", set_duration<&Limits::total_max>},
                        {"slow", set_duration<&Limits::slow_max>},
                        {"breaker", set_breaker},
                        {"kept", set_kept}};

void set_one(Limits& limits, std::string_view item) {
    const auto equals = item.find('=');
    for (const auto& key : keys) {
        if (equals == std::string_view::npos || item.substr(0, equals) != key.name) continue;
        if (key.set(limits, item.substr(equals + 1))) return;
    }
    throw StartupError{fmt::format(
        "--budget: \"{}\": expected rate=500/s, in-flight=N, connections=N, wait=5s, connect=2s, "
        "first-byte=10s, total=30s, slow=5s, breaker=50% or off, kept=8M",
        printable(item, 200))};
}

void set_budget(pipeline::ShadowOptions& options, std::string_view text) {
    for (const auto leg : take_legs(text)) {
        for (auto rest = text; !rest.empty();) {
            const auto end = std::min(rest.find(','), rest.size());
            set_one(options.legs[leg].limits, rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        // What may wait so long for its turn may do so at the end, too.
        auto& drain_max = options.limits.drain_max;
        drain_max = std::max(drain_max, options.legs[leg].limits.wait_max);
    }
}

void set_rewrite(pipeline::ShadowOptions& options, std::string_view text) {
    for (const auto leg : take_legs(text)) {
        const auto added = mirror::add_rewrite(options.legs[leg].rewrite, with_credential(text));
        if (!added) throw StartupError{fmt::format("--rewrite: {}", added.error().message)};
    }
}

void set_cookie_jar(pipeline::ShadowOptions& options, std::string_view text) {
    constexpr std::size_t jar_bytes_max = 1 << 20;
    const auto legs = take_legs(text);
    const std::string file{text};
    auto jar = mirror::parse_cookie_jar(
        read_file(file, jar_bytes_max),
        std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()));
    if (!jar) throw StartupError{fmt::format("--cookie-jar {}: {}", file, jar.error().message)};
    for (const auto leg : legs) options.legs[leg].rewrite.cookie_jar = *jar;
}

}  // namespace

void add_leg_flags(CLI::App& command, LegFlags& flags) {
    const auto add = [&](const char* name, auto& value, const char* what) {
        return command.add_option(name, value, what)->group(asking_group);
    };
    add("--budget", flags.budget, "[LEG:]rate=500/s,in-flight=64,total=30s,… (docs/mirror.md)")
        ->allow_extra_args(false);
    add("--rewrite", flags.rewrite, "[LEG:]host=H, set-header=N: V, remove-query=N, …")
        ->allow_extra_args(false);
    add("--cookie-jar", flags.cookie_jar, "[LEG:]FILE: cookies in place of those of the requests")
        ->allow_extra_args(false);
    add("--token", flags.token, "translate what legs mint: \"set-cookie:sid to cookie:sid\"")
        ->allow_extra_args(false);
    add("--mark", flags.mark, "off: send the exact bytes, without our Shadowdiff-Run")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
    add("--cacert", flags.tls.ca_file, "trust these certificates (PEM) instead of the system's");
    add("--cert", flags.tls.certificate, "our certificate for https legs, PEM");
    add("--key", flags.tls.key, "its key, PEM");
    command
        .add_flag("--paused", flags.paused,
                  "send nothing until SIGUSR1, or SIGHUP with paused = false")
        ->group(asking_group);
    command.add_flag("--insecure", flags.insecure, "do not verify the legs' certificates")
        ->group(asking_group);
}

void set_legs(pipeline::ShadowOptions& options, const LegFlags& flags) {
    if (flags.tls.certificate.empty() != flags.tls.key.empty()) {
        throw StartupError{"--cert and --key go together"};
    }
    auto tls = flags.tls;
    tls.verify = !flags.insecure;
    for (const auto leg : http::all_legs) options.legs[leg].tls = tls;
    for (const auto& text : flags.budget) set_budget(options, text);
    for (const auto& text : flags.rewrite) set_rewrite(options, text);
    for (const auto& text : flags.cookie_jar) set_cookie_jar(options, text);
    for (const auto& [leg, leg_options] : options.legs) {
        auto secrets = mirror::secrets_of(leg_options.rewrite);
        std::ranges::move(secrets, std::back_inserter(options.redact.values));
    }
    for (const auto& text : flags.token) {
        auto rule = mirror::parse_token_rule(text);
        if (!rule) throw StartupError{fmt::format("--token: {}", rule.error().message)};
        for (auto& name : mirror::secret_names(*rule).headers) {
            options.redact.headers.push_back(name);
        }
        for (auto& name : mirror::secret_names(*rule).fields) {
            options.redact.fields.push_back(name);
        }
        options.tokens.push_back(*std::move(rule));
    }
    if (!options.tokens.empty()) {
        options.redact.secrets_of_answer = [rules = options.tokens](const http::Response& answer) {
            return mirror::minted_secrets(rules, answer);
        };
    }
    options.is_paused = flags.paused;
    options.marks_requests = flags.mark == "on";
}

}  // namespace shadowdiff::cli
