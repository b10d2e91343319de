// SPDX-License-Identifier: Apache-2.0
// Messages as recordings and run files keep them -> messages as they are sent and compared.
#pragma once

#include "base/bytes.hpp"
#include "http/message.hpp"

#include <fmt/format.h>

#include <utility>

namespace shadowdiff::recording {

/// Lines "Name: value\r\n", as the redactor makes them.
http::Fields fields_of_lines(ByteView lines);

/// A body whose content codings were undone has another length, and no coding.
template <class Message>
void set_decoded_body(Message& message, Bytes body) {
    message.body = http::make_body(std::move(body));
    erase_if(message.headers, [](const http::Field& field) {
        return http::same_name(field.name, "Content-Encoding");
    });
    for (const auto& field : message.headers) {
        if (!http::same_name(field.name, "Content-Length")) continue;
        message.headers.set_value(field, fmt::format("{}", message.body.length));
    }
}

}  // namespace shadowdiff::recording
