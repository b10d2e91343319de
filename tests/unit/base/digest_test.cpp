// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;

TEST_CASE("SHA-256 of a stream is that of its bytes, however they are cut") {
    Sha256 whole;
    whole.update("abc");
    CHECK(to_hex(whole.digest()) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256 cut;
    cut.update("a");
    Sha256 copy{cut};
    cut.update("bc");
    copy.update("bc");
    CHECK(cut.digest() == whole.digest());
    CHECK(copy.digest() == whole.digest());
    CHECK(to_hex(Sha256{}.digest()) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("HMAC-SHA-256 gives the values of RFC 4231") {
    CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("random bytes are as many as asked, and not the same twice") {
    CHECK(random_bytes(32).size() == 32);
    CHECK(random_bytes(32) != random_bytes(32));
}
