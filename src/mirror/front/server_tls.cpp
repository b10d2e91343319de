// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/server_tls.hpp"

#include "mirror/wire/deadline.hpp"

#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace shadowdiff::mirror {
namespace {

int choose_protocol(SSL* /*connection*/, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned int offered_length, void* /*unused*/) {
    unsigned char* found = nullptr;
    const auto outcome =
        SSL_select_next_proto(&found, length, alpn, sizeof alpn - 1, offered, offered_length);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

Result<std::shared_ptr<TlsContext>> make_server_context(const ServerTlsOptions& options) {
    auto context = std::make_shared<TlsContext>(TlsContext::tls_server);
    if (auto used = use_certificate(*context, options.certificate, options.key); !used) {
        return std::unexpected{used.error()};
    }
    auto* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // idle connections hold 34 KB less
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
    return context;
}

asio::awaitable<Welcome> welcome(Channel& channel, std::shared_ptr<TlsContext> context,
                                 SteadyTime by) {
    auto stream = std::make_shared<TlsStream>(channel.socket(), *context);
    Deadline deadline{channel.socket().get_executor(), [&channel] { channel.close(); }};
    deadline.set(by);
    const auto [error] = co_await stream->async_handshake(TlsStream::server, Token{});
    Welcome outcome;
    if (deadline.has_passed()) {
        outcome.failure = "it did not end in time";
    } else if (error) {
        const auto reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
        outcome.is_plain_http = is_of_tls(error) && reason == SSL_R_HTTP_REQUEST;
        outcome.failure = describe_handshake(*stream, error);
    } else {
        channel.secure(std::move(stream));
    }
    co_return outcome;
}

}  // namespace shadowdiff::mirror
