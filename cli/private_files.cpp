// SPDX-License-Identifier: Apache-2.0
#include "cli/private_files.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace shadowdiff::cli {

void keep_files_private() {
    umask(0077);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace shadowdiff::cli
