// SPDX-License-Identifier: Apache-2.0
// Keeps exchanges of several runs apart that have the same id: runs that replayed one recording.
#pragma once

#include "store/statement.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>

namespace shadowdiff::store {

class MergedIds {
public:
    MergedIds();

    /// The exchanges that follow are of that run, or of those runs.
    void begin(std::string runs);
    /// `id`, or where an earlier run has that, one made of it and of the run's own.
    std::string own(std::string id);

private:
    bool take(const std::string& id);

    // One for itself, which goes when it is closed: a night may have more ids than memory.
    SQLite::Database database_{"", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    std::string runs_;
    std::int64_t input_ = 0;
    SQLite::Transaction transaction_;
    Statement find_{database_, "SELECT input FROM taken WHERE id = ?"};
    Statement insert_{database_, "INSERT INTO taken (id, input) VALUES (?, ?)"};
};

}  // namespace shadowdiff::store
