// SPDX-License-Identifier: Apache-2.0
// SHA-256 over a stream, and HMAC-SHA-256 for values that must not be readable again (RFC 2104).
#pragma once

#include "base/bytes.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace shadowdiff {

using Digest256 = std::array<std::uint8_t, 32>;

/// A running SHA-256. Copies carry their state on independently.
class Sha256 {
public:
    Sha256();
    Sha256(const Sha256& other);
    Sha256& operator=(const Sha256& other);
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void update(ByteView bytes);
    Digest256 digest() const;  // of all bytes so far; more may follow

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

Digest256 hmac_sha256(ByteView key, ByteView bytes);

/// Bytes from the operating system's generator; throws StartupError when it has none.
Bytes random_bytes(std::size_t count);

/// 64 lower-case hexadecimal digits.
std::string to_hex(const Digest256& digest);

}  // namespace shadowdiff
