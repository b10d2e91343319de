// SPDX-License-Identifier: Apache-2.0
// What the process may do: only what it needs, and nothing once its sources are open. Whoever gets
// control of the decoders by hostile packets gets what is left here.
#pragma once

#include <string>

namespace shadowdiff::cli {

/// No program that is started from here on gains rights by its set-user-ID bit or file capabilities
/// (prctl(2), PR_SET_NO_NEW_PRIVS).
void gain_no_privileges();

/// For the rest of the process: becomes `user` for good if one is named, with its groups, and gives
/// every capability up. Root without `user` keeps those to write and replace files in others'
/// folders, so that `sudo … --db run.db` works in the caller's. To be called before threads start:
/// capabilities are those of one thread. Throws StartupError when it cannot be done in full.
void drop_privileges(const std::string& user);

}  // namespace shadowdiff::cli
