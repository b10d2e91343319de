// SPDX-License-Identifier: Apache-2.0
#include "content/inflate.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace shadowdiff::content {
namespace {

constexpr int window_bits = 15;
constexpr int gzip_wrapper = window_bits + 16;
constexpr int zlib_wrapper = window_bits;
constexpr int no_wrapper = -window_bits;

constexpr ByteView gzip_magic = "\x1f\x8b";

std::string broken_stream(const z_stream& stream) {
    const std::string_view message = stream.msg ? stream.msg : "damaged stream";
    if (message == "incorrect data check") return "checksum mismatch";
    if (message == "incorrect length check") return "length mismatch";
    return std::string{message};
}

bool has_zlib_header(ByteView start) {
    const auto method = static_cast<std::uint8_t>(start[0]);
    const auto flags = static_cast<std::uint8_t>(start[1]);
    // Method 8, and a check value that makes both octets a multiple of 31 (RFC 1950, section 2.2).
    return (method & 0x0Fu) == 8 && (method * 256u + flags) % 31 == 0;
}

std::string_view name(Inflater::Coding coding) {
    return coding == Inflater::Coding::gzip ? "gzip" : "deflate";
}

}  // namespace

Inflater::Inflater(Coding coding, const ContentLimits& limits)
    : coding_{coding},
      bounds_{limits},
      state_{coding == Coding::gzip ? State::inflating : State::wrapper},
      stream_{std::make_unique<z_stream>()} {
    inflateInit2(stream_.get(), coding == Coding::gzip ? gzip_wrapper : zlib_wrapper);
}

Inflater::~Inflater() { inflateEnd(stream_.get()); }

ByteView Inflater::next(std::uint64_t coded_bytes) {
    while (true) {
        switch (state_) {
            case State::wrapper:
                if (!take_two_bytes()) return {};
                choose_wrapper();
                break;
            case State::between_members:
                if (!take_two_bytes()) return {};
                begin_member_or_trail();
                break;
            case State::inflating: {
                const auto piece = inflate_some();
                if (!is_within_bounds(piece.size(), coded_bytes)) return {};
                if (!piece.empty()) return piece;
                if (state_ == State::inflating) return {};
                break;
            }
            case State::trailing: trailing_ += rest_.size(); [[fallthrough]];
            case State::broken: rest_ = {}; return {};
        }
    }
}

bool Inflater::take_two_bytes() {
    const auto taken = rest_.substr(0, 2 - start_.size());
    start_.append(taken);
    rest_.remove_prefix(taken.size());
    return start_.size() == 2;
}

void Inflater::choose_wrapper() {
    if (!has_zlib_header(start_)) inflateReset2(stream_.get(), no_wrapper);
    state_ = State::inflating;
}

void Inflater::begin_member_or_trail() {
    if (start_ == gzip_magic) {
        inflateReset(stream_.get());
        state_ = State::inflating;
    } else {
        trailing_ = std::exchange(start_, {}).size();
        state_ = State::trailing;
    }
}

// Until there is something decoded, or nothing more can be without further bytes.
ByteView Inflater::inflate_some() {
    std::size_t decoded = 0;
    for (int status = Z_OK; status == Z_OK && decoded == 0;) {
        const bool from_start = !start_.empty();
        const ByteView input = from_start ? ByteView{start_} : rest_;
        const auto offered = std::min<std::size_t>(input.size(), std::numeric_limits<uInt>::max());
        // zlib reads through a pointer to non-const and writes nothing there.
        stream_->next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(input.data()));
        stream_->avail_in = static_cast<uInt>(offered);
        stream_->next_out = reinterpret_cast<Bytef*>(chunk_.data());
        stream_->avail_out = static_cast<uInt>(chunk_.size());
        status = inflate(stream_.get(), Z_NO_FLUSH);
        const auto used = offered - stream_->avail_in;
        if (from_start) {
            start_.erase(0, used);
        } else {
            rest_.remove_prefix(used);
        }
        decoded = chunk_.size() - stream_->avail_out;
        note_end(status);
    }
    return {chunk_.data(), decoded};
}

void Inflater::note_end(int status) {
    switch (status) {
        case Z_OK:
        case Z_BUF_ERROR: return;  // nothing wrong: it waits for more
        case Z_STREAM_END:
            state_ = coding_ == Coding::gzip ? State::between_members : State::trailing;
            return;
        case Z_NEED_DICT: return fail({"needs a preset dictionary"});
        default: return fail({broken_stream(*stream_)});
    }
}

bool Inflater::is_within_bounds(std::size_t decoded_bytes, std::uint64_t coded_bytes) {
    if (auto over = bounds_.add(decoded_bytes, coded_bytes)) fail(std::move(*over));
    return state_ != State::broken;
}

void Inflater::fail(Undecodable undecodable) {
    undecodable.why.insert(0, fmt::format("{}: ", name(coding_)));
    undecodable_ = std::move(undecodable);
    state_ = State::broken;
}

std::expected<void, Undecodable> Inflater::finish() const {
    const auto trailing = trailing_ + start_.size();
    switch (state_) {
        case State::wrapper:
        case State::inflating:
            return std::unexpected{
                Undecodable{fmt::format("{}: the stream ends early", name(coding_))}};
        case State::broken: return std::unexpected{undecodable_};
        case State::between_members:
        case State::trailing: break;
    }
    if (trailing == 0) return {};
    return std::unexpected{Undecodable{
        fmt::format("{}: {} bytes after the end of the stream", name(coding_), trailing)}};
}

}  // namespace shadowdiff::content
