// SPDX-License-Identifier: Apache-2.0
// Rows and a folder for the tests of store.
#pragma once

#include "store/rows.hpp"
#include "store/run_reader.hpp"
#include "store/run_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
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

/// Text that no coding makes shorter by much.
std::string random_text(std::uint64_t seed, std::size_t bytes);

RunRow sample_run();
/// "0" -> 32 digits that begin with it.
std::string id_of(std::string_view prefix);
DifferenceRow finding(std::string path, std::string pattern, std::string kind,
                      std::string severity = "high");
/// Its fingerprints, what it shows, and its outline, as its differences and answers say.
ExchangeRow derived(ExchangeRow row);
/// The exchange as the holder of that slot for all it shows.
ExchangeRow as_example(ExchangeRow row, std::uint32_t slot);
/// A mismatch on the route with an observed and a sent answer.
ExchangeRow mismatched(std::string_view id_prefix, std::string route,
                       std::vector<DifferenceRow> differences);
TallyRow tally(std::int64_t minute, std::string route, std::string verdict, std::uint64_t n,
               std::string reason = "", std::string severity = "none");

/// The n-th of a series: 10 requests seen, 9 settled, one kept with a body of that length.
Batch nth_batch(std::uint64_t n, std::size_t body_bytes = 10);
/// A finished run in the folder that holds the exchanges.
RunReader run_of(const Folder& folder, std::vector<ExchangeRow> exchanges);
/// All rows of a file; throws when it cannot be opened.
RunRows read_rows(const std::filesystem::path& file);
std::uint64_t total(const std::vector<TallyRow>& tally);
bool contains(std::string_view text, std::string_view part);

/// Runs `work` in a process of its own that ends as if it was killed; its exit status.
int in_child(const std::function<int()>& work);

}  // namespace shadowdiff::store::test
