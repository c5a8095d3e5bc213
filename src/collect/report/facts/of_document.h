// Which documents a correction belongs to, beside its own receipt: receipts, credit notes, swaps, what a second person agreed to, the meter's own word.
// They are a column's text: whoever shows them as people call them reads them back with references_in().
// Guarantees: what is named stands in the books; nothing: it stands for itself, and for what somebody wrote as its reason.
// Begin with document_of().
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "books/reader.h"

namespace kwota::facts {

enum class ReferenceKind : std::uint8_t {
  paper,      ///< a receipt, a credit note, a swap: called by its number
  request,    ///< what a second person agreed to
  statement,  ///< what a meter said of itself
};

struct Reference {
  ReferenceKind kind = ReferenceKind::paper;
  std::string number;
  std::string meter{};  ///< of a statement: whose
  friend bool operator==(const Reference&, const Reference&) = default;
};

/// "R3-00010247, request/12, statement/000000123456/7"; the numbers of papers are the house's own and hold neither comma nor stroke.
std::string written(std::span<const Reference> documents);
/// What written() made; a part of another make is a paper, called by what it says.
std::vector<Reference> references_in(std::string_view text);

/// Of a receipt: what it takes back, with the credit note that says so; what it pays out of; where a meter's closing led to, or what the meter said to it; and what two persons agreed to.
std::string document_of(const books::Reader& books, const books::Sale& sale);

/// What a meter gave up, or was cleared of, that no receipt says.
struct GivenUp {
  std::optional<books::Sale> closing;  ///< that it obeyed; nothing: a clear card emptied the meter, or its next opening
  std::string document;                ///< the closing, or the swap that two persons had typed, or the meter's own word
};
GivenUp given_up_by(const books::Reader& books, const books::Entry& entry);

}  // namespace kwota::facts
