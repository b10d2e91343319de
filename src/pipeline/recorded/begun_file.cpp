// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/begun_file.hpp"

#include "capture/decompress.hpp"
#include "capture/file_bytes.hpp"
#include "recording/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

constexpr std::size_t magic_bytes = 4;
constexpr int silent_polls_max = 20;  // of about 50 ms each

// Waits for a pipe's first words. One that is silent behind them is judged by what it said.
void fill(
    capture::ByteSource& bytes, Bytes& beginning, std::size_t size,
    const std::function<bool()>& is_over, const std::function<void()>& on_silence = [] {}) {
    std::array<char, recording::detection_bytes> buffer{};
    int silent_polls = 0;
    while (beginning.size() < size) {
        const auto room = std::span{buffer}.first(std::min(buffer.size(), size - beginning.size()));
        const auto read = bytes.read(room);
        if (read.reading == capture::Reading::not_yet) {
            if (is_over()) return;
            if (++silent_polls != silent_polls_max) continue;
            if (!beginning.empty()) return;
            on_silence();
            continue;
        }
        if (read.reading != capture::Reading::done) return;
        silent_polls = 0;
        beginning.append(buffer.data(), read.bytes);
    }
}

}  // namespace

Result<BegunFile> begin_file(const std::filesystem::path& file, const SavefileLimits& limits,
                             const std::function<bool()>& is_over,
                             const std::function<void()>& on_silence) {
    auto opened = capture::open_bytes(file);
    if (!opened) return std::unexpected{opened.error()};
    BegunFile begun{.bytes = std::move(*opened), .beginning = {}};
    fill(*begun.bytes, begun.beginning, magic_bytes, is_over, on_silence);
    const auto compression = capture::compression_of(begun.beginning);
    if (capture::is_unpacked(compression)) {
        begun.bytes =
            capture::decompress(compression, std::move(begun.bytes), std::move(begun.beginning),
                                std::min(limits.window_bytes_max, limits.windows_bytes_total_max));
        begun.beginning.clear();
        begun.is_packed = true;
    }
    fill(*begun.bytes, begun.beginning, recording::detection_bytes, is_over);
    if (begun.beginning.empty()) {
        const auto why = is_over() ? "nothing came of it before the end" : begun.bytes->why();
        if (!why.empty()) {
            return std::unexpected{Error{fmt::format("{}: {}", capture::name_of(file), why)}};
        }
    }
    return begun;
}

bool is_capture(ByteView beginning) {
    constexpr std::array<std::string_view, 5> magics{"\xa1\xb2\xc3\xd4", "\xd4\xc3\xb2\xa1",
                                                     "\xa1\xb2\x3c\x4d", "\x4d\x3c\xb2\xa1",
                                                     "\x0a\x0d\x0d\x0a"};
    return std::ranges::any_of(
        magics, [&](std::string_view magic) { return beginning.starts_with(magic); });
}

}  // namespace shadowdiff::pipeline
