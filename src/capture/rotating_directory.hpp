// SPDX-License-Identifier: Apache-2.0
// A directory into which a capture program writes file after file, as one source of packets.
#pragma once

#include "base/limits.hpp"
#include "capture/directory_files.hpp"
#include "capture/open.hpp"
#include "capture/savefile.hpp"
#include "capture/source.hpp"
#include "capture/troubles.hpp"

#include <memory>
#include <optional>
#include <string>

namespace shadowdiff::capture {

/// Reads one file after the other. Followed, it has no end: the newest file is read as it grows
/// until there is a newer one; else it ends behind the last file that was there at the beginning.
class RotatingDirectory final : public PacketSource {
public:
    RotatingDirectory(DirectoryOptions options, DirectoryFiles files);

    Next next() override;
    void add_drops(Coverage& coverage) override;
    std::string description() const override;

private:
    std::optional<Next> read_file();
    std::optional<Next> go_on();
    void open_next();
    void close_file();
    Result<void> look_again();
    NotYet wait() const;
    void report_missed();
    void report(Error error);
    void report_early_end(Error error);

    DirectoryOptions options_;
    DirectoryFiles files_;
    std::unique_ptr<Savefile> file_;
    std::uint64_t packets_ = 0;
    Coverage drops_;  // of files that were read, not yet added
    Troubles troubles_;
};

}  // namespace shadowdiff::capture
