// SPDX-License-Identifier: Apache-2.0
// An OpenAPI description and a request, parted by a zero octet: whatever they hold, the route is
// one printable, bounded line, and the same again.
#include "routes/openapi.hpp"
#include "routes/operation.hpp"
#include "routes/router.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace shadowdiff;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes input{reinterpret_cast<const char*>(data), size};
    const auto zero = std::min(input.find('\0'), input.size());
    const auto declared = routes::read_openapi(std::string_view{input}.substr(0, zero));
    http::Request request;
    request.method = "POST";
    request.target = zero == input.size() ? "/" : input.substr(zero + 1);
    request.headers = {{"Content-Type", "application/json"}};
    request.body = http::make_body(request.target);
    routes::Router router{{}, declared.value_or(std::vector<routes::Template>{})};
    for (int i = 0; i < 3; ++i) {
        const auto route =
            router.refine(router.route(request.method, request.target, request.target), request);
        require(route.size() < 4'096);
        require(std::ranges::none_of(
            route, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
        router.learn(request.target, {});
    }
    return 0;
}
