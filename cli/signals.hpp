// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM -> a StopSignal: the first drains and finishes the run, a second ends it at
// once. SIGUSR1 pauses it and lets it go on, SIGHUP has it read its files again.
#pragma once

#include "pipeline/shadow.hpp"

namespace shadowdiff::cli {

/// While it lives, these signals go to `stop`. One at a time.
class SignalsToStop {
public:
    explicit SignalsToStop(pipeline::StopSignal& stop);
    ~SignalsToStop();
    SignalsToStop(const SignalsToStop&) = delete;
    SignalsToStop& operator=(const SignalsToStop&) = delete;
};

}  // namespace shadowdiff::cli
