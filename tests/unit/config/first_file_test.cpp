// SPDX-License-Identifier: Apache-2.0
#include "config/first_file.hpp"

#include "config/settings.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace shadowdiff::config {
namespace {

std::vector<std::string> values(const Settings& settings, std::string_view key) {
    const auto found = std::ranges::find(settings.list, key, &Setting::key);
    return found == settings.list.end() ? std::vector<std::string>{} : found->values;
}

TEST_CASE("a first file says what is known, and nothing else holds") {
    FirstFile file;
    file.source = "interface eth0";
    file.candidate = "http://127.0.0.1:8081";
    file.openapi = "a \"b\" \\c.yaml";
    file.requests = 12;
    file.has_request_ids = true;
    file.ports = {8080, 9090};
    file.routes = {{"GET /a", 9}};
    file.unsafe_methods = {{"POST", 3}};
    const auto settings = parse_settings(to_toml(file), "shadowdiff.toml");
    CHECK(settings.faults.empty());
    CHECK(values(settings, "candidate") == std::vector<std::string>{file.candidate});
    CHECK(values(settings, "openapi") == std::vector<std::string>{file.openapi});
    CHECK(values(settings, "port") == std::vector<std::string>{"8080", "9090"});
    CHECK(values(settings, "allow-method").empty());
    CHECK(values(settings, "route").empty());
}

TEST_CASE("names from traffic cannot leave their comment") {
    FirstFile file;
    file.source = "evil\ncandidate = \"http://evil\"";
    file.routes = {{"GET /a\nlisten = \"x\"", 1}, {"GET /\xff\xfe", 1}};
    file.unsafe_methods = {{"P\r\nQ", 1}};
    const auto settings = parse_settings(to_toml(file), "shadowdiff.toml");
    CHECK(settings.faults.empty());
    CHECK(values(settings, "candidate").empty());
    CHECK(values(settings, "listen").empty());
}

}  // namespace
}  // namespace shadowdiff::config
