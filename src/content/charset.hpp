// SPDX-License-Identifier: Apache-2.0
// Text in any charset -> UTF-8, and the one spelling of texts that look alike.
#pragma once

#include "base/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::content {

struct Text {
    Bytes utf8;           // without a byte order mark
    std::string charset;  // "utf-8", "iso-8859-1": by its mark or its label, lower case
    bool has_mark = false;
    bool operator==(const Text&) const = default;
};

/// The text's charset is what its byte order mark says, else what `label` says, else UTF-8. Nothing
/// when the charset is unknown, or the bytes are none of it.
std::optional<Text> to_utf8(ByteView bytes, std::string_view label);
/// The same. Bytes that are UTF-8 already become the text themselves, and are gone.
std::optional<Text> take_utf8(Bytes& bytes, std::string_view label);

/// The value of "charset" in a Content-Type, or "".
std::string charset_label(std::string_view content_type);

bool is_utf8(std::string_view bytes);

/// True for two UTF-8 texts that are canonically equivalent (Unicode, NFC).
bool same_normalised(std::string_view one, std::string_view other);

}  // namespace shadowdiff::content
