// SPDX-License-Identifier: Apache-2.0
#include "normalise/proto_body.hpp"
#include "tests/support/shop_descriptors.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using normalise::Context;
using normalise::ProtoSchema;
using test::shop_descriptors;

namespace {

ProtoSchema shop() {
    auto schema = ProtoSchema::parse(shop_descriptors());
    REQUIRE(schema);
    return std::move(*schema);
}

const Bytes euro{
    "\x0a\x03"
    "EUR\x10\x05",
    7};

Bytes framed(char flags, ByteView payload) {
    return Bytes{flags} + Bytes(3, '\0') + static_cast<char>(payload.size()) + Bytes{payload};
}

}  // namespace

TEST_CASE("a descriptor gives fields their names, and absence its meaning") {
    const auto schema = shop();
    CHECK(schema.to_json("shop.Price", euro) == Bytes{R"({"currency":"EUR","amount":"5"})"});
    CHECK(schema.to_json("shop.Price", "") == Bytes{"{}"});
    const Bytes zero_amount{"\x10\x00", 2};
    CHECK(schema.to_json("shop.Price", zero_amount) == Bytes{"{}"});
    CHECK(schema.to_json("shop.Price", "\xff") == std::nullopt);
    CHECK(schema.to_json("shop.Nothing", euro) == std::nullopt);
}

TEST_CASE("fields that the descriptor does not know are told by number") {
    const auto schema = shop();
    const Bytes nested{"\x1a\x02\x50\x01\x58\x02", 6};  // parts { 10: 1 }, and 11: 2
    CHECK(schema.to_json("shop.Price", nested) ==
          Bytes{R"({"parts":[{}],"#unknown":{"#message":{"11":[2]},"parts":{"10":[1]}}})"});
}

TEST_CASE("the message's type is that of the method, or is named by the content type") {
    const auto schema = shop();
    CHECK(schema.answer_type("/shop.Prices/Get") == "shop.Price");
    CHECK(schema.answer_type("/twirp/shop.Prices/Get?x=/") == "shop.Price");
    CHECK(schema.answer_type("/shop.Prices/Put") == "");
    CHECK(schema.answer_type("/") == "");
    const Context context{.target = "/shop.Prices/Get", .protos = &schema};
    const Bytes named{R"({"currency":"EUR","amount":"5"})"};
    CHECK(normalise::render_protobuf(euro, "application/x-protobuf", context) == named);
    CHECK(normalise::render_protobuf(euro, "application/x-protobuf; messageType=\"shop.Price\"",
                                     {.target = "/x", .protos = &schema}) == named);
    CHECK(normalise::render_protobuf(euro, "application/x-protobuf", {}) ==
          Bytes{R"({"1":["EUR"],"2":[5]})"});
}

TEST_CASE("on the wire a number of fixed width is none of varying width") {
    const Bytes varint{"\x08\x05", 2};
    const Bytes fixed32{"\x0d\x05\0\0\0", 5};
    const Bytes fixed64{"\x09\x05\0\0\0\0\0\0\0", 9};
    const auto read = [](const Bytes& message) {
        return normalise::render_protobuf(message, "application/x-protobuf", {});
    };
    CHECK(read(varint) == Bytes{R"({"1":[5]})"});
    CHECK(read(fixed32) == Bytes{R"({"1":[{"fixed32":5}]})"});
    CHECK(read(fixed64) == Bytes{R"({"1":[{"fixed64":5}]})"});
}

TEST_CASE("a file that is no descriptor set is refused with a reason") {
    CHECK(ProtoSchema::parse("no such thing").error() == "no descriptor set");
    CHECK(ProtoSchema::parse("").error() == "no descriptor set");
    google::protobuf::FileDescriptorSet files;
    REQUIRE(files.ParseFromString(shop_descriptors()));
    files.mutable_file(0)->add_dependency("google/type/money.proto");
    const auto broken = ProtoSchema::parse(files.SerializeAsString());
    REQUIRE_FALSE(broken);
    CHECK(broken.error().find("--include_imports") != std::string::npos);
}

TEST_CASE("gRPC bodies are messages and the trailers of gRPC-Web") {
    const auto schema = shop();
    const Context context{.target = "/shop.Prices/Get", .protos = &schema};
    const auto body = framed(0, euro) + framed('\x80', "grpc-status:0\r\ngrpc-message: fine\r\n");
    CHECK(normalise::render_grpc(body, {}, context, {}) ==
          Bytes{R"({"messages":[{"currency":"EUR","amount":"5"}],)"
                R"("trailers":{"grpc-status":"0","grpc-message":"fine"}})"});
    CHECK(normalise::render_grpc(framed(0, "\xff"), {}, {}, {}) ==
          Bytes{R"({"messages":["base64:/w=="]})"});
    CHECK(normalise::render_grpc(body.substr(0, 8), {}, context, {}).error().why ==
          "a gRPC message that is cut");
    CHECK(normalise::render_grpc(framed(1, euro), {{"grpc-encoding", "gzip"}}, context, {})
              .error()
              .why == "gzip: incorrect header check");
    CHECK(normalise::render_grpc(framed(1, euro), {}, context, {}).error().why ==
          "a gRPC message compressed by no coding");
}
