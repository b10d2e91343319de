// SPDX-License-Identifier: Apache-2.0
// The result of a command: to stdout, or to a file that is whole or not there.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace shadowdiff::cli {

/// Written piece by piece; nobody sees a file before it is whole.
class Output {
public:
    /// An empty name is stdout. A device, a pipe or a link is written through, never replaced.
    explicit Output(std::string file);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    void write(std::string_view bytes);  // these two throw StartupError that names the file
    void finish();

private:
    [[noreturn]] void fail();

    std::string file_;
    std::string unfinished_;  // "" where the file itself is written
    std::FILE* stream_ = nullptr;
};

/// Throws StartupError that names the file when it cannot be written. An empty name is stdout.
void write_output(const std::string& file, std::string_view bytes);

}  // namespace shadowdiff::cli
