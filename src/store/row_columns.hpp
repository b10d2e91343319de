// SPDX-License-Identifier: Apache-2.0
// Result rows -> the structs of rows.hpp, column by column in the order of the reader's queries.
#pragma once

#include "store/body_table.hpp"
#include "store/rows.hpp"
#include "store/statement.hpp"

namespace shadowdiff::store {

RunRow run_of(RowReader row);
TallyRow tally_of(RowReader row);  // without its minute, which was summed over
NoiseRow noise_of(RowReader row);
FindingRow finding_of(RowReader row);
ShownRow shown_of(RowReader row);
AnswerRow answer_of(RowReader row, BodyReader& bodies);
DifferenceRow difference_of(RowReader row);
ExchangeRow exchange_of(RowReader row);  // the light row
void read_request(RowReader row, BodyReader& bodies, ExchangeRow& into);

}  // namespace shadowdiff::store
