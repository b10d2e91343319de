// SPDX-License-Identifier: Apache-2.0
#include "store/run_file.hpp"

#include "base/bytes.hpp"
#include "base/escape.hpp"
#include "store/schema.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <system_error>

namespace shadowdiff::store {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why,
                         std::string_view what_to_try) {
    throw StartupError{fmt::format("cannot write the run to {}: {} ({})", printable(path.string()),
                                   why, what_to_try)};
}

[[noreturn]] void refuse_by_system(const std::filesystem::path& path, int error) {
    refuse(path, std::generic_category().message(error),
           "name a file in a folder that you may write to");
}

// SQLite file format, section 1.3: a magic string, and at offset 68 the application id. An empty
// file is nobody's.
bool is_ours(int descriptor) {
    std::array<char, 72> header{};
    const auto length = ::pread(descriptor, header.data(), header.size(), 0);
    if (length == 0) return true;
    if (length != static_cast<ssize_t>(header.size())) return false;
    constexpr ByteView magic{"SQLite format 3\0", 16};
    constexpr std::array<char, 4> id{application_id >> 24U, application_id >> 16U & 0xFFU,
                                     application_id >> 8U & 0xFFU, application_id & 0xFFU};
    return ByteView{header.data(), magic.size()} == magic &&
           std::memcmp(header.data() + 68, id.data(), id.size()) == 0;
}

bool lock(int descriptor) { return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0; }

// The side files first: a log that outlived its database would be read into the next one.
constexpr std::array<const char*, 3> side_suffixes = {"-wal", "-shm", "-journal"};

void remove_earlier(const std::filesystem::path& path) {
    const auto remove = [](const std::string& file) {
        if (::unlink(file.c_str()) != 0 && errno != ENOENT) refuse_by_system(file, errno);
    };
    for (const auto* suffix : side_suffixes) remove(path.string() + suffix);
    remove(path.string());
}

// Not every file system knows the flag.
bool rename_where_nothing_is(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return true;
    }
    if (errno != EINVAL || ::link(from.c_str(), to.c_str()) != 0) return false;
    ::unlink(from.c_str());
    return true;
}

}  // namespace

void check_replaceable(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        if (errno == ENOENT) return;
        refuse_by_system(path, errno);
    }
    struct stat status{};
    const bool is_file = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    const bool replaceable = is_file && is_ours(descriptor);
    const bool is_free = !replaceable || lock(descriptor);
    ::close(descriptor);
    if (!is_file) refuse(path, "it is there and is no file", "name another one");
    if (!replaceable) {
        refuse(path, "it is there and is not one of our run files",
               "name another one, or remove it yourself");
    }
    if (!is_free) refuse(path, "another shadowdiff is writing it", "name another one");
}

void remove_run_file(const std::filesystem::path& file) noexcept {
    remove_side_files(file);
    ::unlink(file.c_str());
}

void remove_side_files(const std::filesystem::path& file) noexcept try {
    for (const auto* suffix : side_suffixes) ::unlink((file.string() + suffix).c_str());
} catch (const std::bad_alloc&) {
}

Result<void> take_place(const std::filesystem::path& whole, const std::filesystem::path& place) {
    const auto failed = [&](std::string_view why) {
        return std::unexpected{
            Error{fmt::format("cannot write to {}: {}", printable(place.string()), why)}};
    };
    std::error_code error;
    if (std::filesystem::exists(whole.string() + "-wal", error)) {
        return failed("what was written last is not in it yet (is its disk full?)");
    }
    remove_side_files(place);
    std::filesystem::rename(whole, place, error);
    if (error) return failed(error.message());
    return {};
}

RunFile::RunFile(std::filesystem::path file) : path_{std::move(file)} {
    check_replaceable(path_);
    remove_earlier(path_);
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                         S_IRUSR | S_IWUSR);
    if (descriptor_ < 0) refuse_by_system(path_, errno);
    lock(descriptor_);  // where a file system has no locks, we do without
}

RunFile::~RunFile() { ::close(descriptor_); }

Result<void> RunFile::move_to(const std::filesystem::path& place) {
    if (!rename_where_nothing_is(path_, place)) {
        return std::unexpected{Error{fmt::format(
            "cannot write to {}: {} (what was written before is in {})", printable(place.string()),
            std::generic_category().message(errno), printable(path_.string()))}};
    }
    path_ = place;
    return {};
}

bool RunFile::is_at(const std::filesystem::path& place) const {
    struct stat held{};
    struct stat named{};
    return ::fstat(descriptor_, &held) == 0 && ::stat(place.c_str(), &named) == 0 &&
           held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

}  // namespace shadowdiff::store
