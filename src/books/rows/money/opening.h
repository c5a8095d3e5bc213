// What accounts had when they came from another program: money at the server, or credit in the meter with the meter's own count.
// Guarantees: one row an account, once; its money stands in the ledger against an account of its own, and what is taken back leaves the row, undone.
// Register: OpeningBalance.   How it comes in: sell/imports/opening_balances.h, docs/import.md.   Begin with OpeningBalance.
#pragma once
#include <array>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

enum class OpeningAt : std::uint8_t {
  server,  ///< money; negative: the customer owed it
  meter,   ///< credit that the meter holds
};
constexpr auto words_of(OpeningAt) { return std::array<std::string_view, 2>{"server", "meter"}; }

enum class OpeningStatus : std::uint8_t {
  stands,
  undone,  ///< the import was taken back
};
constexpr auto words_of(OpeningStatus) { return std::array<std::string_view, 2>{"stands", "undone"}; }

struct OpeningBalance {
  static constexpr auto table = "opening_balance";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"taken_by", "approved_by"};
  static constexpr Listed list{"opening-balances", "-account", {"account", "meter", "document"}, "customers_read"};
  std::int64_t account = 0;
  OpeningStatus state = OpeningStatus::stands;
  OpeningAt at = OpeningAt::server;
  MeterNumber meter;
  Money amount;          ///< what it is worth to the customer; negative: he owed it
  Unit unit = Unit::money;
  Credit credit;         ///< that the meter held; at the server none
  SequenceNumber count;  ///< of purchases, as the meter says
  std::string document;  ///< of the program before: the line of a list, a number
  std::string entry;     ///< of the ledger; undone: the entry that took it back stands beside it
  Instant taken;
  std::string taken_by, approved_by;
  template <class V> static void columns(V&& v) {
    v("account", &OpeningBalance::account); v("state", &OpeningBalance::state); v("kept_at", &OpeningBalance::at); v("meter", &OpeningBalance::meter);
    v("amount", &OpeningBalance::amount); v("unit", &OpeningBalance::unit); v("credit", &OpeningBalance::credit); v("count", &OpeningBalance::count);
    v("document", &OpeningBalance::document); v("entry", &OpeningBalance::entry); v("taken", &OpeningBalance::taken);
    v("taken_by", &OpeningBalance::taken_by); v("approved_by", &OpeningBalance::approved_by);
  }
  static constexpr IndexOf<OpeningBalance> of_meter{"opening_balance_meter", {"meter"}};
  template <class V> static void indexes(V&& v) { v(of_meter); }
};

}  // namespace kwota::books
