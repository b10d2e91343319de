// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/file_metadata.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace shadowdiff::diff {

namespace {

constexpr ByteView png_magic{"\x89PNG\r\n\x1a\n", 8};
constexpr ByteView jpeg_magic{"\xff\xd8\xff", 3};
constexpr ByteView pdf_magic{"%PDF-", 5};
constexpr ByteView zip_magic{"PK\x03\x04", 4};

std::uint32_t big_endian(ByteView bytes) {
    std::uint32_t value = 0;
    for (const char octet : bytes) value = value << 8U | static_cast<std::uint8_t>(octet);
    return value;
}

Bytes png_without_metadata(ByteView file) {
    static constexpr std::array left_out = {ByteView{"tIME"}, ByteView{"tEXt"}, ByteView{"zTXt"},
                                            ByteView{"iTXt"}, ByteView{"eXIf"}};
    constexpr std::size_t frame_bytes = 12;  // length, type and checksum
    Bytes kept{file.substr(0, png_magic.size())};
    file.remove_prefix(png_magic.size());
    while (file.size() >= frame_bytes) {
        const auto length = std::size_t{big_endian(file.substr(0, 4))} + frame_bytes;
        const auto chunk = file.substr(0, length);
        if (std::ranges::find(left_out, chunk.substr(4, 4)) == left_out.end()) kept += chunk;
        file.remove_prefix(chunk.size());
    }
    return kept.append(file);
}

/// Application segments and comments stand before the first scan.
Bytes jpeg_without_metadata(ByteView file) {
    Bytes kept{file.substr(0, 2)};
    file.remove_prefix(2);
    while (file.size() >= 4 && file[0] == '\xff') {
        const auto marker = static_cast<std::uint8_t>(file[1]);
        constexpr std::uint8_t start_of_scan = 0xda;
        if (marker == start_of_scan) break;
        const auto segment = file.substr(0, 2 + std::size_t{big_endian(file.substr(2, 2))});
        const bool is_application = marker >= 0xe1 && marker <= 0xef;
        const bool is_comment = marker == 0xfe;
        if (!is_application && !is_comment) kept += segment;
        file.remove_prefix(segment.size());
    }
    return kept.append(file);
}

/// The values of /CreationDate, /ModDate, /Producer, /Creator and /ID, in parentheses or brackets.
Bytes pdf_without_metadata(ByteView file) {
    static constexpr std::array names = {ByteView{"/CreationDate"}, ByteView{"/ModDate"},
                                         ByteView{"/Producer"}, ByteView{"/Creator"},
                                         ByteView{"/ID"}};
    Bytes kept;
    while (!file.empty()) {
        const auto slash = std::min(file.find('/'), file.size());
        kept += file.substr(0, slash);
        file.remove_prefix(slash);
        const auto* name =
            std::ranges::find_if(names, [&](ByteView one) { return file.starts_with(one); });
        if (name == names.end()) {
            kept += file.substr(0, 1);
            file.remove_prefix(std::min<std::size_t>(1, file.size()));
            continue;
        }
        kept += *name;
        file.remove_prefix(name->size());
        const auto value = file.substr(std::min(file.find_first_not_of(" \r\n"), file.size()));
        const char close = value.starts_with('(') ? ')' : ']';
        if (!value.starts_with('(') && !value.starts_with('[')) continue;
        file = value.substr(std::min(value.find(close), value.size()));
    }
    return kept;
}

/// The times of each entry, in its local header and in the directory.
Bytes zip_without_times(ByteView file) {
    constexpr ByteView directory_magic{"PK\x01\x02", 4};
    constexpr std::size_t time_bytes = 4;
    Bytes kept{file};
    const auto blank = [&](ByteView magic, std::size_t offset) {
        for (auto at = kept.find(magic); at != Bytes::npos; at = kept.find(magic, at + 1)) {
            if (at + offset + time_bytes <= kept.size()) {
                kept.replace(at + offset, time_bytes, time_bytes, '\0');
            }
        }
    };
    blank(zip_magic, 10);
    blank(directory_magic, 12);
    return kept;
}

template <class Without>
bool equal_without(ByteView magic, ByteView legacy, ByteView candidate, Without without) {
    return legacy.starts_with(magic) && candidate.starts_with(magic) &&
           without(legacy) == without(candidate);
}

}  // namespace

bool differ_in_metadata_only(ByteView legacy, ByteView candidate) {
    return equal_without(png_magic, legacy, candidate, png_without_metadata) ||
           equal_without(jpeg_magic, legacy, candidate, jpeg_without_metadata) ||
           equal_without(pdf_magic, legacy, candidate, pdf_without_metadata) ||
           equal_without(zip_magic, legacy, candidate, zip_without_times);
}

}  // namespace shadowdiff::diff
