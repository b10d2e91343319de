// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/failure.hpp"

#include "mirror/upstream/tls.hpp"

#include <boost/asio/ssl/error.hpp>
#include <doctest/doctest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("an answer that its connection's error ends is a failure by class") {
    using enum http::FailureClass;
    OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS, nullptr);
    const ErrorCode alert{
        static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED)),
        asio::error::get_ssl_category()};
    const ErrorCode cut = asio::ssl::error::stream_truncated;
    const ErrorCode reset = asio::error::connection_reset;
    const struct {
        std::string_view name;
        ErrorCode error;
        bool has_begun;
        http::FailureClass expected;
    } rows[] = {
        {"a reset before", reset, false, reset_before_answer},
        {"a reset inside", reset, true, reset_inside_answer},
        {"a refusal by TLS 1.3 before", alert, false, tls},
        {"trouble of TLS inside", alert, true, reset_inside_answer},
        {"a close that TLS did not announce, before", cut, false, reset_before_answer},
        {"and inside", cut, true, reset_inside_answer},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto failure = answer_failure(row.error, row.has_begun);
        CHECK(failure.failure_class == row.expected);
        CHECK_FALSE(failure.detail.empty());
    }
    CHECK(answer_failure(alert, false).detail.starts_with("it refused the connection: "));
}

}  // namespace
}  // namespace shadowdiff::mirror
