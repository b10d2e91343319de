// SPDX-License-Identifier: Apache-2.0
// What a body can be read as, so that it can be searched for credentials.
#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <string_view>

namespace shadowdiff::redact {

enum class Readable : std::uint8_t {
    no,    // not UTF-8 text, or of a media type that we cannot look into: images, …
    json,  // declared, or begins like it
    form,  // application/x-www-form-urlencoded
    csv,   // with commas, tabs or the like
    text,
    multipart,  // its parts are to be read by themselves
};

bool is_multipart(std::string_view media_type);

Readable readable_as(ByteView decoded, std::string_view media_type);

}  // namespace shadowdiff::redact
