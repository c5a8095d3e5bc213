// The rows of the books: what the shop knows, as plain values. Each row names its table and its columns once, in
// `columns()`; the store creates tables, reads, writes, hashes and exports from that one list.
// Two kinds of rows:
//   registers  may change; every change is told by an audit entry that carries the hash of the new content
//              (columns that follow from chained rows: by the row that moved them on, store/draft/telling.h)
//   chained    are only ever appended; each carries the hash of the one before it in its chain
// Beside them stand sums that the store keeps of what the chains say: balances and the sheets of days (books/rows/money/sheet.h).
// Chains: a till's sales and entries, a vault's journal, a meter's instructions and statements, a station's audit, the key journal.
// Money is in minor units of the utility's currency, times are UTC, business days are local to the station.
#pragma once
#include "books/rows/field/journal.h"
#include "books/rows/field/key.h"
#include "books/rows/field/statement.h"
#include "books/rows/money/plan.h"
#include "books/rows/money/sale.h"
#include "books/rows/office/operator.h"
#include "books/rows/office/people.h"
#include "books/rows/office/utility.h"
#include "books/rows/supply/customer.h"
