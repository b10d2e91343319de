// SPDX-License-Identifier: Apache-2.0
// What a report says of the file that it is made from, so that somebody else can make it again.
#pragma once

#include "reports/model.hpp"

#include <filesystem>

namespace shadowdiff::cli {

/// The file as the user named it, so that what is told works where the user stands; and its digest
/// where the run has ended: nobody may be writing it any more.
void name_run_file(reports::Report& report, const std::filesystem::path& file);

}  // namespace shadowdiff::cli
