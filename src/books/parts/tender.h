// By what money changes hands: a tender's name, and what of a sale was paid by which. What each tender needs and where its money
// lies stands in sell/ledger/tender.h, which has a row for every one of them.
// Begin with Tendered.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/core/core.h"
#include "base/words.h"
#include "books/parts/values.h"

namespace kwota::books {

enum class Tender : std::uint8_t {
  cash,
  card,      ///< a bank card at the counter's terminal
  transfer,  ///< from bank to bank
  cheque,
  wallet,    ///< a telephone that pays
  outlet,    ///< the float of who sells for the utility: his code is the reference
};
constexpr auto words_of(Tender) { return std::array<std::string_view, 6>{"cash", "card", "transfer", "cheque", "wallet", "outlet"}; }

/// What of a sale's money went by one tender. Negative: handed back by it.
struct Tendered {
  Tender tender = Tender::cash;
  Money amount;           ///< without the change
  std::string reference;  ///< approval of the terminal, number of the cheque: letters, digits, hyphens; of cash none
  friend bool operator==(const Tendered&, const Tendered&) = default;
};
struct Tenders : std::vector<Tendered> {
  using std::vector<Tendered>::vector;
  Money sum() const;
  Money of(Tender tender) const;
};

/// "cash=6000;card=4000:A41F77", empty: none.
std::string to_text(const Tenders& tenders);
/// What is no such text is one part of no tender, so that it never stands for what the books said before.
Tenders parse_tenders(std::string_view text);

template <class Sink>
void put(Sink& sink, const Tenders& value) { sink.text_copy(to_text(value)); }
inline void get(const ValueSource& from, int column, Tenders& value) { value = parse_tenders(from.get_text(column)); }

}  // namespace kwota::books
