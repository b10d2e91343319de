// SPDX-License-Identifier: Apache-2.0
// shadowdiff proxy: stands in the live path, or takes copies that others make of it.
#include "cli/command.hpp"
#include "cli/help_format.hpp"
#include "cli/listen_flags.hpp"
#include "cli/open_files.hpp"
#include "cli/rotate_flag.hpp"
#include "cli/say.hpp"
#include "cli/shadow_flags.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "pipeline/shadow.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

namespace shadowdiff::cli {
namespace {

struct ProxyFlags {
    bool receives = false;
    ListenFlags listen;
    std::string legacy;
    mirror::ForwardingOptions forwarding;
    ShadowFlags shadow;
};

// Legacy is asked by us, where copies come: what it answered to their originals is not known.
void expect_copies(pipeline::ShadowOptions& options, const ProxyFlags& flags) {
    if (options.reask_legacy) {
        throw StartupError{"--reask-legacy: with --receive legacy is asked at --legacy"};
    }
    if (options.candidate) options.legacy = to_target("--legacy", flags.legacy);
    options.source = "receiver " + flags.listen.listen;
}

pipeline::ShadowResult run(const ProxyFlags& flags, pipeline::ShadowOptions& options,
                           const pipeline::StopSignal& stop,
                           const pipeline::OnProgress& on_progress) {
    const auto listen = to_options(flags.listen);
    const auto on_listening = [](const mirror::ListenAddress& address) {
        say("shadowdiff: listening on {}\n", mirror::to_text(address));
    };
    if (flags.receives) {
        expect_copies(options, flags);
        mirror::ReceiverOptions receiver;
        receiver.listen = listen;
        allow_open_files(options, listen.clients_max);
        return pipeline::shadow_copies(receiver, options, stop, on_progress, on_listening);
    }
    options.source = "proxy " + flags.listen.listen;
    mirror::ProxyOptions proxy;
    proxy.listen = listen;
    proxy.legacy = to_target("--legacy", flags.legacy);
    options.facts["legacy_url"] = mirror::to_text(proxy.legacy);
    proxy.forwarding = flags.forwarding;
    proxy.legacy_tls = options.legs[http::Leg::legacy].tls;
    allow_open_files(options, 2 * listen.clients_max);  // each has its own connection to legacy
    return pipeline::shadow_proxy(proxy, options, stop, on_progress, on_listening);
}

int shadow(const ProxyFlags& flags) {
    auto options = to_options(flags.shadow);
    refuse_recorded_legs(options);
    pipeline::StopSignal stop;
    const SignalsToStop signals{stop};
    auto live_line = std::make_unique<LiveLine>();
    const auto result = run(flags, options, stop,
                            [&](const pipeline::Progress& progress) { live_line->show(progress); });
    live_line.reset();
    warn_of(result.turned_away);
    return conclude(result, options);
}

}  // namespace

void add_proxy(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand(
        "proxy", "stand in the live path and shadow what passes, or receive copies");
    const auto flags = std::make_shared<ProxyFlags>();
    command->add_flag("--receive", flags->receives,
                      "take the copies that a mesh or web server makes (docs/receiver.md)");
    add_listen_flags(*command, flags->listen);
    command
        ->add_option("--legacy", flags->legacy, "the service of today: http://, https:// or unix:")
        ->required();
    auto& forwarding = flags->forwarding;
    command->add_option("--via", forwarding.via, "adds Via with this name to every request");
    command->add_flag("--forwarded", forwarding.forwarded, "adds Forwarded (RFC 7239)");
    command->add_flag("--x-forwarded-for", forwarding.x_forwarded_for, "likewise");
    set_group(*command, "What the proxy tells of itself and its client",
              {"--via", "--forwarded", "--x-forwarded-for"});
    add_shadow_flags(*command, flags->shadow);
    add_record_flags(*command, flags->shadow.record);
    add_rotate_flag(*command, flags->shadow.rotate);
    command->footer(
        "Example: shadowdiff proxy --listen 0.0.0.0:80 --legacy http://10.0.0.5:8080 "
        "--candidate http://10.0.0.7:8080");
    commands[command] = [flags] { return shadow(*flags); };
}

}  // namespace shadowdiff::cli
