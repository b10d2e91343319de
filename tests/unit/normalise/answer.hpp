// SPDX-License-Identifier: Apache-2.0
// An answer with headers and a body, and the document made of it.
#pragma once

#include "normalise/normalise.hpp"

#include <utility>

namespace shadowdiff::test {

inline http::Response response_with(http::Fields headers, Bytes body = {}) {
    http::Response response;
    response.status = 200;
    response.headers = std::move(headers);
    response.body = http::make_body(std::move(body));
    return response;
}

inline normalise::Document document_of(http::Fields headers, Bytes body = {}) {
    return normalise::to_document(response_with(std::move(headers), std::move(body)));
}

}  // namespace shadowdiff::test
