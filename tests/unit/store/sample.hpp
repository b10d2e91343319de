// SPDX-License-Identifier: Apache-2.0
// Rows and a folder for the tests of store.
#pragma once

#include "store/rows.hpp"
#include "store/run_reader.hpp"
#include "store/run_writer.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::store::test {

/// A folder of its own, removed at the end.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    std::size_t entries() const;

private:
    std::filesystem::path path_;
};

/// Text as a run file would give it back, whatever its bytes.
StoredText stored(const std::string& bytes);

RunRow sample_run();
/// "0" -> 32 digits that begin with it.
std::string id_of(std::string_view prefix);
DifferenceRow finding(std::string path, std::string pattern, std::string kind,
                      std::string severity = "high");
/// A mismatch on the route with an observed and a sent answer.
ExchangeRow mismatched(std::string_view id_prefix, std::string route,
                       std::vector<DifferenceRow> differences);
TallyRow tally(std::int64_t minute, std::string route, std::string verdict, std::uint64_t n,
               std::string reason = "", std::string severity = "none");

/// Runs `work` in a process of its own that ends as if it was killed; its exit status.
template <class Work>
int in_child(Work work);
int wait_for(int process);
int fork_process();
[[noreturn]] void end_process(int status);

template <class Work>
int in_child(Work work) {
    const int process = fork_process();
    if (process == 0) end_process(work());
    return wait_for(process);
}

}  // namespace shadowdiff::store::test
