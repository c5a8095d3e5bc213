// What was sold and what money moved: sales with their state, entries and balances of the ledger, instructions to meters.
#pragma once
#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/parts/operation.h"
#include "books/parts/sale_status.h"
#include "books/parts/tender.h"
#include "books/table.h"

namespace kwota::books {

/// Where a sale stands; the sale itself never changes.
struct SaleState {
  static constexpr auto table = "sale_state";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 3> follows{"state", "since", "reprints"};
  std::string sale;    ///< receipt number
  SaleStatus state = SaleStatus::booked;
  Instant since;
  std::int64_t reprints = 0;
  template <class V> static void columns(V&& v) { v("sale", &SaleState::sale); v("state", &SaleState::state); v("since", &SaleState::since); v("reprints", &SaleState::reprints); }
};

/// A number by which something was paid, of a tender whose numbers are one for ever: a bank gives each transfer its own.
struct PaidReference {
  static constexpr auto table = "paid_reference";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> follows{"sale"};
  Tender tender = Tender::cash;
  std::string reference;
  std::string sale;  ///< receipt number of what it paid last: it may pay again where that never happened
  template <class V> static void columns(V&& v) { v("tender", &PaidReference::tender); v("reference", &PaidReference::reference); v("sale", &PaidReference::sale); }
};

/// Balance of a ledger account: the sum of its legs, kept so that nobody has to add them up. Recomputed by verify.
struct Balance {
  static constexpr auto table = "balance";
  static constexpr int key_columns = 1;
  std::string account;
  Money amount;
  template <class V> static void columns(V&& v) { v("account", &Balance::account); v("amount", &Balance::amount); }
};

/// A paid (or given, or given back) thing. `number` is the receipt number: station prefix and running number without gaps.
struct Sale {
  static constexpr auto table = "sale";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"operator", "approved_by"};
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  static constexpr std::array<std::string_view, 7> kept_once{"operator_full_name", "plan_version", "usage_class", "scheme", "village", "area", "names"};
  static constexpr std::array<std::string_view, 2> places{"village", "area"};
  static constexpr std::array<std::string_view, 1> of_one_shape{"document"};
  static constexpr Composed composed{"chain", {"till/", "=station", "/", "=till"}};
  static constexpr std::array<std::string_view, 1> personal{"reason"};
  std::string number;
  std::string chain;         ///< "till/<station>/<till>"
  Hex client_key;            ///< idempotency key, unique
  Hex request_hash;          ///< of the request that came with it: the same key with other content is refused
  Operation kind = Operation::recharge;  ///< what booked it
  std::string action;        ///< the permission that was used, as the draft of the group knows it: a sale is its own entry in the audit trail
  std::string station, till;
  std::int64_t shift = 0;
  std::string operator_name;
  std::string operator_full_name;  ///< that day, for the slip
  std::string approved_by, reason;
  Instant time;
  std::string business_day;  ///< local date
  std::int64_t account = 0;
  CustomerNumber customer;
  MeterNumber meter;
  std::optional<CardSerial> card;
  Money tendered;            ///< negative when money went out
  Tenders tenders;           ///< by what it was paid; none: all of it in cash
  Unit unit = Unit::money;   ///< of its credit
  Credit credit;             ///< that the meter shall get (0 for a take-back, negative for a deduction)
  SequenceNumber n;          ///< sequence number; 0 when nothing is carried
  std::uint32_t revision = 0;
  std::string plan, plan_version;
  std::string usage_class, scheme;  ///< of the account when it was booked: what it is counted under for ever
  std::string village, area;        ///< where its supply was then, and on which transformer: what it is counted under, too
  std::string names;         ///< JSON: of house, customer and plan, as the slip said them that day
  /// JSON: quote lines, and what else the slip shows that no column says. "@2021": the archive of that year has it, and is not at hand.
  std::string document;
  std::string original;      ///< receipt number of the sale that this one takes back or refunds
  bool one_hand = false;     ///< it undoes what the same operator had booked: for the slip and the auditor
  template <class V> static void columns(V&& v) {
    v("number", &Sale::number); v("chain", &Sale::chain); v("client_key", &Sale::client_key); v("request_hash", &Sale::request_hash);
    v("kind", &Sale::kind); v("action", &Sale::action); v("station", &Sale::station); v("till", &Sale::till); v("shift", &Sale::shift); v("operator", &Sale::operator_name);
    v("operator_full_name", &Sale::operator_full_name); v("approved_by", &Sale::approved_by); v("reason", &Sale::reason); v("time", &Sale::time); v("business_day", &Sale::business_day);
    v("account", &Sale::account); v("customer", &Sale::customer); v("meter", &Sale::meter); v("card", &Sale::card); v("tendered", &Sale::tendered); v("tenders", &Sale::tenders);
    v("unit", &Sale::unit); v("credit", &Sale::credit); v("n", &Sale::n); v("revision", &Sale::revision); v("plan", &Sale::plan); v("plan_version", &Sale::plan_version);
    v("usage_class", &Sale::usage_class); v("scheme", &Sale::scheme); v("village", &Sale::village); v("area", &Sale::area);
    v("names", &Sale::names); v("document", &Sale::document); v("original", &Sale::original); v("one_hand", &Sale::one_hand);
  }
  /// The year whose archive would have to be at hand; 0: its document is here.
  std::int64_t away() const { return document.starts_with('@') ? std::strtoll(document.c_str() + 1, nullptr, 10) : 0; }
  static constexpr IndexOf<Sale> by_client_key{{"sale_client_key", {"client_key"}, {Only::When::filled, "client_key"}, true}};
  static constexpr IndexOf<Sale> of_account{{"sale_account", {"account"}}};
  static constexpr IndexOf<Sale> of_shift{{"sale_shift", {"station", "till", "shift"}}};
  template <class V> static void indexes(V&& v) { v(by_client_key); v(of_account); v(of_shift); }
};

/// One side of an entry. Positive: debit; negative: credit; the legs of an entry add up to zero.
struct Leg {
  std::string account;
  Money amount;
  friend bool operator==(const Leg&, const Leg&) = default;
};

/// Money moves only here.
struct Entry {
  static constexpr auto table = "entry";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  std::string number;   ///< "<sale number>" or "<sale number>/2", "shift/<till>/<n>"
  std::string chain;
  Instant time;
  std::string business_day;
  Operation what = Operation::recharge;  ///< what posted it
  std::int64_t account = 0;  ///< of the customer whose money moves; 0: of the house alone (floats, takings)
  std::vector<Leg> legs;
  template <class V> static void columns(V&& v) {
    v("number", &Entry::number); v("chain", &Entry::chain); v("time", &Entry::time); v("business_day", &Entry::business_day); v("what", &Entry::what);
    v("account", &Entry::account); v("legs", &Entry::legs);
  }
};

enum class InstructionKind : std::uint8_t {
  credit,
  voided,
  closing,
  withdrawn,  ///< the revision before it never left the house, the meter gets none
};
constexpr auto words_of(InstructionKind) { return std::array<std::string_view, 4>{"credit", "void", "closing", "withdrawn"}; }

/// What a meter shall do: one revision of one sequence number. The meter takes one revision of each n, once.
struct Instruction {
  static constexpr auto table = "instruction";
  static constexpr int key_columns = 3;
  static constexpr Composed composed{"chain", {"meter/", "=meter"}};
  MeterNumber meter;
  SequenceNumber n;
  std::uint32_t revision = 0;
  std::string chain;   ///< "meter/<number>"
  InstructionKind kind = InstructionKind::credit;
  Unit unit = Unit::money;
  Credit amount;       ///< differs from the amounts of all other revisions of n, so that a statement names the winner
  std::string sales;   ///< receipt numbers it carries, comma separated
  Instant time;
  template <class V> static void columns(V&& v) {
    v("meter", &Instruction::meter); v("n", &Instruction::n); v("revision", &Instruction::revision); v("chain", &Instruction::chain);
    v("kind", &Instruction::kind); v("unit", &Instruction::unit); v("amount", &Instruction::amount); v("sales", &Instruction::sales); v("time", &Instruction::time);
  }
};

}  // namespace kwota::books
