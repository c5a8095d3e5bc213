// Money is taken: by which tenders, with which references, and what change goes back.
// Guarantees: what is written down adds up to what there was to pay; change is given where the tender's row allows it; a tender that has a reference
// has a good one. Never: posts.   Begin with taken().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "books/rows.h"
#include "people/context.h"
#include "sell/ledger/tender.h"

namespace kwota::counter {

/// One of the things that a customer hands over, as it was typed.
struct HandedOver {
  std::string tender;
  std::string amount = {};     ///< empty: what the others leave to pay
  std::string reference = {};
};
struct Paying {
  std::vector<HandedOver> tenders;
  std::string tender = "cash", received = {};  ///< the short form of one alone: empty `received` is exact
  std::string outlet = {};  ///< code of the outlet out of whose float all of it comes; only sell/outlets says so
};

struct Taken {
  books::Tenders tenders;  ///< without the change; adds up to what there was to pay
  Money received, change;
};
/// Errors: tender_unknown {tender}, tender_twice {tender}, too_many_tenders {most}, tenders_and_tender, reference_missing {tender}, reference_bad {tender, least, most}, bad_amount,
/// over_precise, received_too_little {received, pay}, no_change {tender, pay}.
Result<Taken> taken(const Paying& paying, Money due, const books::Utility& utility);

/// Writes it into a sale's row: by what it was paid, and in full how much was there.
/// Nobody's slip pays twice: a number that paid something else in this shift of the till is refused, and one that is one for ever (TenderRow::once) wherever it paid. A terminal
/// counts its approvals anew from day to day, so that over a longer time one number is nobody's proof. Error `reference_used` {tender, reference, sale}.
Result<void> receive(const books::Reader& books, const Taken& taken, books::Sale& sale, books::Changes& changes);

/// Writes into a sale's row by what money goes back.
void hand_back(books::Sale& sale, books::Tenders back);

/// By what `amount` of an earlier sale is handed back: by what it was paid, and what is no cash first, so that no cash is made of it.
books::Tenders handed_back(const books::Sale& paid, Money amount);

}  // namespace kwota::counter
