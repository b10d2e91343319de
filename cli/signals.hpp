// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM -> a StopSignal: the first drains and finishes the run, a second ends it at
// once.
#pragma once

#include "pipeline/shadow.hpp"

namespace shadowdiff::cli {

/// While it lives, both signals go to `stop`. One at a time.
class SignalsToStop {
public:
    explicit SignalsToStop(pipeline::StopSignal& stop);
    ~SignalsToStop();
    SignalsToStop(const SignalsToStop&) = delete;
    SignalsToStop& operator=(const SignalsToStop&) = delete;
};

}  // namespace shadowdiff::cli
