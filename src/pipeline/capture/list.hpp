// SPDX-License-Identifier: Apache-2.0
// capture --list: prints the exchanges that savefiles hold as JSON lines, and sends nothing.
#pragma once

#include "base/coverage.hpp"
#include "base/waiting_limits.hpp"
#include "capture/source.hpp"
#include "frames/decode.hpp"
#include "pipeline/capture/explanation_log.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace shadowdiff::pipeline {

struct ListOptions {
    frames::FrameOptions frames{};
    ReassemblyLimits reassembly{};
    std::size_t waiting_bytes_max = WaitingLimits{}.http_bytes_max;
    HttpLimits http{};  // of bodies nothing is kept, whatever it says
    ExplainOptions explain{};
};

struct ListResult {
    std::uint64_t exchanges = 0;
    std::uint64_t cut_requests = 0;  // that no answer was seen for: they have no line
    Coverage coverage;
    std::optional<Error> source_error;  // what came before it was listed
    std::optional<Error> early_end;     // likewise; a cut file that could be read till there
};

/// One call of `on_line` for each request that was read in whole or that an answer was seen for, a
/// JSON object without line end, in the order of each connection: client, server, method, uri,
/// status or null, complete, body_len, body_sha256.
ListResult list_exchanges(capture::PacketSource& source, const ListOptions& list_options,
                          const std::function<void(std::string)>& on_line);

}  // namespace shadowdiff::pipeline
