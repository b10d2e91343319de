// SPDX-License-Identifier: Apache-2.0
#include "content/charset.hpp"

#include "base/ascii.hpp"
#include "content/media_parameter.hpp"

#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>

namespace shadowdiff::content {
namespace {

struct Mark {
    ByteView bytes;
    std::string_view charset;
};

// UTF-32 before UTF-16, whose mark its own begins with.
constexpr std::array marks{Mark{{"\xff\xfe\0\0", 4}, "utf-32le"},
                           Mark{{"\0\0\xfe\xff", 4}, "utf-32be"}, Mark{"\xef\xbb\xbf", "utf-8"},
                           Mark{"\xff\xfe", "utf-16le"}, Mark{"\xfe\xff", "utf-16be"}};

constexpr std::size_t label_bytes_max = 60;

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

std::optional<Bytes> converted(ByteView bytes, const std::string& charset) {
    if (bytes.size() > std::numeric_limits<std::int32_t>::max() / 4) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, CloseConverter> converter{
        ucnv_open(charset.c_str(), &status)};
    if (U_FAILURE(status)) return std::nullopt;
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
    const icu::UnicodeString text{bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                  converter.get(), status};
    if (U_FAILURE(status)) return std::nullopt;
    Bytes utf8;
    text.toUTF8String(utf8);
    return utf8;
}

bool is_ascii(std::string_view bytes) {
    std::uint64_t all = 0;
    std::size_t at = 0;
    for (std::uint64_t word = 0; bytes.size() - at >= sizeof word; at += sizeof word) {
        std::memcpy(&word, bytes.data() + at, sizeof word);
        all |= word;
    }
    for (; at < bytes.size(); ++at) all |= static_cast<std::uint8_t>(bytes[at]);
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    return (all & high_bits) == 0;
}

// What is said of the text, which is not read yet; takes its mark off.
Text described(ByteView& bytes, std::string_view label) {
    Text text{.utf8 = {}, .charset = label.empty() ? "utf-8" : ascii::lower_case(label)};
    for (const auto& mark : marks) {
        if (!bytes.starts_with(mark.bytes)) continue;
        text.charset = mark.charset;
        text.has_mark = true;
        bytes.remove_prefix(mark.bytes.size());
        break;
    }
    if (text.charset == "utf8") text.charset = "utf-8";
    return text;
}

}  // namespace

std::string charset_label(std::string_view content_type) {
    if (!content_type.contains(';')) return {};
    return ascii::lower_case(media_parameter(content_type, "charset").substr(0, label_bytes_max));
}

bool is_utf8(std::string_view bytes) {
    if (is_ascii(bytes)) return true;
    if (bytes.size() > std::numeric_limits<std::int32_t>::max()) return false;
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t length = 0;
    u_strFromUTF8(nullptr, 0, &length, bytes.data(), static_cast<std::int32_t>(bytes.size()),
                  &status);
    return status == U_BUFFER_OVERFLOW_ERROR || U_SUCCESS(status);
}

std::optional<Text> to_utf8(ByteView bytes, std::string_view label) {
    auto text = described(bytes, label);
    if (text.charset == "utf-8") {
        if (!is_utf8(bytes)) return std::nullopt;
        text.utf8 = bytes;
        return text;
    }
    auto utf8 = converted(bytes, text.charset);
    if (!utf8) return std::nullopt;
    text.utf8 = std::move(*utf8);
    return text;
}

std::optional<Text> take_utf8(Bytes& bytes, std::string_view label) {
    ByteView rest = bytes;
    auto text = described(rest, label);
    if (text.charset != "utf-8") return to_utf8(bytes, label);
    if (!is_utf8(rest)) return std::nullopt;
    bytes.erase(0, bytes.size() - rest.size());
    text.utf8 = std::move(bytes);
    return text;
}

bool same_normalised(std::string_view one, std::string_view other) {
    if (is_ascii(one) && is_ascii(other)) return one == other;
    if (!is_utf8(one) || !is_utf8(other)) return one == other;
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return one == other;
    const auto normal = [&](std::string_view text) {
        const icu::StringPiece piece{text.data(), static_cast<std::int32_t>(text.size())};
        return nfc->normalize(icu::UnicodeString::fromUTF8(piece), status);
    };
    return normal(one) == normal(other) && U_SUCCESS(status);
}

}  // namespace shadowdiff::content
