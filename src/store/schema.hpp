// SPDX-License-Identifier: Apache-2.0
// The tables and views of a run file. docs/schema.md tells what they mean; a test holds the two
// together.
#pragma once

#include "base/result.hpp"

#include <cstdint>

namespace SQLite {
class Database;
}

namespace shadowdiff::store {

inline constexpr std::uint32_t application_id = 0x7368'6466;  // "shdf"
inline constexpr int schema_version = 4;

/// Into an empty database, in one transaction, so that there is no file with half a schema.
void create_schema(SQLite::Database& database);
/// The same inside a transaction of the caller's.
void create_tables(SQLite::Database& database);

/// Of a run file, at most schema_version. The Error says whose the file is, or that it is newer.
Result<int> version_of(SQLite::Database& database);

/// The Error says whose the file is, which version it has, or that its tables are not ours. Others'
/// further tables and views are no fault.
Result<void> check_schema(SQLite::Database& database);

}  // namespace shadowdiff::store
