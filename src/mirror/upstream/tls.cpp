// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/tls.hpp"

#include "base/escape.hpp"
#include "mirror/upstream/failure.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace shadowdiff::mirror {
namespace {

// What OpenSSL has to say beyond "failed": the first error of its queue tells the cause.
std::string reason_of(const ErrorCode& error) {
    const auto* reason = ERR_reason_error_string(static_cast<unsigned long>(error.value()));
    return reason ? reason : describe(error);
}

Error trouble_with(std::string_view file, const ErrorCode& error) {
    return Error{fmt::format("{}: {}", printable(file), reason_of(error))};
}

}  // namespace

Result<std::shared_ptr<TlsContext>> make_tls_context(const TlsOptions& options) {
    auto context = std::make_shared<TlsContext>(TlsContext::tls_client);
    ErrorCode error;
    if (options.ca_file.empty()) {
        context->set_default_verify_paths(error);
    } else {
        context->load_verify_file(options.ca_file, error);
    }
    if (error) return std::unexpected{trouble_with(options.ca_file, error)};
    if (!options.certificate.empty()) {
        const auto used = use_certificate(*context, options.certificate, options.key);
        if (!used) return std::unexpected{used.error()};
    }
    auto* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // idle connections hold 34 KB less
    if (SSL_CTX_set_alpn_protos(native, alpn, sizeof alpn - 1) != 0) {
        return std::unexpected{Error{"OpenSSL has no ALPN"}};
    }
    return context;
}

Result<void> use_certificate(TlsContext& context, const std::string& certificate,
                             const std::string& key) {
    ErrorCode error;
    context.set_password_callback([](std::size_t, TlsContext::password_purpose) { return ""; },
                                  error);
    if (!error) context.use_certificate_chain_file(certificate, error);
    if (error) return std::unexpected{trouble_with(certificate, error)};
    context.use_private_key_file(key, TlsContext::pem, error);
    if (error) return std::unexpected{trouble_with(key, error)};
    return {};
}

ErrorCode prepare(TlsStream& stream, const std::string& host, bool verify) {
    ErrorCode error;
    asio::ip::make_address(host, error);
    const bool is_name = static_cast<bool>(error);  // an address is no server name (RFC 6066)
    if (is_name && SSL_set_tlsext_host_name(stream.native_handle(), host.c_str()) != 1) {
        return {static_cast<int>(ERR_get_error()), asio::error::get_ssl_category()};
    }
    stream.set_verify_mode(verify ? asio::ssl::verify_peer : asio::ssl::verify_none, error);
    if (verify && !error) {
        stream.set_verify_callback(asio::ssl::host_name_verification{host}, error);
    }
    return error;
}

bool is_of_tls(const ErrorCode& error) {
    return error.category() == asio::error::get_ssl_category();
}

std::string describe_tls(const ErrorCode& error) {
    const auto reason = reason_of(error);
    if (reason.contains("alert")) return fmt::format("it refused the connection: {}", reason);
    return fmt::format("TLS failed: {}", reason);
}

std::string describe_handshake(TlsStream& stream, const ErrorCode& error) {
    const auto verified = SSL_get_verify_result(stream.native_handle());
    // What Asio's check of the name leaves behind.
    if (verified == X509_V_ERR_UNSPECIFIED) {
        return "its certificate is not accepted: it is for another name";
    }
    if (verified != X509_V_OK) {
        return fmt::format("its certificate is not accepted: {}",
                           X509_verify_cert_error_string(verified));
    }
    const auto reason = reason_of(error);
    if (reason.contains("alert")) return fmt::format("it refused the handshake: {}", reason);
    return fmt::format("the handshake failed: {}", reason);
}

}  // namespace shadowdiff::mirror
