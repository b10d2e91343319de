// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include "base/result.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace shadowdiff {

namespace {

// Fetched once: EVP_sha256() has OpenSSL look for its implementation at every digest.
const EVP_MD* sha256_method() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched != nullptr ? fetched : EVP_sha256();
}

}  // namespace

struct Sha256::Context {
    EVP_MD_CTX* state = EVP_MD_CTX_new();
    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { EVP_MD_CTX_free(state); }
};

Sha256::Sha256() : context_{std::make_unique<Context>()} {
    EVP_DigestInit_ex(context_->state, sha256_method(), nullptr);
}

Sha256::Sha256(const Sha256& other) : context_{std::make_unique<Context>()} {
    EVP_MD_CTX_copy_ex(context_->state, other.context_->state);
}

Sha256& Sha256::operator=(const Sha256& other) {
    if (this != &other) *this = Sha256{other};
    return *this;
}

Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(ByteView bytes) {
    EVP_DigestUpdate(context_->state, bytes.data(), bytes.size());
}

Digest256 Sha256::digest() const {
    const Context copy;
    EVP_MD_CTX_copy_ex(copy.state, context_->state);
    Digest256 digest{};
    EVP_DigestFinal_ex(copy.state, digest.data(), nullptr);
    return digest;
}

Digest256 hmac_sha256(ByteView key, ByteView bytes) {
    Digest256 digest{};
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data, bytes.size(), digest.data(),
         nullptr);
    return digest;
}

Bytes random_bytes(std::size_t count) {
    Bytes bytes(count, '\0');
    auto* data = reinterpret_cast<unsigned char*>(bytes.data());
    if (RAND_bytes(data, static_cast<int>(count)) != 1) {
        throw StartupError{"the operating system gave no random bytes"};
    }
    return bytes;
}

std::string to_hex(const Digest256& digest) { return fmt::format("{:02x}", fmt::join(digest, "")); }

}  // namespace shadowdiff
