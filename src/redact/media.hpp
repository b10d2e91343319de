// SPDX-License-Identifier: Apache-2.0
// What a body can be read as, so that it can be searched for credentials.
#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <string_view>

namespace shadowdiff::redact {

enum class Readable : std::uint8_t {
    no,    // not UTF-8 text, or of a media type whose parts we cannot tell: multipart, images, …
    json,  // declared, or begins like it
    form,  // application/x-www-form-urlencoded
    text,
};

Readable readable_as(ByteView decoded, std::string_view media_type);

}  // namespace shadowdiff::redact
