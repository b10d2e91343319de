// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/reports/shell.hpp"

#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace shadowdiff::reports {
namespace {

namespace fs = std::filesystem;

// Arguments and input are ended by NUL, which no argument can hold; the input comes in hexadecimal.
constexpr std::string_view fake_curl = R"(#!/bin/sh
previous=
for argument in "$@"; do
    printf '%s\0' "$argument"
    if [ "$previous" = --data-binary ] && [ "$argument" = @- ]; then has_input=yes; fi
    previous=$argument
done
printf 'end\0'
[ -z "$has_input" ] || od -An -v -tx1 | tr -d ' \n'
printf '\0'
)";

class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "shadowdiff-shell-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

    void write(const std::string& name, std::string_view text) const {
        std::ofstream{path_ / name, std::ios::binary} << text;
    }

private:
    fs::path path_;
};

std::string run_in(const Folder& folder, std::string_view script) {
    folder.write("script", script);
    fs::create_directory(folder.path() / "empty");
    const std::string path = folder.path().string();
    const std::string command = fmt::format(
        "cd '{0}/empty' && PATH='{0}':\"$PATH\" /bin/sh ../script > ../out 2> ../err", path);
    const int status = std::system(command.c_str());
    CAPTURE(read_file(path + "/err"));
    CHECK(status == 0);
    CHECK(read_file(path + "/err").empty());
    CHECK(fs::is_empty(folder.path() / "empty"));
    return read_file(path + "/out");
}

std::string from_hex(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(std::string{digits.substr(i, 2)}, nullptr, 16));
    }
    return bytes;
}

}  // namespace

std::string run_shell(std::string_view script) { return run_in(Folder{}, script); }

std::vector<std::string> CurlCall::values_of(std::string_view option) const {
    std::vector<std::string> values;
    for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
        if (arguments[i] == option) values.push_back(arguments[++i]);
    }
    return values;
}

CurlCall run_curl(std::string_view command, std::string_view variables) {
    const Folder folder;
    folder.write("curl", fake_curl);
    fs::permissions(folder.path() / "curl", fs::perms::owner_all);
    const std::string out = run_in(folder, fmt::format("{}\n{}", variables, command));

    std::vector<std::string> parts;
    for (std::size_t from = 0; from < out.size();) {
        const std::size_t end = std::min(out.find('\0', from), out.size());
        parts.push_back(out.substr(from, end - from));
        from = end + 1;
    }
    REQUIRE(parts.size() >= 2);
    REQUIRE(parts[parts.size() - 2] == "end");
    CurlCall call;
    call.standard_input = from_hex(parts.back());
    call.arguments.assign(parts.begin(), parts.end() - 2);
    CHECK(std::ranges::count(call.arguments, "--url") == 1);
    return call;
}

}  // namespace shadowdiff::reports
