# SPDX-License-Identifier: Apache-2.0
# cmake -D STYLE=a.css -D SCRIPT=a.js -D OUTPUT=page.cpp -P embed.cmake: the two files as string literals,
# so that the program needs no file beside it. Without a script the page reads, and does no more.
file(READ "${STYLE}" style)
set(script "")
if(SCRIPT)
  file(READ "${SCRIPT}" script)
endif()
file(WRITE "${OUTPUT}" "// Made from reports/page/ by embed.cmake.
#include \"reports/page.hpp\"

namespace shadowdiff::reports {

std::string_view page_style() {
    return R\"page(
${style})page\";
}

std::string_view page_script() {
    return R\"page(
${script})page\";
}

}  // namespace shadowdiff::reports
")
