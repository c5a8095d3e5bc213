// The slip of other terms: by which plan, as what class, for how many people and under which address an account is sold to from a day on, with both persons where there were two.
// Guarantees: drawn by its layout, as receipts are; what stays as it is is not said as a change. Never: reads the books.   Begin with change_slip().
#pragma once
#include <optional>
#include <string>

#include "books/rows.h"
#include "sell/receipt/layout.h"
#include "sell/receipt/slip.h"

namespace kwota::receipt {

/// Terms as people call them.
struct NamedTerms {
  std::string plan, usage_class;
  std::int64_t persons = 0;  ///< 0: nobody knows
};
struct ChangePaper {
  books::AccountChange change;
  std::string customer, address, meter;  ///< whose account it is, as he is called now
  NamedTerms before, after;
  std::string changed_by, approved_by;   ///< people as they are called; the second empty: nobody was asked
  std::string withdrawn_by;              ///< one, or both of them; empty: it was not
};
Slip change_slip(const books::Utility& utility, const ChangePaper& paper, const Style& style, const Layout& layout = {});

}  // namespace kwota::receipt
