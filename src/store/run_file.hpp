// SPDX-License-Identifier: Apache-2.0
// The run file as a file: made new, readable by its owner alone, and held while it is written.
#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace shadowdiff::store {

/// Throws StartupError when there is something else than a run file that nobody writes.
void check_replaceable(const std::filesystem::path& file);
/// With its side files. What is not there, or cannot be removed, is left.
void remove_run_file(const std::filesystem::path& file) noexcept;
/// Its side files alone.
void remove_side_files(const std::filesystem::path& file) noexcept;
/// A whole run file takes the place of another, or of none.
Result<void> take_place(const std::filesystem::path& whole, const std::filesystem::path& place);

class RunFile {
public:
    /// Makes an empty file of mode 0600 in place of an earlier run file, and locks it against other
    /// writers. Throws StartupError when there is something else, when another process writes it,
    /// or when the folder does not let us.
    explicit RunFile(std::filesystem::path file);
    ~RunFile();
    RunFile(const RunFile&) = delete;
    RunFile& operator=(const RunFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// False when it was removed, renamed or replaced: what is written would reach no reader.
    bool is_in_place() const { return is_at(path_); }
    bool is_at(const std::filesystem::path& place) const;
    /// Where nothing is yet.
    Result<void> move_to(const std::filesystem::path& place);

private:
    std::filesystem::path path_;
    int descriptor_ = -1;  // closing it earlier would drop the locks that SQLite holds
};

}  // namespace shadowdiff::store
