// Which document a correction belongs to, beside its own receipt: receipts, credit notes, swaps; "request/12": what a second person agreed to; "statement/000000123456/7": the meter's own word.
// Guarantees: what is named stands in the books; nothing: it stands for itself, and for what somebody wrote as its reason.
// Begin with document_of().
#pragma once
#include <optional>
#include <string>

#include "books/reader.h"

namespace kwota::facts {

/// Of a receipt: what it takes back, with the credit note that says so; what it pays out of; where a meter's closing led to, or what the meter said to it; and what two persons agreed to.
std::string document_of(const books::Reader& books, const books::Sale& sale);

/// What a meter gave up, or was cleared of, that no receipt says.
struct GivenUp {
  std::optional<books::Sale> closing;  ///< that it obeyed; nothing: a clear card emptied the meter, or its next opening
  std::string document;                ///< the closing, or the swap that two persons had typed, or the meter's own word
};
GivenUp given_up_by(const books::Reader& books, const books::Entry& entry);

}  // namespace kwota::facts
