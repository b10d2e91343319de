// SPDX-License-Identifier: Apache-2.0
#include "normalise/proto_schema.hpp"

#include "normalise/json_text.hpp"
#include "normalise/tree_forms.hpp"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/util/json_util.h>

#include <utility>

namespace shadowdiff::normalise {
namespace {

namespace pb = google::protobuf;

/// What a broken descriptor set has to say for itself, instead of on stderr.
class Faults : public pb::DescriptorPool::ErrorCollector {
public:
    void AddError(const std::string& filename, const std::string& element, const pb::Message*,
                  ErrorLocation, const std::string& message) override {
        if (first.empty()) first = filename + ": " + element + ": " + message;
    }
    std::string first;
};

using Unknown = std::vector<std::pair<std::string, Bytes>>;  // path of the message -> its wire JSON

void collect_unknown(const pb::Message& message, const std::string& path, Unknown& found) {
    const auto& reflection = *message.GetReflection();
    const auto& fields = reflection.GetUnknownFields(message);
    if (!fields.empty()) {
        std::string wire;
        fields.SerializeToString(&wire);
        if (auto json = render_wire(wire, {})) found.emplace_back(path, std::move(*json));
    }
    std::vector<const pb::FieldDescriptor*> set;
    reflection.ListFields(message, &set);
    for (const auto* field : set) {
        if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) continue;
        const auto name = path.empty() ? field->name() : path + "." + field->name();
        if (!field->is_repeated()) {
            collect_unknown(reflection.GetMessage(message, field), name, found);
            continue;
        }
        for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
            collect_unknown(reflection.GetRepeatedMessage(message, field, i), name, found);
        }
    }
}

Bytes with_unknown(Bytes json, const Unknown& unknown) {
    if (unknown.empty()) return json;
    JsonText more;
    more.open_object();
    for (const auto& [path, wire] : unknown) {
        more.key(path.empty() ? "#message" : path);
        more.value(wire);
    }
    more.close_object();
    json.pop_back();
    if (!json.ends_with('{')) json += ',';
    return json.append("\"#unknown\":").append(more.take()).append("}");
}

}  // namespace

struct ProtoSchema::Pool {
    pb::DescriptorPool descriptors;
    mutable pb::DynamicMessageFactory factory{&descriptors};
};

ProtoSchema::ProtoSchema(std::unique_ptr<Pool> pool) : pool_{std::move(pool)} {}
ProtoSchema::ProtoSchema(ProtoSchema&&) noexcept = default;
ProtoSchema::~ProtoSchema() = default;

std::expected<ProtoSchema, std::string> ProtoSchema::parse(ByteView descriptor_set) {
    pb::FileDescriptorSet files;
    if (!files.ParseFromArray(descriptor_set.data(), static_cast<int>(descriptor_set.size())) ||
        files.file().empty()) {
        return std::unexpected{std::string{"no descriptor set"}};
    }
    auto pool = std::make_unique<Pool>();
    Faults faults;
    for (const auto& file : files.file()) {
        if (pool->descriptors.BuildFileCollectingErrors(file, &faults)) continue;
        return std::unexpected{faults.first + " (protoc needs --include_imports)"};
    }
    return ProtoSchema{std::move(pool)};
}

std::string ProtoSchema::answer_type(std::string_view target) const {
    target = target.substr(0, target.find('?'));
    const auto slash = target.rfind('/');
    if (slash == target.npos || slash == 0) return {};
    const auto before = target.rfind('/', slash - 1);
    const auto service = target.substr(0, slash).substr(before == target.npos ? 0 : before + 1);
    const auto name = std::string{service} + "." + std::string{target.substr(slash + 1)};
    const auto* method = pool_->descriptors.FindMethodByName(name);
    return method ? method->output_type()->full_name() : std::string{};
}

std::optional<Bytes> ProtoSchema::to_json(const std::string& type, ByteView message) const {
    const auto* descriptor = pool_->descriptors.FindMessageTypeByName(type);
    if (!descriptor) return std::nullopt;
    const std::unique_ptr<pb::Message> parsed{pool_->factory.GetPrototype(descriptor)->New()};
    if (!parsed->ParsePartialFromArray(message.data(), static_cast<int>(message.size()))) {
        return std::nullopt;
    }
    pb::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    std::string json;
    if (!pb::util::MessageToJsonString(*parsed, &json, options).ok()) return std::nullopt;
    Unknown unknown;
    collect_unknown(*parsed, "", unknown);
    // A wrapper's or a time's JSON is no object, and such messages have no fields to be unknown.
    return json.ends_with('}') ? with_unknown(std::move(json), unknown) : json;
}

}  // namespace shadowdiff::normalise
