// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_files.hpp"

#include "capture/file_bytes.hpp"
#include "pipeline/recorded/begun_file.hpp"
#include "recording/block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

using capture::Reading;

constexpr std::size_t read_bytes = 256 << 10;

constexpr std::string_view formats =
    "a recording of shadowdiff, pcap, HAR, .gor, JSON lines, an access log or a list of URLs";

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

bool is_read_once(const std::filesystem::path& file) {
    std::error_code error;
    return file == "-" ||
           (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error));
}

Result<void> refuse_repeated(const std::vector<std::filesystem::path>& files) {
    std::map<std::string, std::string> paths, beginnings;  // and the file of each
    for (const auto& file : files) {
        if (is_read_once(file)) continue;
        std::error_code error;
        const auto name = capture::name_of(file);
        const auto path = std::filesystem::canonical(file, error).string();
        if (!error && !paths.try_emplace(path, name).second) {
            return std::unexpected{Error{fmt::format("{} is given twice", name)}};
        }
        const auto begun = begin_file(file);
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
    const auto name = capture::name_of(file);
    auto begun = begin_file(file, options_.limits, options_.is_over, [&] {
        options_.on_trouble(fmt::format("{}: nothing has come of it yet: waiting for it", name));
    });
    if (!begun) return std::unexpected{begun.error()};
    if (is_capture(begun->beginning)) {
        return std::unexpected{Error{
            fmt::format("{}: a capture, which is replayed from a file (try: shadowdiff capture {})",
                        name, file.string())}};
    }
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
            close_file();
        } else if (!recorded) {
            if (is_over()) return std::nullopt;
            fill();
        } else if (const auto* skipped = std::get_if<recording::Skipped>(&*recorded)) {
            skip(skipped->records, fmt::format("byte {}: {}", skipped->offset, skipped->why));
        } else {
            open_->has_exchanges = true;
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
        skip(0, open_->bytes->why());
        open_->lacks_end = true;
    }
    open_->has_ended = true;
    open_->reader.end();
}

void RecordedFiles::skip(std::uint64_t records, const std::string& why) {
    records_skipped_ += records;
    open_->has_trouble = true;
    open_->lacks_end = false;
    options_.on_trouble(fmt::format("{}: {}", open_->name, why));
}

void RecordedFiles::close_file() {
    if (open_->lacks_end) ++records_skipped_;
    if (open_->has_trouble && !open_->has_exchanges) {
        ++files_broken_;
        options_.on_trouble(fmt::format("{}: nothing in it could be read", open_->name));
    }
    open_.reset();
}

std::optional<double> RecordedFiles::share_read() const {
    if (!bytes_in_all_ || *bytes_in_all_ == 0) return std::nullopt;
    return std::min(1.0, static_cast<double>(bytes_read_) / static_cast<double>(*bytes_in_all_));
}

}  // namespace shadowdiff::pipeline
