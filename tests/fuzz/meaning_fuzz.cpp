// SPDX-License-Identifier: Apache-2.0
// Two texts, parted by a zero octet, as values, URLs, times, header fields and in charsets.
#include "base/instant.hpp"
#include "content/charset.hpp"
#include "content/media_parameter.hpp"
#include "diff/fields/same_url.hpp"
#include "diff/fields/security_fields.hpp"
#include "diff/meaning/meaning.hpp"
#include "json/document.hpp"
#include "normalise/location.hpp"

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
    const auto zero = input.find('\0');
    if (zero == Bytes::npos) return 0;
    const auto one = input.substr(0, zero);
    const auto other = input.substr(zero + 1);
    const auto there = diff::meaning_of_texts({}, one, other);
    const auto back = diff::meaning_of_texts({}, other, one);
    require((there.severity == diff::Severity::none) == (back.severity == diff::Severity::none));
    if (json::parse(one) && json::parse(other)) (void)diff::meaning_of({}, one, other);
    require(diff::compare_urls(one, other) == diff::compare_urls(other, one));
    for (const auto* name : {"content-security-policy", "strict-transport-security",
                             "www-authenticate", "access-control-allow-methods"}) {
        require(diff::compare_protection(name, one, one) == diff::Protection::same);
        (void)diff::compare_protection(name, one, other);
    }
    (void)parse_instant(one);
    (void)normalise::resolved_location(one, "shop.example", other);
    (void)content::media_parameter(one, "charset");
    if (const auto text = content::to_utf8(other, content::charset_label(one))) {
        require(content::is_utf8(text->utf8));
    }
    return 0;
}
