// SPDX-License-Identifier: Apache-2.0
// Any bytes as a body, a target and a value; the first octet chooses the media type. JSON stays
// JSON.
#include "json/document.hpp"
#include "redact/redactor.hpp"

#include <cstdint>
#include <cstdlib>

using namespace shadowdiff;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const redact::Redactor redactor{{.digest_key = "key"}};
    static constexpr std::string_view types[] = {"application/json", "text/plain",
                                                 "application/x-www-form-urlencoded"};
    if (size == 0) return 0;
    const ByteView text{reinterpret_cast<const char*>(data) + 1, size - 1};
    const auto type = types[data[0] % std::size(types)];
    if (const auto once = redactor.body(text, type)) {
        const bool was_json = json::parse(Bytes{text}).has_value();
        if (type == types[0] && was_json && !json::parse(once->text())) std::abort();
    }
    static_cast<void>(redactor.target(text));
    static_cast<void>(redactor.value("$.a", text));
    static_cast<void>(redactor.value(text, text));
    static_cast<void>(redactor.fields({{"Cookie", Bytes{text}}, {"Set-Cookie", Bytes{text}}}));
    return 0;
}
