// Tenders: by what a customer pays, as one declared list. From a row follow what the counter asks for, the ledger account in which its money lies
// until the shift is closed, where it goes then, and how it is counted. A new tender is a line there and its name in books/parts/tender.h.
// Begin with tenders().
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "books/rows.h"
#include "books/parts/tender.h"

namespace kwota::ledger {

using books::Tender;
using books::Tenders;

/// Letters of a reference.
enum class Letters : std::uint8_t {
  digits,
  mixed,  ///< letters, digits and hyphens
};
constexpr auto words_of(Letters) { return std::array<std::string_view, 2>{"digits", "mixed"}; }

struct TenderRow {
  Tender tender;
  bool change = false;       ///< more may be handed over than there is to pay
  bool counted = false;      ///< notes and coins are counted blind; of others the slips are added up
  bool once = false;         ///< its numbers are one for ever: whoever gives them counts nothing anew
  bool bankable = false;     ///< somebody carries it to the bank: notes, coins, cheques. Of the rest a bank or the wallet's house pays by itself
  std::size_t reference_min = 0, reference_max = 0;  ///< letters; 0: it has none
  Letters letters = Letters::digits;
};

/// All that a till takes, in the order of the enumeration. An outlet's float is none: what customers give an outlet is the outlet's.
std::span<const TenderRow> tenders();
/// Of a word that is none, as somebody may have written it behind our back: it has no row.
const TenderRow* row_of(Tender tender);

/// What of a sale went by which tender: what its row says, else all of it in cash; nothing of what moves no money.
Tenders parts_of(const books::Sale& sale);
/// The same as legs at the sale's till, or at the float of the outlet that sold: into it positive, out of it negative.
std::vector<books::Leg> at_till(const books::Sale& sale);

}  // namespace kwota::ledger
