// SPDX-License-Identifier: Apache-2.0
#include "store/body_codec.hpp"

#include <fmt/format.h>
#include <zdict.h>
#include <zstd.h>

#include <string>

namespace shadowdiff::store {
namespace {

constexpr int level = 3;                           // zstd's own default: faster than disks
constexpr std::size_t worth_coding_bytes = 64;     // shorter, a frame's header eats what it saves
constexpr std::size_t body_bytes_max = 256 << 20;  // longer is none that we wrote
constexpr std::size_t dictionary_bytes = 16'384;   // zstd advises a hundredth of the samples

template <auto free>
struct Free {
    template <class T>
    void operator()(T* pointer) const {
        free(pointer);
    }
};

}  // namespace

struct BodyCodec::Contexts {
    std::unique_ptr<ZSTD_CCtx, Free<ZSTD_freeCCtx>> packing{ZSTD_createCCtx()};
    std::unique_ptr<ZSTD_DCtx, Free<ZSTD_freeDCtx>> unpacking{ZSTD_createDCtx()};
    std::unique_ptr<ZSTD_CDict, Free<ZSTD_freeCDict>> packing_dictionary;
    std::unique_ptr<ZSTD_DDict, Free<ZSTD_freeDDict>> unpacking_dictionary;
};

BodyCodec::BodyCodec(ByteView dictionary) : contexts_{std::make_unique<Contexts>()} {
    if (dictionary.empty()) return;
    contexts_->packing_dictionary.reset(
        ZSTD_createCDict(dictionary.data(), dictionary.size(), level));
    contexts_->unpacking_dictionary.reset(ZSTD_createDDict(dictionary.data(), dictionary.size()));
}

BodyCodec::~BodyCodec() = default;
BodyCodec::BodyCodec(BodyCodec&&) noexcept = default;
BodyCodec& BodyCodec::operator=(BodyCodec&&) noexcept = default;

CodedBody BodyCodec::encode(ByteView body) {
    if (body.size() < worth_coding_bytes) return {"identity", Bytes{body}};
    Bytes coded(ZSTD_compressBound(body.size()), '\0');
    const auto* dictionary = contexts_->packing_dictionary.get();
    const auto size =
        dictionary ? ZSTD_compress_usingCDict(contexts_->packing.get(), coded.data(), coded.size(),
                                              body.data(), body.size(), dictionary)
                   : ZSTD_compressCCtx(contexts_->packing.get(), coded.data(), coded.size(),
                                       body.data(), body.size(), level);
    if (ZSTD_isError(size) != 0 || size >= body.size()) return {"identity", Bytes{body}};
    coded.resize(size);
    return {"zstd", std::move(coded)};
}

Result<Bytes> BodyCodec::decode(std::string_view coding, ByteView coded, std::size_t length) {
    if (coding == "identity" && coded.size() == length) return Bytes{coded};
    if (coding != "zstd" || length > body_bytes_max ||
        ZSTD_getFrameContentSize(coded.data(), coded.size()) != length) {
        return std::unexpected{Error{"a stored body is damaged: its length is not what it says"}};
    }
    Bytes body(length, '\0');
    const auto* dictionary = contexts_->unpacking_dictionary.get();
    const auto size =
        dictionary ? ZSTD_decompress_usingDDict(contexts_->unpacking.get(), body.data(),
                                                body.size(), coded.data(), coded.size(), dictionary)
                   : ZSTD_decompressDCtx(contexts_->unpacking.get(), body.data(), body.size(),
                                         coded.data(), coded.size());
    if (ZSTD_isError(size) != 0 || size != length) {
        const auto* why = ZSTD_isError(size) != 0 ? ZSTD_getErrorName(size) : "it is too short";
        return std::unexpected{Error{fmt::format("a stored body is damaged: {}", why)}};
    }
    return body;
}

std::optional<Bytes> train_dictionary(const std::vector<Bytes>& samples) {
    Bytes joined;
    std::vector<std::size_t> sizes;
    for (const auto& sample : samples) {
        joined += sample;
        sizes.push_back(sample.size());
    }
    Bytes dictionary(dictionary_bytes, '\0');
    const auto size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), joined.data(),
                                            sizes.data(), static_cast<unsigned>(sizes.size()));
    if (ZDICT_isError(size) != 0) return std::nullopt;  // too few, or too different
    dictionary.resize(size);
    BodyCodec plain;
    BodyCodec trained{dictionary};
    std::size_t without = 0;
    std::size_t with = dictionary.size();
    for (const auto& sample : samples) {
        without += plain.encode(sample).bytes.size();
        with += trained.encode(sample).bytes.size();
    }
    if (with >= without) return std::nullopt;
    return dictionary;
}

}  // namespace shadowdiff::store
