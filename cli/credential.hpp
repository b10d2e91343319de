// SPDX-License-Identifier: Apache-2.0
// A credential does not stand on the command line: "env:NAME" and "file:PATH" say where it is.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::cli {

/// The value of --rewrite with the value that it names in the place of env:… or file:…. Throws
/// StartupError where there is none, or where a credential itself stands there.
std::string with_credential(std::string_view rewrite);

}  // namespace shadowdiff::cli
