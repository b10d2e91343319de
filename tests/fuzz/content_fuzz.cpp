// SPDX-License-Identifier: Apache-2.0
// Any bytes as a coded body, in whole and in pieces; the first octet chooses the codings, the
// second where it is cut.
#include "content/decode.hpp"
#include "content/decoder.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace shadowdiff;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::array<std::vector<std::string_view>, 9> choices = {
        std::vector<std::string_view>{},
        {"gzip"},
        {"deflate"},
        {"gzip", "gzip"},
        {"deflate", "gzip"},
        {"br"},
        {"zstd"},
        {"br", "zstd"},
        {"gzip", "br"}};
    if (size == 0) return 0;
    const auto& codings = choices[data[0] % choices.size()];
    const ByteView body{reinterpret_cast<const char*>(data) + 1, size - 1};
    const ContentLimits limits{.decoded_bytes_max = 1 << 20};
    const auto decoded = content::decode(body, codings, limits);
    if (!decoded && decoded.error().why.empty()) std::abort();
    if (decoded && !codings.empty() && decoded->size() > limits.decoded_bytes_max) std::abort();
    const auto cut = body.empty() ? 0 : static_cast<std::uint8_t>(body[0]) % body.size();
    content::Decoder decoder{codings, limits};
    Bytes streamed;
    const auto take = [&](ByteView piece) { streamed.append(piece); };
    decoder.feed(body.substr(0, cut), take);
    decoder.feed(body.substr(cut), take);
    if (decoder.finish().has_value() && decoded && streamed != *decoded) std::abort();
    if (decoded && !decoder.finish()) std::abort();
    return 0;
}
