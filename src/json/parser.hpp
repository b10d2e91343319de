// SPDX-License-Identifier: Apache-2.0
// JSON text -> document. Reads by an index of the places where tokens begin; what that does not
// take, the strict parser reads again to say what is wrong with it.
#pragma once

#include "json/alike.hpp"
#include "json/arranged.hpp"
#include "json/document.hpp"
#include "json/structural_index.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace shadowdiff::json {

/// Keeps its working memory from text to text, so that a text costs one allocation: its tape. For
/// one thread.
class Parser {
public:
    Parser();

    ParseResult parse(Bytes text, const ParseLimits& limits = {});
    /// The text must outlive the document.
    ParseResult parse_borrowed(ByteView text, const ParseLimits& limits = {});
    /// The same, where the text is likely to be another document's but for some values and the
    /// order of members: what both have in common is not parsed again, or is arranged as there.
    ParseResult parse_borrowed(ByteView text, const Document& alike,
                               const ParseLimits& limits = {});

private:
    void read(ParseResult& into, const Document* alike, const ParseLimits& limits);
    bool read_with_replaced(const Document& alike, Document& document);
    bool read_as_arranged(const Document& alike, Document& document);

    StructuralIndex index_;
    std::vector<Replaced> replaced_;
    std::unique_ptr<Arrangements> arrangements_;
    std::uint64_t reading_;  // the last one
};

}  // namespace shadowdiff::json
