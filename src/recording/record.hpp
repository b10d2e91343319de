// SPDX-License-Identifier: Apache-2.0
// One exchange <-> the octets of one record of our own recordings (docs/recording.md).
#pragma once

#include "base/bytes.hpp"
#include "http/exchange.hpp"
#include "redact/redactor.hpp"

#include <expected>
#include <string>

namespace shadowdiff::recording {

/// Everything that a client or a server wrote passes the redactor on its way. Answers of other legs
/// than legacy, and those that were asked for again, are left out.
Bytes pack_record(const http::Exchange& exchange, const redact::Redactor& redactor);

/// Answers come back as Origin::recorded. The error says what is wrong with the record.
std::expected<http::Exchange, std::string> unpack_record(ByteView record);

}  // namespace shadowdiff::recording
