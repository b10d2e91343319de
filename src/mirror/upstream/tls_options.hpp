// SPDX-License-Identifier: Apache-2.0
// Whom a TLS connection to a leg trusts, and as whom it shows itself.
#pragma once

#include <string>

namespace shadowdiff::mirror {

struct TlsOptions {
    std::string ca_file;      // in place of the system's trusted certificates
    std::string certificate;  // of ours, with its chain, as PEM
    std::string key;
    bool verify = true;  // the leg's certificate and name
    bool operator==(const TlsOptions&) const = default;
};

}  // namespace shadowdiff::mirror
