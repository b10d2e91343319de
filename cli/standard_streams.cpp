// SPDX-License-Identifier: Apache-2.0
#include "cli/standard_streams.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace shadowdiff::cli {

void keep_standard_streams() {
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
        // The lowest number that is free is the one that is given.
        if (fcntl(stream, F_GETFD) < 0) (void)open("/dev/null", O_RDONLY);
    }
}

}  // namespace shadowdiff::cli
