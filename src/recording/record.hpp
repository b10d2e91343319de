// SPDX-License-Identifier: Apache-2.0
// One exchange <-> the octets of one record of our own recordings (docs/recording.md).
#pragma once

#include "base/bytes.hpp"
#include "http/exchange.hpp"
#include "redact/redactor.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace shadowdiff::recording {

/// Everything that a client or a server wrote passes the redactor on its way. Answers of other legs
/// than legacy, and those that were asked for again, are left out. `route` may name parts of the
/// path that are secrets: "GET /reset/{token}".
Bytes pack_record(const http::Exchange& exchange, const redact::Redactor& redactor,
                  std::string_view route = {});

/// The response as it would be read back from a recording.
http::Response as_recorded(const http::Response& response, const redact::Redactor& redactor);

/// Answers come back as Origin::recorded. The error says what is wrong with the record.
std::expected<http::Exchange, std::string> unpack_record(ByteView record);

}  // namespace shadowdiff::recording
