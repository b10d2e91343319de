// SPDX-License-Identifier: Apache-2.0
// TLS towards a leg: the certificates that are trusted and shown, and what went wrong in words.
#pragma once

#include "base/result.hpp"
#include "mirror/net.hpp"
#include "mirror/upstream/tls_options.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>
#include <string>

namespace shadowdiff::mirror {

using TlsContext = asio::ssl::context;
using TlsStream = asio::ssl::stream<StreamSocket&>;

/// The one protocol that is spoken, as ALPN lists it (RFC 7301, section 3.1).
inline constexpr unsigned char alpn[] = "\x08http/1.1";

/// Reads the files. The Error names the file and what is wrong with it.
Result<std::shared_ptr<TlsContext>> make_tls_context(const TlsOptions& options);

/// What the context shows of us. The Error names the file. A key under a pass phrase is refused:
/// there is nobody to ask for it.
Result<void> use_certificate(TlsContext& context, const std::string& certificate,
                             const std::string& key);

/// Before the handshake: server name, ALPN http/1.1, and the name that the certificate must have.
ErrorCode prepare(TlsStream& stream, const std::string& host, bool verify);

/// What TLS has to say, not the connection beneath it.
bool is_of_tls(const ErrorCode& error);
/// "it refused the connection: tlsv13 alert certificate required", after the handshake.
std::string describe_tls(const ErrorCode& error);

/// "certificate has expired", "the leg refused: handshake failure (alert)", …
std::string describe_handshake(TlsStream& stream, const ErrorCode& error);

}  // namespace shadowdiff::mirror
