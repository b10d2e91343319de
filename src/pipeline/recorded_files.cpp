// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded_files.hpp"

#include "capture/decompress.hpp"
#include "capture/file_bytes.hpp"
#include "recording/block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

using capture::ByteSource;
using capture::Reading;

constexpr std::size_t magic_bytes = 4;
constexpr std::size_t read_bytes = 256 << 10;

constexpr std::string_view formats =
    "a recording of shadowdiff, pcap, HAR, .gor, JSON lines, an access log or a list of URLs";

// Waits for a pipe. What was read stands at the beginning of `into`.
ByteSource::Read read_some(ByteSource& bytes, std::span<char> into) {
    auto read = bytes.read(into);
    while (read.reading == Reading::not_yet) read = bytes.read(into);
    return read;
}

/// A file's first octets, unpacked, and the source that goes on behind them.
struct Begun {
    std::unique_ptr<ByteSource> bytes;
    Bytes beginning;
    bool is_packed = false;
};

void fill(ByteSource& bytes, Bytes& beginning, std::size_t size) {
    std::array<char, recording::detection_bytes> buffer{};
    while (beginning.size() < size) {
        const auto room = std::span{buffer}.first(std::min(buffer.size(), size - beginning.size()));
        const auto read = read_some(bytes, room);
        if (read.reading != Reading::done) return;
        beginning.append(buffer.data(), read.bytes);
    }
}

Result<Begun> begin_file(const std::filesystem::path& file, const SavefileLimits& limits) {
    auto opened = capture::open_bytes(file);
    if (!opened) return std::unexpected{opened.error()};
    Begun begun{.bytes = std::move(*opened), .beginning = {}};
    fill(*begun.bytes, begun.beginning, magic_bytes);
    const auto compression = capture::compression_of(begun.beginning);
    if (capture::is_unpacked(compression)) {
        begun.bytes =
            capture::decompress(compression, std::move(begun.bytes), std::move(begun.beginning),
                                std::min(limits.window_bytes_max, limits.windows_bytes_total_max));
        begun.beginning.clear();
        begun.is_packed = true;
    }
    fill(*begun.bytes, begun.beginning, recording::detection_bytes);
    if (begun.beginning.empty() && !begun.bytes->why().empty()) {
        return std::unexpected{
            Error{fmt::format("{}: {}", capture::name_of(file), begun.bytes->why())}};
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

std::optional<std::uint64_t> size_of(const std::vector<std::filesystem::path>& files) {
    std::uint64_t bytes = 0;
    for (const auto& file : files) {
        std::error_code error;
        const auto size = std::filesystem::file_size(file, error);
        if (error) return std::nullopt;
        bytes += size;
    }
    return bytes;
}

}  // namespace

Result<TrafficKind> kind_of_file(const std::filesystem::path& file, const SavefileLimits& limits) {
    constexpr std::string_view run_file_magic{"SQLite format 3", 16};
    const auto begun = begin_file(file, limits);
    if (!begun) return std::unexpected{begun.error()};
    if (is_capture(begun->beginning)) return TrafficKind::captures;
    return ByteView{begun->beginning}.starts_with(run_file_magic) ? TrafficKind::run_files
                                                                  : TrafficKind::recordings;
}

Result<void> refuse_repeated(const std::vector<std::filesystem::path>& files) {
    std::map<std::string, std::string> paths, beginnings;  // and the file of each
    for (const auto& file : files) {
        std::error_code error;
        if (!std::filesystem::is_regular_file(file, error)) continue;  // a pipe is read once
        const auto name = capture::name_of(file);
        const auto path = std::filesystem::canonical(file, error).string();
        if (!error && !paths.try_emplace(path, name).second) {
            return std::unexpected{Error{fmt::format("{} is given twice", name)}};
        }
        const auto begun = begin_file(file, {});
        const auto id = begun ? recording::id_of_recording(begun->beginning) : std::nullopt;
        if (!id) continue;
        if (const auto [other, is_new] = beginnings.try_emplace(*id, name); !is_new) {
            return std::unexpected{
                Error{fmt::format("{} is the same recording as {}", name, other->second)}};
        }
    }
    return {};
}

RecordedFiles::RecordedFiles(RecordedFilesOptions options)
    : options_{std::move(options)}, buffer_(read_bytes), bytes_in_all_{size_of(options_.files)} {}

Result<void> RecordedFiles::begin() {
    auto opened = open(next_file_);
    if (!opened) return std::unexpected{opened.error()};
    open_.emplace(std::move(*opened));
    ++next_file_;
    return {};
}

// Ids that the recording does not have are made of the request's place: each file has a seed.
Result<RecordedFiles::Open> RecordedFiles::open(std::size_t number) {
    const auto& file = options_.files.at(number);
    auto begun = begin_file(file, options_.limits);
    if (!begun) return std::unexpected{begun.error()};
    const auto name = capture::name_of(file);
    const auto format = options_.format ? options_.format : recording::detect(begun->beginning);
    if (!format) {
        return std::unexpected{
            Error{fmt::format("{}: no recorded traffic: expected {}", name, formats)}};
    }
    if (options_.needs_answers && !recording::has_answers(*format)) {
        return std::unexpected{Error{fmt::format(
            "{}: it has requests alone, no answer to compare with (try: --legacy URL)", name)}};
    }
    if (begun->is_packed) bytes_in_all_.reset();  // how long it is unpacked is not known
    auto reader_options = options_.reader;
    reader_options.seed += number;
    Open opened{.name = name,
                .bytes = std::move(begun->bytes),
                .reader = recording::Reader{*format, reader_options},
                .is_own = *format == recording::Format::own};
    opened.reader.feed(recording::without_mark(begun->beginning));
    bytes_read_ += begun->beginning.size();
    return opened;
}

std::optional<http::Exchange> RecordedFiles::next(const std::function<bool()>& is_over) {
    while (!in_order_.is_full()) {
        auto exchange = next_as_stored(is_over);
        if (!exchange) break;
        if (!open_->is_own && in_order_.is_empty()) return exchange;
        in_order_.put(*std::move(exchange));
    }
    return in_order_.take();
}

std::optional<http::Exchange> RecordedFiles::next_as_stored(const std::function<bool()>& is_over) {
    while (true) {
        if (!open_ && !open_next()) return std::nullopt;
        auto recorded = open_->reader.next();
        if (!recorded && open_->has_ended) {
            open_.reset();
        } else if (!recorded) {
            if (is_over()) return std::nullopt;
            fill();
        } else if (const auto* skipped = std::get_if<recording::Skipped>(&*recorded)) {
            records_skipped_ += skipped->records;
            options_.on_trouble(
                fmt::format("{}: byte {}: {}", open_->name, skipped->offset, skipped->why));
        } else {
            return std::get<http::Exchange>(*std::move(recorded));
        }
    }
}

// One file that cannot be read does not keep the others from being read.
bool RecordedFiles::open_next() {
    while (next_file_ < options_.files.size()) {
        auto opened = open(next_file_++);
        if (opened) {
            open_.emplace(std::move(*opened));
            return true;
        }
        ++files_broken_;
        options_.on_trouble(opened.error().message);
    }
    return false;
}

void RecordedFiles::fill() {
    const auto read = open_->bytes->read(buffer_);
    if (read.reading == Reading::not_yet) return;
    if (read.reading == Reading::done) {
        bytes_read_ += read.bytes;
        return open_->reader.feed({buffer_.data(), read.bytes});
    }
    if (read.reading != Reading::ended) {
        ++files_broken_;
        options_.on_trouble(fmt::format("{}: {}", open_->name, open_->bytes->why()));
    }
    open_->has_ended = true;
    open_->reader.end();
}

std::optional<double> RecordedFiles::share_read() const {
    if (!bytes_in_all_ || *bytes_in_all_ == 0) return std::nullopt;
    return std::min(1.0, static_cast<double>(bytes_read_) / static_cast<double>(*bytes_in_all_));
}

}  // namespace shadowdiff::pipeline
