// SPDX-License-Identifier: Apache-2.0
// The parts of a multipart body (RFC 2046), read to the letter: where two readers could see other
// parts, there are none. So no secret stands in a place that nobody looked at.
#pragma once

#include "base/bytes.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::redact {

/// Of one part, both in the body.
struct BodyPart {
    std::string_view head;  // lines, each with its end; without the empty line
    std::string_view content;
};

/// In their order. Nothing when the boundary is missing, ambiguous or stands where no part ends,
/// something stands before the first or behind the last part, or they are too many.
std::optional<std::vector<BodyPart>> parts_of(ByteView body, std::string_view media_type);

/// The fields of a part's head. Nothing when a line is not one field, or its octets are no text.
std::optional<http::Fields> part_fields(std::string_view head);

/// What a part says of itself.
struct PartSaying {
    std::string name;  // of the form's field; "" in what is no form
    std::string type;
};

/// By its head. Nothing when readers could understand it differently, or its content is coded.
std::optional<PartSaying> saying_of(std::string_view head);

}  // namespace shadowdiff::redact
