// SPDX-License-Identifier: Apache-2.0
// Reads a run file, also while a daemon writes it. Nothing here changes it, but that a schema of an
// earlier version is brought forward.
#pragma once

#include "base/result.hpp"
#include "store/exchange_filter.hpp"
#include "store/rows.hpp"
#include "store/rows_wanted.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::store {

class RunReader {
public:
    /// An Error says when the file is missing, is another program's, or of a newer schema.
    static Result<RunReader> open(const std::filesystem::path& file);
    ~RunReader();
    RunReader(RunReader&&) noexcept;
    RunReader& operator=(RunReader&&) noexcept;

    /// As of one moment. Throws StartupError when the file turns out to be damaged: there is no
    /// report then. A live run and one whose process died look the same: what is pending is
    /// dropped{crashed} in both.
    RunRows rows(const RowsWanted& wanted = {}) const;
    /// Of each route, how many kept mismatches of severity medium or high show no finding of that
    /// severity but those with the fingerprints. Throws StartupError like rows().
    std::map<std::string, std::uint64_t> excused_by(
        const std::vector<std::string>& fingerprints) const;
    /// By the id or any unambiguous prefix of it.
    Result<ExchangeRow> exchange(std::string_view id) const;
    /// Minute by minute, as it was written. Throws StartupError like rows().
    std::vector<TallyRow> tally() const;
    /// All kept ones that the filter names, oldest first. Throws StartupError like rows().
    void each_exchange(const ExchangeFilter& filter,
                       const std::function<void(const ExchangeRow&)>& visit) const;
    /// The same, until `visit` gives false.
    void each_exchange_while(const ExchangeFilter& filter,
                             const std::function<bool(const ExchangeRow&)>& visit) const;
    /// Ids of the kept exchanges that show the finding: those kept whole before the others, oldest
    /// first. By the fingerprint or any unambiguous prefix of it.
    Result<std::vector<std::string>> exchanges_of(std::string_view fingerprint,
                                                  std::uint64_t count_max) const;

private:
    struct Database;
    explicit RunReader(std::unique_ptr<Database> database);
    std::unique_ptr<Database> database_;
};

}  // namespace shadowdiff::store
