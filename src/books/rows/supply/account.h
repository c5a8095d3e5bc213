// What changes in the life of an open account.
// Guarantees: a change is a row of its own that is never edited – it is withdrawn before it counts, or it counts from its moment on –; so
// what an account was sold by on any day can be said afterwards. Never: says what a sale cost; the sale does.
// Registers: AccountChange, MeterSwap, SchemeChange.   How they are asked: sell/counter/order/account_change.h, sell/counter/order/former_meter.h.
// Begin with AccountChange.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/rows/field/statement.h"
#include "books/table.h"

namespace kwota::books {

enum class AccountChangeStatus : std::uint8_t {
  agreed,     ///< counts from its moment on
  withdrawn,  ///< before it counted: the terms before it go on
};
constexpr auto words_of(AccountChangeStatus) { return std::array<std::string_view, 2>{"agreed", "withdrawn"}; }

/// By which price plan, as what class, for how many people and under which address an account is sold to from a moment on: one segment of its life. The first
/// change of an account brings a row for what it was opened with, too.
struct AccountChange {
  static constexpr auto table = "account_change";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 4> people{"changed_by", "approved_by", "withdrawn_by", "withdrawal_approved_by"};
  static constexpr std::array<std::string_view, 3> personal{"reason", "address", "address_before"};
  std::int64_t account = 0;
  std::int64_t number = 0;      ///< running in the account; 1: as it was opened
  std::string from;             ///< local date
  Instant begins;               ///< the beginning of that day; of a change for today the moment of its decision
  std::string plan;             ///< price plan id
  std::string usage_class;
  std::optional<std::int64_t> household_persons;  ///< people behind the meter; nothing: as before, or as who lives there is counted
  AccountChangeStatus state = AccountChangeStatus::agreed;
  std::string reason;
  Instant decided;
  std::string changed_by, approved_by;
  std::optional<Instant> withdrawn;
  std::string withdrawn_by, withdrawal_approved_by;
  std::string address, address_before;     ///< of the supply, by its service point; both empty: this change is about something else
  std::optional<Instant> address_written;  ///< since then the register of service points says it; corrected there, that stands
  template <class V> static void columns(V&& v) {
    v("account", &AccountChange::account); v("number", &AccountChange::number); v("from_date", &AccountChange::from);
    v("begins", &AccountChange::begins); v("plan", &AccountChange::plan); v("usage_class", &AccountChange::usage_class);
    v("heads", &AccountChange::household_persons); v("state", &AccountChange::state); v("reason", &AccountChange::reason);
    v("decided", &AccountChange::decided); v("changed_by", &AccountChange::changed_by); v("approved_by", &AccountChange::approved_by);
    v("withdrawn", &AccountChange::withdrawn); v("withdrawn_by", &AccountChange::withdrawn_by);
    v("withdrawal_approved_by", &AccountChange::withdrawal_approved_by);
    v("address", &AccountChange::address); v("address_before", &AccountChange::address_before); v("address_written", &AccountChange::address_written);
  }
  /// Those that count from some moment on, so that they are followed when it comes.
  static constexpr IndexOf<AccountChange> of_moment{{"account_change_moment", {"begins"}}};
  template <class V> static void indexes(V&& v) { v(of_moment); }
};

/// How a meter that leaves an account said what it still held.
enum class BalanceSource : std::uint8_t {
  by_card,
  by_link,
  typed,      ///< it could not be asked: two people read it off, or know it otherwise
  corrected,  ///< typed, and later its own word turned up: the difference is posted, and no other word counts any more
};
constexpr auto words_of(BalanceSource) { return std::array<std::string_view, 4>{"card", "link", "typed", "corrected"}; }

/// A meter took the place of another behind an open account. What the old one's word, whenever it comes, is held against.
struct MeterSwap {
  static constexpr auto table = "meter_swap";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> people{"swapped_by", "approved_by"};
  static constexpr std::array<std::string_view, 1> personal{"reason"};
  std::int64_t account = 0;
  std::int64_t number = 0;           ///< running in the account
  Instant time;
  MeterNumber old_meter, new_meter;
  std::string document;              ///< receipt number
  BalanceSource balance_source = BalanceSource::by_card;
  std::optional<Instant> installed;  ///< when the old meter began to serve this account, as far as the books know
  // The account's part of the old meter's book: numbers of instructions, statements before it.
  SequenceNumber first_number, last_number;
  std::int64_t statements_before = 0;
  std::uint32_t ct = 1, pt = 1;      ///< of the old meter
  std::optional<Energy> last_register;  ///< of the old meter when it was taken off
  Energy first_register;                ///< of the new one when it was put on
  Unit unit = Unit::money;           ///< of both meters' books
  Credit last_credit;                ///< that the old meter held, negative: overdraft; what was given for it is settled by it
  Credit carried_over;               ///< of sales that had not reached the old meter
  SequenceNumber carried_number;     ///< their number in its book; 0: none
  Money compensation;                ///< worth of what the new meter was given
  std::string in_doubt;              ///< receipts of sales that only the old meter's word can settle, comma separated
  std::string reason, swapped_by, approved_by;
  std::optional<Instant> corrected;
  Money difference;                  ///< of the correction; negative: too much had been given
  template <class V> static void columns(V&& v) {
    v("account", &MeterSwap::account); v("number", &MeterSwap::number); v("time", &MeterSwap::time); v("old_meter", &MeterSwap::old_meter);
    v("new_meter", &MeterSwap::new_meter); v("document", &MeterSwap::document); v("balance_source", &MeterSwap::balance_source);
    v("installed", &MeterSwap::installed); v("first_number", &MeterSwap::first_number); v("last_number", &MeterSwap::last_number);
    v("statements_before", &MeterSwap::statements_before); v("ct", &MeterSwap::ct); v("pt", &MeterSwap::pt);
    v("last_register", &MeterSwap::last_register); v("first_register", &MeterSwap::first_register); v("unit", &MeterSwap::unit);
    v("last_credit", &MeterSwap::last_credit); v("carried_over", &MeterSwap::carried_over); v("carried_number", &MeterSwap::carried_number);
    v("compensation", &MeterSwap::compensation); v("in_doubt", &MeterSwap::in_doubt); v("reason", &MeterSwap::reason);
    v("swapped_by", &MeterSwap::swapped_by); v("approved_by", &MeterSwap::approved_by); v("corrected", &MeterSwap::corrected);
    v("correction", &MeterSwap::difference);
  }
  static constexpr IndexOf<MeterSwap> of_old{{"meter_swap_old", {"old_meter"}}};
  static constexpr IndexOf<MeterSwap> of_new{{"meter_swap_new", {"new_meter"}}};
  template <class V> static void indexes(V&& v) { v(of_old); v(of_new); }
};

/// An open account goes on by another scheme: from card to line, from the meter to the server, and back.
struct SchemeChange {
  static constexpr auto table = "scheme_change";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> people{"changed_by", "approved_by"};
  static constexpr std::array<std::string_view, 1> personal{"reason"};
  std::int64_t account = 0;
  std::int64_t number = 0;           ///< running in the account
  Instant time;
  std::string from_scheme, to_scheme;
  std::string document;              ///< receipt number
  MeterNumber old_meter, new_meter;  ///< the same where the meter stays
  Money moved;                       ///< that lay in the meter and lies at the server now, or the other way; negative: owed by the customer
  std::int64_t cards_void = 0;       ///< cards of the account that carry no more
  std::string reason, changed_by, approved_by;
  template <class V> static void columns(V&& v) {
    v("account", &SchemeChange::account); v("number", &SchemeChange::number); v("time", &SchemeChange::time); v("from_scheme", &SchemeChange::from_scheme);
    v("to_scheme", &SchemeChange::to_scheme); v("document", &SchemeChange::document); v("old_meter", &SchemeChange::old_meter);
    v("new_meter", &SchemeChange::new_meter); v("moved", &SchemeChange::moved); v("cards_void", &SchemeChange::cards_void); v("reason", &SchemeChange::reason);
    v("changed_by", &SchemeChange::changed_by); v("approved_by", &SchemeChange::approved_by);
  }
};

}  // namespace kwota::books
