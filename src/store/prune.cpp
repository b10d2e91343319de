// SPDX-License-Identifier: Apache-2.0
#include "store/prune.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "store/evictor.hpp"
#include "store/migrate.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace shadowdiff::store {
namespace {

// The lock that a writer holds as long as its run goes on.
class FileLock {
public:
    explicit FileLock(const std::filesystem::path& file)
        : descriptor_{::open(file.c_str(), O_RDONLY | O_CLOEXEC)},
          is_held_{descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0} {}
    ~FileLock() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    bool is_held() const { return is_held_; }

private:
    int descriptor_;
    bool is_held_;
};

Error cannot_prune(const std::filesystem::path& file, std::string_view why) {
    return {fmt::format("cannot prune {}: {}", printable(file.string()), why)};
}

std::vector<EvictionRow> prune(SQLite::Database& database, const PruneOptions& options) {
    ExchangeWriter exchanges{database};
    Evictor evictor{database, exchanges};
    SQLite::Transaction transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
    if (options.older_than_us > 0) evictor.remove_older(options.older_than_us);
    if (options.bytes_max > 0 && evictor.bytes_used() > options.bytes_max) {
        evictor.make_room(options.bytes_max);
    }
    transaction.commit();
    std::vector<EvictionRow> evicted;
    Statement{database, "SELECT what, n FROM eviction WHERE n > 0 ORDER BY what"}.each(
        [&](RowReader row) { evicted.push_back({row.text(), row.count()}); });
    return evicted;
}

}  // namespace

Result<std::vector<EvictionRow>> prune(const std::filesystem::path& file,
                                       const PruneOptions& options) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) {
        return std::unexpected{cannot_prune(file, "there is no such file")};
    }
    const FileLock lock{file};
    if (!lock.is_held()) {
        return std::unexpected{cannot_prune(file, "another shadowdiff is writing it")};
    }
    try {
        if (const auto usable = migrate(file); !usable) {
            return std::unexpected{cannot_prune(file, usable.error().message)};
        }
        SQLite::Database database{file.string(), SQLite::OPEN_READWRITE,
                                  static_cast<int>(StoreLimits{}.busy_max.count())};
        auto evicted = prune(database, options);
        database.exec("VACUUM");
        return evicted;
    } catch (const SQLite::Exception& failure) {
        return std::unexpected{cannot_prune(file, failure.what())};
    }
}

}  // namespace shadowdiff::store
