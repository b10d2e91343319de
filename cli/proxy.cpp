// SPDX-License-Identifier: Apache-2.0
// shadowdiff proxy: stands in the live path.
#include "cli/command.hpp"
#include "cli/shadow_flags.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "pipeline/shadow.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <memory>
#include <string>

namespace shadowdiff::cli {
namespace {

struct ProxyFlags {
    std::string listen = "127.0.0.1:8080";
    std::string legacy;
    ShadowFlags shadow;
};

// "127.0.0.1:8080", "[::1]:8080"; port 0 takes a free one.
void set_listen(mirror::ProxyOptions& options, std::string_view listen) {
    const auto colon = listen.rfind(':');
    auto host = listen.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto port = colon == std::string_view::npos ? "" : listen.substr(colon + 1);
    const auto* end = port.data() + port.size();
    const auto [parsed, error] = std::from_chars(port.data(), end, options.listen_port);
    if (host.empty() || port.empty() || error != std::errc{} || parsed != end) {
        throw StartupError{
            fmt::format("--listen: \"{}\" is no address: expected 127.0.0.1:8080", listen)};
    }
    options.listen_host = host;
}

mirror::ProxyOptions proxy_options(const ProxyFlags& flags) {
    mirror::ProxyOptions options;
    set_listen(options, flags.listen);
    options.legacy = to_target("--legacy", flags.legacy);
    return options;
}

int shadow(const ProxyFlags& flags) {
    auto options = to_options(flags.shadow);
    auto proxy = proxy_options(flags);
    proxy.legacy_tls = options.legs[http::Leg::legacy].tls;
    options.source = "proxy " + flags.listen;

    pipeline::StopSignal stop;
    const SignalsToStop signals{stop};
    auto live_line = std::make_unique<LiveLine>();
    const auto result = pipeline::shadow_proxy(
        proxy, options, stop,
        [&](const pipeline::Progress& progress) { live_line->show(progress); },
        [&](std::uint16_t port) {
            fmt::print(stderr, "shadowdiff: listening on {}:{}\n", proxy.listen_host, port);
        });
    live_line.reset();
    return conclude(result, options);
}

}  // namespace

void add_proxy(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("proxy", "stand in the live path and shadow what passes");
    const auto flags = std::make_shared<ProxyFlags>();
    command->add_option("--listen", flags->listen, "where clients connect; port 0 takes a free one")
        ->capture_default_str();
    command
        ->add_option("--legacy", flags->legacy, "the service of today: http://, https:// or unix:")
        ->required();
    add_shadow_flags(*command, flags->shadow);
    add_record_flags(*command, flags->shadow.record);
    command->footer(
        "Example: shadowdiff proxy --listen 0.0.0.0:80 --legacy http://10.0.0.5:8080 "
        "--candidate http://10.0.0.7:8080");
    commands[command] = [flags] { return shadow(*flags); };
}

}  // namespace shadowdiff::cli
