// SPDX-License-Identifier: Apache-2.0
#include "http/section_reader.hpp"

#include <utility>

namespace shadowdiff::http {

void SectionReader::drop_line_ends(ByteView& input) {
    while (!has_begun() && !input.empty()) {
        if (input.front() == '\n') {
            waits_for_lf_ = false;
            input.remove_prefix(1);
            continue;
        }
        if (waits_for_lf_) {  // that CR was no line end: it belongs to the first line
            waits_for_lf_ = false;
            buffer_ = "\r";
            line_bytes_ = 1;
            return;
        }
        if (input.front() != '\r') return;
        waits_for_lf_ = true;
        input.remove_prefix(1);
    }
}

ReadOutcome SectionReader::take(ByteView& input) {
    std::size_t position = 0;
    while (position < input.size()) {
        const auto lf = input.find('\n', position);
        const auto end = lf == ByteView::npos ? input.size() : lf;
        const auto part = input.substr(position, end - position);
        // A CR that stands alone is empty; one in front of other bytes is not.
        line_is_empty_ = line_is_empty_ && (part.empty() || (part == "\r" && line_bytes_ == 0));
        line_bytes_ += part.size();
        if (line_bytes_ > line_bytes_max_) return ReadOutcome::line_too_long;
        if (buffer_.size() + end > section_bytes_max_) return ReadOutcome::section_too_long;
        if (lf == ByteView::npos) break;
        position = lf + 1;
        if (line_is_empty_) return end_at(input, position);
        line_bytes_ = 0;
        line_is_empty_ = true;
    }
    buffer_.append(input);
    input = {};
    return ReadOutcome::incomplete;
}

ReadOutcome SectionReader::end_at(ByteView& input, std::size_t size) {
    if (buffer_.empty()) {
        section_ = input.substr(0, size);
    } else {
        buffer_.append(input.substr(0, size));
        whole_ = std::exchange(buffer_, {});
        section_ = whole_;
    }
    input.remove_prefix(size);
    line_bytes_ = 0;
    line_is_empty_ = true;
    return ReadOutcome::complete;
}

ReadOutcome LineReader::take(ByteView& input) {
    const auto lf = input.find('\n');
    const auto size = lf == ByteView::npos ? input.size() : lf + 1;
    if (buffer_.size() + size > line_bytes_max_) return ReadOutcome::line_too_long;
    const auto part = input.substr(0, size);
    input.remove_prefix(size);
    if (lf == ByteView::npos) {
        buffer_.append(part);
        return ReadOutcome::incomplete;
    }
    if (buffer_.empty()) {
        line_ = part;
        return ReadOutcome::complete;
    }
    whole_ = std::exchange(buffer_, {}).append(part);
    line_ = whole_;
    return ReadOutcome::complete;
}

}  // namespace shadowdiff::http
