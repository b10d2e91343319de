// SPDX-License-Identifier: Apache-2.0
#include "http/proxy_header.hpp"

#include <cstdint>

namespace shadowdiff::http {
namespace {

using namespace std::string_view_literals;

constexpr ByteView text_start = "PROXY ";
constexpr std::size_t text_bytes_max = 107;  // version 1, with its CRLF
constexpr ByteView binary_signature = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr std::size_t binary_header_bytes = 16;

bool may_become(ByteView start, ByteView bytes) {
    return start.starts_with(bytes.substr(0, start.size()));
}

std::optional<std::size_t> text_header(ByteView bytes) {
    const auto line = bytes.substr(0, text_bytes_max);
    const auto end = line.find("\r\n");
    if (end != ByteView::npos) return end + 2;
    if (line.size() == text_bytes_max) return 0;
    return std::nullopt;
}

std::optional<std::size_t> binary_header(ByteView bytes) {
    if (bytes.size() < binary_header_bytes) return std::nullopt;
    const auto octet = [&](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
    if (octet(12) >> 4U != 2) return 0;
    const std::size_t length = octet(14) * 256U + octet(15);
    if (bytes.size() < binary_header_bytes + length) return std::nullopt;
    return binary_header_bytes + length;
}

}  // namespace

std::optional<std::size_t> find_proxy_header(ByteView bytes) {
    if (bytes.empty()) return std::nullopt;
    if (bytes.starts_with(text_start)) return text_header(bytes);
    if (bytes.starts_with(binary_signature)) return binary_header(bytes);
    if (may_become(text_start, bytes) || may_become(binary_signature, bytes)) return std::nullopt;
    return 0;
}

}  // namespace shadowdiff::http
