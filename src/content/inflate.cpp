// SPDX-License-Identifier: Apache-2.0
#include "content/inflate.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

namespace shadowdiff::content {
namespace {

constexpr int window_bits = 15;
constexpr int gzip_wrapper = window_bits + 16;
constexpr int zlib_wrapper = window_bits;
constexpr int no_wrapper = -window_bits;

std::string mebibytes(std::size_t bytes) {
    if (bytes % (1 << 20) == 0) return fmt::format("{} MiB", bytes >> 20);
    return fmt::format("{} bytes", bytes);
}

/// One running inflate over one body.
class Inflater {
public:
    Inflater(ByteView body, int wrapper, const ContentLimits& limits)
        : body_{body}, limits_{limits} {
        inflateInit2(&stream_, wrapper);
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { inflateEnd(&stream_); }

    /// Inflates up to the end of one member; what is wrong, or "".
    std::string member();
    ByteView rest() const { return body_; }
    void restart() { inflateReset(&stream_); }
    Bytes take() { return std::move(decoded_); }

private:
    std::string broken_bound() const;
    std::string broken_stream() const;

    ByteView body_;  // not yet read
    const std::size_t body_bytes_ = body_.size();
    const ContentLimits& limits_;
    z_stream stream_{};
    Bytes decoded_;
};

std::string Inflater::broken_bound() const {
    if (decoded_.size() > limits_.decoded_bytes_max) {
        return fmt::format("decodes to more than {}", mebibytes(limits_.decoded_bytes_max));
    }
    if (decoded_.size() / limits_.ratio_max > body_bytes_) {
        return fmt::format("decodes to more than {} times its size", limits_.ratio_max);
    }
    return "";
}

std::string Inflater::broken_stream() const {
    const std::string_view message = stream_.msg ? stream_.msg : "damaged stream";
    if (message == "incorrect data check") return "checksum mismatch";
    if (message == "incorrect length check") return "length mismatch";
    return std::string{message};
}

std::string Inflater::member() {
    std::array<char, 64 << 10> chunk{};
    for (int status = Z_OK; status != Z_STREAM_END;) {
        const auto offered = std::min<std::size_t>(body_.size(), std::numeric_limits<uInt>::max());
        // zlib reads through a pointer to non-const and writes nothing there.
        stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(body_.data()));
        stream_.avail_in = static_cast<uInt>(offered);
        stream_.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream_.avail_out = static_cast<uInt>(chunk.size());
        status = inflate(&stream_, Z_NO_FLUSH);
        body_.remove_prefix(offered - stream_.avail_in);
        decoded_.append(chunk.data(), chunk.size() - stream_.avail_out);
        if (auto broken = broken_bound(); !broken.empty()) return broken;
        if (status == Z_BUF_ERROR) return "the stream ends early";
        if (status == Z_NEED_DICT) return "needs a preset dictionary";
        if (status != Z_OK && status != Z_STREAM_END) return broken_stream();
    }
    return "";
}

bool has_zlib_header(ByteView body) {
    if (body.size() < 2) return false;
    const auto method = static_cast<std::uint8_t>(body[0]);
    const auto flags = static_cast<std::uint8_t>(body[1]);
    // Method 8, and a check value that makes both octets a multiple of 31 (RFC 1950, section 2.2).
    return (method & 0x0Fu) == 8 && (method * 256u + flags) % 31 == 0;
}

Undecodable trailing(std::string_view coding, ByteView rest) {
    return {fmt::format("{}: {} bytes after the end of the stream", coding, rest.size())};
}

}  // namespace

std::expected<Bytes, Undecodable> gunzip(ByteView body, const ContentLimits& limits) {
    constexpr ByteView magic = "\x1f\x8b";
    Inflater inflater{body, gzip_wrapper, limits};
    do {
        inflater.restart();
        if (const auto wrong = inflater.member(); !wrong.empty()) {
            return std::unexpected{Undecodable{"gzip: " + wrong}};
        }
    } while (inflater.rest().starts_with(magic));
    if (!inflater.rest().empty()) return std::unexpected{trailing("gzip", inflater.rest())};
    return inflater.take();
}

std::expected<Bytes, Undecodable> inflate_deflate(ByteView body, const ContentLimits& limits) {
    Inflater inflater{body, has_zlib_header(body) ? zlib_wrapper : no_wrapper, limits};
    if (const auto wrong = inflater.member(); !wrong.empty()) {
        return std::unexpected{Undecodable{"deflate: " + wrong}};
    }
    if (!inflater.rest().empty()) return std::unexpected{trailing("deflate", inflater.rest())};
    return inflater.take();
}

}  // namespace shadowdiff::content
