// What changes in the life of an open account.
// Guarantees: a change is a row of its own that is never edited – it is withdrawn before it counts, or it counts from its moment on –; so
// what an account was sold by on any day can be said afterwards. Never: says what a sale cost; the sale does.
// Registers: AccountChange.   How they are asked: sell/counter/account_change.h.   Begin with AccountChange.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/table.h"

namespace kwota::books {

enum class AccountChangeStatus : std::uint8_t {
  agreed,     ///< counts from its moment on
  withdrawn,  ///< before it counted: the terms before it go on
};
constexpr auto words_of(AccountChangeStatus) { return std::array<std::string_view, 2>{"agreed", "withdrawn"}; }

/// By which price plan, as what class and for how many people an account is sold to from a moment on: one segment of its life. The first change
/// of an account brings a row for what it was opened with, too.
struct AccountChange {
  static constexpr auto table = "account_change";
  static constexpr int key_columns = 2;
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
  template <class V> static void columns(V&& v) {
    v("account", &AccountChange::account); v("number", &AccountChange::number); v("from_date", &AccountChange::from);
    v("begins", &AccountChange::begins); v("plan", &AccountChange::plan); v("usage_class", &AccountChange::usage_class);
    v("heads", &AccountChange::household_persons); v("state", &AccountChange::state); v("reason", &AccountChange::reason);
    v("decided", &AccountChange::decided); v("changed_by", &AccountChange::changed_by); v("approved_by", &AccountChange::approved_by);
    v("withdrawn", &AccountChange::withdrawn); v("withdrawn_by", &AccountChange::withdrawn_by);
    v("withdrawal_approved_by", &AccountChange::withdrawal_approved_by);
  }
  /// Those that count from some moment on, so that they are followed when it comes.
  static constexpr IndexOf<AccountChange> of_moment{{"account_change_moment", {"begins"}}};
  template <class V> static void indexes(V&& v) { v(of_moment); }
};

}  // namespace kwota::books
