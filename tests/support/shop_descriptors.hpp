// SPDX-License-Identifier: Apache-2.0
// A protobuf descriptor set, as protoc writes it of
//   package shop;
//   message Price { string currency = 1; int64 amount = 2; repeated Price parts = 3; }
//   service Prices { rpc Get(Price) returns (Price); }
#pragma once

#include "base/bytes.hpp"

#include <google/protobuf/descriptor.pb.h>

namespace shadowdiff::test {

inline void add_field(google::protobuf::DescriptorProto& message, const char* name, int number,
                      google::protobuf::FieldDescriptorProto::Type type) {
    auto& field = *message.add_field();
    field.set_name(name);
    field.set_number(number);
    field.set_type(type);
    field.set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
}

inline Bytes shop_descriptors() {
    using Field = google::protobuf::FieldDescriptorProto;
    google::protobuf::FileDescriptorSet files;
    auto& file = *files.add_file();
    file.set_name("shop.proto");
    file.set_package("shop");
    file.set_syntax("proto3");
    auto& price = *file.add_message_type();
    price.set_name("Price");
    add_field(price, "currency", 1, Field::TYPE_STRING);
    add_field(price, "amount", 2, Field::TYPE_INT64);
    add_field(price, "parts", 3, Field::TYPE_MESSAGE);
    price.mutable_field(2)->set_type_name(".shop.Price");
    price.mutable_field(2)->set_label(Field::LABEL_REPEATED);
    auto& service = *file.add_service();
    service.set_name("Prices");
    auto& method = *service.add_method();
    method.set_name("Get");
    method.set_input_type(".shop.Price");
    method.set_output_type(".shop.Price");
    return files.SerializeAsString();
}

}  // namespace shadowdiff::test
