// SPDX-License-Identifier: Apache-2.0
#include "cli/run_name.hpp"

#include "base/digest.hpp"

#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

namespace shadowdiff::cli {
namespace {

// The same file gives the same report; this says which file it was.
std::string digest_of_file(const std::filesystem::path& name) {
    std::ifstream file{name, std::ios::binary};
    Sha256 hash;
    std::vector<char> piece(std::size_t{1} << 20U);
    while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())), file.gcount() > 0) {
        hash.update({piece.data(), static_cast<std::size_t>(file.gcount())});
    }
    return to_hex(hash.digest());
}

}  // namespace

void name_run_file(reports::Report& report, const std::filesystem::path& file) {
    report.file = file.string();
    if (!report.crashed) report.file_digest = digest_of_file(file);
}

}  // namespace shadowdiff::cli
