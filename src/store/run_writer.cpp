// SPDX-License-Identifier: Apache-2.0
#include "store/run_writer.hpp"

#include "base/escape.hpp"
#include "store/run_database.hpp"
#include "store/run_file.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace shadowdiff::store {
namespace {

using std::chrono::steady_clock;

constexpr auto retry_period = std::chrono::seconds{5};  // to copy a long file takes a while

Error cannot_write(const std::filesystem::path& file, std::string_view why,
                   std::string_view what_to_try) {
    return {fmt::format("cannot write to {}: {} ({})", printable(file.string()), why, what_to_try)};
}

std::filesystem::path beside(const std::filesystem::path& file) { return file.string() + ".part"; }

}  // namespace

RunWriter::RunWriter(const std::filesystem::path& file, const RunRow& run,
                     std::uint64_t bytes_max) try
    : path_{file},
      bytes_max_{bytes_max},
      database_{std::make_unique<RunDatabase>(std::make_shared<RunFile>(file), bytes_max)} {
    database_->begin(run);
} catch (const SQLite::Exception& failure) {
    throw StartupError{fmt::format("cannot write the run to {}: {} (is its disk full?)",
                                   printable(file.string()), failure.what())};
}

RunWriter::~RunWriter() = default;

Result<void> RunWriter::flush(const Batch& batch) {
    return attempt([&] { database_->flush(batch); });
}

void RunWriter::fold_log() {
    if (database_) database_->fold_log();
}

Result<void> RunWriter::finish(std::int64_t ended_at_us,
                               const std::map<std::string, std::string>& facts) {
    return attempt([&] { database_->finish(ended_at_us, facts); });
}

template <class Work>
Result<void> RunWriter::attempt(Work work) {
    if (const auto placed = stay_in_place(); !placed) return placed;
    try {
        work();
        return {};
    } catch (const SQLite::Exception& failure) {
        database_->rolled_back();
        return std::unexpected{cannot_write(path_, failure.what(),
                                            "is its disk full? what was written before is kept")};
    }
}

// Who removes the file does not take what we hold open: it is written to the same name once more.
Result<void> RunWriter::stay_in_place() {
    if (database_ && database_->is_in_place()) return {};
    if (!copy_ && is_taken()) return another_is_there();
    if (database_) {
        if (const auto copied = copy_beside(); !copied) return copied;
    }
    return take_the_place();
}

bool RunWriter::is_taken() const {
    std::error_code unknown;
    return std::filesystem::exists(path_, unknown);
}

Result<void> RunWriter::another_is_there() const {
    auto what_to_try = std::string{"leave the run file alone until the run has ended"};
    if (copy_) what_to_try = "what was written before is in " + printable(beside(path_).string());
    return std::unexpected{
        cannot_write(path_, "another file took its place during the run", what_to_try)};
}

Result<void> RunWriter::copy_beside() {
    const auto part = beside(path_);
    std::string why = "it was tried a moment ago";
    if (steady_clock::now() >= not_before_) {
        try {
            copy_ = std::make_shared<RunFile>(part);
            database_->copy_to(part);
            // Its log goes with it by name: it must not be taken for that of what comes to its
            // place.
            database_.reset();
            return {};
        } catch (const std::runtime_error& failure) {  // StartupError, SQLite::Exception
            why = failure.what();
        }
        if (copy_) remove_run_file(part);  // where it was refused, it is somebody's
        copy_.reset();
        not_before_ = steady_clock::now() + retry_period;
    }
    return std::unexpected{cannot_write(
        path_, fmt::format("it was removed during the run, and cannot be written anew: {}", why),
        "leave the run file and its folder alone until the run has ended")};
}

Result<void> RunWriter::take_the_place() {
    if (!copy_->is_at(path_)) {
        if (is_taken()) return another_is_there();
        remove_side_files(path_);
        if (const auto moved = copy_->move_to(path_); !moved) return moved;
    }
    try {
        database_ = std::make_unique<RunDatabase>(copy_, bytes_max_);
    } catch (const SQLite::Exception& failure) {
        return std::unexpected{cannot_write(path_, failure.what(), "is its disk full?")};
    }
    copy_.reset();
    ++times_written_anew_;
    return {};
}

}  // namespace shadowdiff::store
