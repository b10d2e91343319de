// SPDX-License-Identifier: Apache-2.0
#include "cli/signals.hpp"

#include <atomic>
#include <csignal>

namespace shadowdiff::cli {
namespace {

// A signal handler reaches nothing but a global.
std::atomic<pipeline::StopSignal*> receiver = nullptr;

extern "C" void on_signal(int signal) {
    auto* run = receiver.load();
    if (!run) return;
    if (signal == SIGUSR1) return run->toggle_pause();
    if (signal == SIGHUP) return run->reload();
    run->request();
}

void handle(int signal, void (*handler)(int)) {
    struct sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, nullptr);
}

}  // namespace

SignalsToStop::SignalsToStop(pipeline::StopSignal& stop) {
    receiver = &stop;
    handle(SIGINT, on_signal);
    handle(SIGTERM, on_signal);
    handle(SIGUSR1, on_signal);
    handle(SIGHUP, on_signal);
    handle(SIGPIPE, SIG_IGN);  // whoever read our words may go, and we go on
}

SignalsToStop::~SignalsToStop() {
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
    handle(SIGUSR1, SIG_IGN);  // one that comes late must not kill what writes the report
    handle(SIGHUP, SIG_DFL);
    handle(SIGPIPE, SIG_DFL);
    receiver = nullptr;
}

}  // namespace shadowdiff::cli
