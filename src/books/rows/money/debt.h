// What customers owe by name: each debt with its owner, its kind, where it comes from, how it is recovered, and its pause.
// Guarantees: a row never says what is left – the ledger does, so that a reversed sale gives back what it recovered and nobody has to remember it –;
// what was agreed upon is changed by a person, and told by the audit. Never: a debt below zero.
// Registers: Debt, DebtInstalment, DebtRate, DebtInterest.   How they are asked: sell/debt/debts.h.   Begin with Debt.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

enum class DebtOrigin : std::uint8_t {
  document,        ///< two persons entered it by a document: arrears of before, a bill, a fine
  connection_fee,  ///< paid in parts with what is bought
  claim,           ///< left an account's balance: an overdraft, arrears at the server, the end of a supply
};
constexpr auto words_of(DebtOrigin) { return std::array<std::string_view, 3>{"document", "connection_fee", "claim"}; }

/// What a sale recovers of it.
enum class DebtRule : std::uint8_t {
  at_counter,  ///< nothing: it is paid by itself
  first,       ///< all of it before anything is bought
  percent,     ///< of each payment
  fixed,       ///< an amount with each payment
  monthly,     ///< an amount a month: what has fallen due and is not paid
  plan,        ///< its instalments: those that have fallen due and are not paid
};
constexpr auto words_of(DebtRule) { return std::array<std::string_view, 6>{"at_counter", "first", "percent", "fixed", "monthly", "plan"}; }

struct Debt {
  static constexpr auto table = "debt";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 4> people{"paused_by", "pause_approved_by", "raised_by", "approved_by"};
  static constexpr std::array<std::string_view, 4> days{"interest_to", "since_day", "pause_from", "pause_until"};
  static constexpr std::array<std::string_view, 2> personal{"pause_reason", "remark"};
  static constexpr Listed list{.name = "debts", .sort = "-number", .searched = {"document", "account", "customer"}, .right = "customers_read",
                               .shown = {"number", "account", "customer_name", "kind", "since_day", "amount", "recovered", "left", "rule", "state", "remark", "document"},
                               .technical = {"percent_e2", "interest_e2"}};
  std::int64_t number = 0;
  std::int64_t account = 0;
  CustomerNumber customer;          ///< who owes it; stays when the account becomes another's and the debt does not go with it
  std::string kind;                 ///< code of the table `debt_kind`
  DebtOrigin origin = DebtOrigin::document;
  std::string document;             ///< its number, or the receipt by which it was claimed
  Money amount;                     ///< of all that was raised, and of the interest on it
  std::int64_t interest_e2 = 0;     ///< percent a year on what is left of what was raised, as it was agreed upon last (DebtRate says since when): 6.25 % is 625; 0: none
  Money interest;                   ///< charged so far, a part of `amount`
  std::string interest_to;          ///< local date up to which months are charged, at first the day from which it bears any; empty: it never bore any
  Money written_off;                ///< by two persons
  Instant raised;
  std::string since;                ///< local date from which its age counts
  DebtRule rule = DebtRule::at_counter;
  std::int64_t percent_e2 = 0;      ///< of rule percent: 20.5 % is 2050
  Money part;                       ///< of rules fixed and monthly
  std::string from;                 ///< local date: the first part of a month, the beginning of the plan
  Money rest_at_rule;               ///< what was left when this rule was agreed: parts that fall due count from there
  std::int64_t plan = 0;            ///< which of its plans counts; 0: none
  std::string pause_from, pause_until;  ///< local dates, both included; empty: none
  std::string pause_reason, paused_by, pause_approved_by;
  std::string remark;               ///< legal note
  std::string raised_by, approved_by;
  Instant changed;
  template <class V> static void columns(V&& v) {
    v("number", &Debt::number); v("account", &Debt::account); v("customer", &Debt::customer); v("kind", &Debt::kind); v("origin", &Debt::origin);
    v("document", &Debt::document); v("amount", &Debt::amount); v("interest_e2", &Debt::interest_e2); v("interest", &Debt::interest);
    v("interest_to", &Debt::interest_to); v("written_off", &Debt::written_off); v("raised", &Debt::raised);
    v("since_day", &Debt::since); v("rule", &Debt::rule); v("percent_e2", &Debt::percent_e2); v("part", &Debt::part); v("rule_from", &Debt::from);
    v("rest_at_rule", &Debt::rest_at_rule); v("plan_number", &Debt::plan); v("pause_from", &Debt::pause_from); v("pause_until", &Debt::pause_until);
    v("pause_reason", &Debt::pause_reason); v("paused_by", &Debt::paused_by); v("pause_approved_by", &Debt::pause_approved_by);
    v("remark", &Debt::remark); v("raised_by", &Debt::raised_by); v("approved_by", &Debt::approved_by); v("changed", &Debt::changed);
  }
  /// In the order in which they are recovered.
  static constexpr IndexOf<Debt> of_account{{"debt_account", {"account", "number"}}};
  static constexpr IndexOf<Debt> of_customer{{"debt_customer", {"customer", "number"}}};
  template <class V> static void indexes(V&& v) { v(of_account); v(of_customer); }
};

/// The interest that two persons agreed upon, from a day on: of each month the one of its first day. Once its day has come it is never changed; another one follows it.
struct DebtRate {
  static constexpr auto table = "debt_rate";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> people{"agreed_by", "approved_by"};
  std::int64_t debt = 0;
  std::string from;        ///< local date
  std::int64_t rate_e2 = 0;
  std::string agreed_by, approved_by;
  Instant agreed;
  template <class V> static void columns(V&& v) {
    v("debt", &DebtRate::debt); v("from_day", &DebtRate::from); v("rate_e2", &DebtRate::rate_e2); v("agreed_by", &DebtRate::agreed_by);
    v("approved_by", &DebtRate::approved_by); v("agreed", &DebtRate::agreed);
  }
};

/// A month's interest on a debt: charged once, never taken back; what is not to be paid of it is written off.
struct DebtInterest {
  static constexpr auto table = "debt_interest";
  static constexpr int key_columns = 2;
  std::int64_t debt = 0;
  std::string from;        ///< local date on which the month began
  std::string to;          ///< and on which the next one begins
  Money principal;         ///< what was left of what was raised
  std::int64_t rate_e2 = 0;
  Money amount;            ///< a twelfth of the year's, rounded down
  Money left;              ///< of all that was owed, this month with it: what of it is not principal is interest that waits to be paid
  Instant charged;
  template <class V> static void columns(V&& v) {
    v("debt", &DebtInterest::debt); v("from_day", &DebtInterest::from); v("to_day", &DebtInterest::to); v("principal", &DebtInterest::principal);
    v("rate_e2", &DebtInterest::rate_e2); v("amount", &DebtInterest::amount); v("left_owed", &DebtInterest::left); v("charged", &DebtInterest::charged);
  }
  template <class V> static void indexes(V&&) {}
};

/// A part of a plan. Another plan is other rows; those of the former one stay.
struct DebtInstalment {
  static constexpr auto table = "debt_instalment";
  static constexpr int key_columns = 3;
  std::int64_t debt = 0;
  std::int64_t plan = 0;    ///< running in the debt
  std::int64_t number = 0;  ///< running in the plan
  std::string due;          ///< local date
  Money amount;
  template <class V> static void columns(V&& v) {
    v("debt", &DebtInstalment::debt); v("plan_number", &DebtInstalment::plan); v("number", &DebtInstalment::number); v("due", &DebtInstalment::due);
    v("amount", &DebtInstalment::amount);
  }
  template <class V> static void indexes(V&&) {}
};

}  // namespace kwota::books
