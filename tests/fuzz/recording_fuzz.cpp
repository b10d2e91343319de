// SPDX-License-Identifier: Apache-2.0
// Any bytes as a recording of the form that the first octet tells: read at once, and in pieces, it
// gives the same requests and the same complaints, at places that are in it and in order.
#include "recording/reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace shadowdiff;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr recording::Format formats[] = {
    recording::Format::own,        recording::Format::gor,        recording::Format::har,
    recording::Format::json_lines, recording::Format::access_log, recording::Format::urls};

std::vector<std::string> read(recording::Format format, ByteView bytes, std::size_t piece) {
    recording::Reader reader{format, {.seed = 1, .host = "a.example.com"}};
    std::vector<std::string> told;
    const auto take = [&] {
        while (auto recorded = reader.next()) {
            if (const auto* skipped = std::get_if<recording::Skipped>(&*recorded)) {
                if (skipped->offset > bytes.size()) std::abort();
                told.push_back(std::to_string(skipped->offset) + " " + skipped->why);
                continue;
            }
            const auto& exchange = std::get<http::Exchange>(*recorded);
            if (exchange.request.method.empty()) std::abort();
            told.push_back(exchange.request.method + " " + exchange.request.target + " " +
                           std::to_string(exchange.answers.size()));
        }
    };
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.feed(bytes.substr(at, piece));
        take();
    }
    reader.end();
    take();
    return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const auto format = formats[data[0] % std::size(formats)];
    const ByteView bytes{reinterpret_cast<const char*>(data + 2), size - 2};
    if (bytes.empty()) return 0;
    const auto whole = read(format, bytes, bytes.size());
    if (whole != read(format, bytes, data[1] % 64U + 1)) std::abort();
    return 0;
}
