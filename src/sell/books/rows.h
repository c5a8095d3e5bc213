// The rows of the books: what the shop knows, as plain values. Each row names its table and its columns once, in
// `columns()`; the store creates tables, reads, writes, hashes and exports from that one list.
// Two kinds of rows:
//   registers  may change; every change is told by an audit entry that carries the hash of the new content
//   chained    are only ever appended; each carries the hash of the one before it in its chain
// Chains: a till's sales and entries, a vault's journal, a meter's instructions and statements, a station's audit, the key journal.
// Money is in minor units of the utility's currency, times are UTC, business days are local to the station.
#pragma once
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/core/core.h"
#include "base/time.h"
#include "sell/books/key_rows.h"
#include "sell/books/nature.h"
#include "sell/books/people_rows.h"
#include "sell/books/sale_status.h"

namespace kwota::books {

// ---- registers ------------------------------------------------------------------------------------------------------

/// The one row about ourselves.
struct Utility {
  static constexpr auto table = "utility";
  static constexpr int key_columns = 1;
  std::string code = "main";
  std::string name;
  std::string currency;  ///< ISO 4217
  int minor_digits = 2;
  std::string zone;      ///< IANA
  std::uint32_t county = 0;  ///< area code that decides keys
  Money supplement_limit, refund_limit, over_short_limit;  ///< above: a second person
  Money large_sale;                                        ///< above: an extra confirmation at the counter
  Money hoarding_limit;                                    ///< most credit a meter may hold
  Money card_fee;                                          ///< taken for a replacement card
  bool one_person = false;              ///< nobody else is there to be the second pair of eyes (docs/people.md)
  std::optional<Instant> installed;     ///< when the first shift was opened: until then the administrator works alone
  Nature nature = Nature::real;                            ///< from the first group on, for ever
  std::int64_t hand_back_hours = 24;                       ///< how long a payment may be handed back; 0: never
  template <class V> static void columns(V&& v) {
    v("code", &Utility::code); v("name", &Utility::name); v("currency", &Utility::currency); v("minor_digits", &Utility::minor_digits);
    v("zone", &Utility::zone); v("county", &Utility::county); v("supplement_limit", &Utility::supplement_limit);
    v("refund_limit", &Utility::refund_limit); v("over_short_limit", &Utility::over_short_limit); v("large_sale", &Utility::large_sale);
    v("hoarding_limit", &Utility::hoarding_limit); v("card_fee", &Utility::card_fee);
    v("one_person", &Utility::one_person); v("installed", &Utility::installed);
    v("nature", &Utility::nature);
    v("hand_back_hours", &Utility::hand_back_hours);
  }
};

struct Station {
  static constexpr auto table = "station";
  static constexpr int key_columns = 1;
  std::string code;
  std::string name;
  std::string receipt_prefix;  ///< "R3"
  template <class V> static void columns(V&& v) { v("code", &Station::code); v("name", &Station::name); v("receipt_prefix", &Station::receipt_prefix); }
};

/// A village (kind "village") or a transformer area (kind "area") below a station.
struct Place {
  static constexpr auto table = "place";
  static constexpr int key_columns = 1;
  std::string code;
  std::string kind;
  std::string name;
  std::string station;
  std::string parent;  ///< code of the village of an area; empty at the top
  template <class V> static void columns(V&& v) {
    v("code", &Place::code); v("kind", &Place::kind); v("name", &Place::name); v("station", &Place::station); v("parent", &Place::parent);
  }
};

struct Till {
  static constexpr auto table = "till";
  static constexpr int key_columns = 2;
  std::string station;
  std::string code;
  std::string name;
  std::int64_t next_receipt = 1;
  std::int64_t next_shift = 1;
  std::string reader;  ///< PC/SC name of its card reader: nobody else's cards lie there; empty: not chosen yet
  template <class V> static void columns(V&& v) {
    v("station", &Till::station); v("code", &Till::code); v("name", &Till::name); v("next_receipt", &Till::next_receipt); v("next_shift", &Till::next_shift);
    v("reader", &Till::reader);
  }
};

enum class CustomerStatus : std::uint8_t {
  active,
  blocked,  ///< nothing is sold to him
};
constexpr auto words_of(CustomerStatus) { return std::array<std::string_view, 2>{"active", "blocked"}; }

struct Customer {
  static constexpr auto table = "customer";
  static constexpr int key_columns = 1;
  CustomerNumber number;
  std::string name;
  std::string kind = "person";  ///< person, company
  std::string phone, identity_number, address, language;
  std::string place;            ///< village
  CustomerStatus state = CustomerStatus::active;
  std::string state_reason;
  Instant created;
  std::string station;          ///< where he was registered; empty: everybody's
  template <class V> static void columns(V&& v) {
    v("number", &Customer::number); v("name", &Customer::name); v("kind", &Customer::kind); v("phone", &Customer::phone);
    v("identity_number", &Customer::identity_number); v("address", &Customer::address); v("language", &Customer::language);
    v("place", &Customer::place); v("state", &Customer::state); v("state_reason", &Customer::state_reason); v("created", &Customer::created);
    v("station", &Customer::station);
  }
};

struct ServicePoint {
  static constexpr auto table = "service_point";
  static constexpr int key_columns = 1;
  std::string code;
  std::string address;
  std::string place;  ///< village
  std::string area;   ///< transformer area
  std::string state = "active";
  template <class V> static void columns(V&& v) {
    v("code", &ServicePoint::code); v("address", &ServicePoint::address); v("place", &ServicePoint::place); v("area", &ServicePoint::area);
    v("state", &ServicePoint::state);
  }
};

enum class MeterStatus : std::uint8_t {
  stock,
  installed,
  removed,
};
constexpr auto words_of(MeterStatus) { return std::array<std::string_view, 3>{"stock", "installed", "removed"}; }

struct Meter {
  static constexpr auto table = "meter";
  static constexpr int key_columns = 1;
  MeterNumber number;
  std::string model;
  std::string maker;
  std::uint32_t ct = 1, pt = 1;
  std::string service_point;
  MeterStatus state = MeterStatus::stock;
  // The meter's book: what we have asked of it and what it has said.
  SequenceNumber sold;           ///< n of the newest instruction
  std::uint32_t revision = 0;    ///< newest revision of that n
  SequenceNumber applied;        ///< newest n that a statement confirms
  std::int64_t statements = 0;   ///< how many statements are stored
  KeyNumber key_version;         ///< of the keys that it holds, as it said last
  template <class V> static void columns(V&& v) {
    v("number", &Meter::number); v("model", &Meter::model); v("maker", &Meter::maker); v("ct", &Meter::ct); v("pt", &Meter::pt);
    v("service_point", &Meter::service_point); v("state", &Meter::state); v("sold", &Meter::sold); v("revision", &Meter::revision);
    v("applied", &Meter::applied); v("statements", &Meter::statements); v("key_version", &Meter::key_version);
  }
};

enum class AccountStatus : std::uint8_t {
  draft,  ///< prepared at the office: nothing was sold yet
  open,
  closing,  ///< the meter has its last word to say
  closed,
};
constexpr auto words_of(AccountStatus) { return std::array<std::string_view, 4>{"draft", "open", "closing", "closed"}; }

/// An account joins a customer, a service point and a meter for a time ("supply" in the design).
struct Account {
  static constexpr auto table = "account";
  static constexpr int key_columns = 1;
  std::int64_t number = 0;  ///< 6 digits and more, given by us
  std::string station;
  CustomerNumber customer;
  std::string service_point;
  MeterNumber meter;
  std::string plan;         ///< price plan id
  std::string usage_class;
  std::int64_t heads = 0;   ///< people behind the meter, 0 unknown
  AccountStatus state = AccountStatus::draft;
  std::optional<Instant> opened, closed;
  std::string charged;      ///< JSON: what standing charges were taken last (tariffs.md section 9, `charged`)
  // Where this account begins in its meter's book: what lies before it is another customer's.
  SequenceNumber first_number;          ///< number of its first credit; opened without one: what the meter had taken then
  std::int64_t statements_before = 0;   ///< statements of the meter that were stored before it was opened
  template <class V> static void columns(V&& v) {
    v("number", &Account::number); v("station", &Account::station); v("customer", &Account::customer); v("service_point", &Account::service_point);
    v("meter", &Account::meter); v("plan", &Account::plan); v("usage_class", &Account::usage_class); v("heads", &Account::heads);
    v("state", &Account::state); v("opened", &Account::opened); v("closed", &Account::closed); v("charged", &Account::charged);
    v("first_number", &Account::first_number); v("statements_before", &Account::statements_before);
  }
};

enum class CardStatus : std::uint8_t {
  fresh,  ///< being written
  active,
  blocked,
  replaced,
  closed,  ///< with its account
  spoiled,  ///< its issue was broken off
};
constexpr auto words_of(CardStatus) { return std::array<std::string_view, 6>{"new", "active", "blocked", "replaced", "closed", "spoiled"}; }

struct Card {
  static constexpr auto table = "card";
  static constexpr int key_columns = 1;
  CardSerial serial;
  std::string product;          ///< name of the table in carry/cards
  std::string kind = "user";    ///< user, preset, clear
  std::int64_t account = 0;
  std::int64_t issue_number = 1;
  CardStatus state = CardStatus::fresh;
  std::string state_reason;
  Instant issued;
  std::string valid_to;         ///< local date
  KeyNumber key_version;        ///< of the keys that were written into it
  template <class V> static void columns(V&& v) {
    v("serial", &Card::serial); v("product", &Card::product); v("kind", &Card::kind); v("account", &Card::account);
    v("issue_number", &Card::issue_number); v("state", &Card::state); v("state_reason", &Card::state_reason); v("issued", &Card::issued);
    v("valid_to", &Card::valid_to); v("key_version", &Card::key_version);
  }
};

/// A price plan's head; its versions are rows of their own.
struct Plan {
  static constexpr auto table = "plan";
  static constexpr int key_columns = 1;
  std::string id;
  std::string name;
  std::string source;  ///< where the prices are published
  std::string head;    ///< JSON of the plan without versions (tariffs.md section 8)
  template <class V> static void columns(V&& v) { v("id", &Plan::id); v("name", &Plan::name); v("source", &Plan::source); v("head", &Plan::head); }
};

/// Of a version of a price plan.
enum class PlanStatus : std::uint8_t {
  draft,
  published,
  withdrawn,
};
constexpr auto words_of(PlanStatus) { return std::array<std::string_view, 3>{"draft", "published", "withdrawn"}; }

struct PlanVersion {
  static constexpr auto table = "plan_version";
  static constexpr int key_columns = 2;
  std::string plan;
  std::string from;   ///< local date or date-time of the plan's zone
  std::string text;   ///< JSON of the version
  PlanStatus state = PlanStatus::published;
  std::string published_by, approved_by;
  std::string withdrawn_by, withdrawal_approved_by;  ///< it was published once: until it is again, the prices before it go on from its day
  template <class V> static void columns(V&& v) {
    v("plan", &PlanVersion::plan); v("from_date", &PlanVersion::from); v("text", &PlanVersion::text); v("state", &PlanVersion::state);
    v("published_by", &PlanVersion::published_by); v("approved_by", &PlanVersion::approved_by);
    v("withdrawn_by", &PlanVersion::withdrawn_by); v("withdrawal_approved_by", &PlanVersion::withdrawal_approved_by);
  }
};

/// Code tables (C3): usage_class, multiplier, capacity, maker, model (value: its rates), constant, handheld_maker, reason, fee.
struct Code {
  static constexpr auto table = "code";
  static constexpr int key_columns = 2;
  std::string kind;
  std::string code;
  std::string name_zh, name_en, name_ru;
  std::string value;
  bool active = true;
  template <class V> static void columns(V&& v) {
    v("kind", &Code::kind); v("code", &Code::code); v("name_zh", &Code::name_zh); v("name_en", &Code::name_en); v("name_ru", &Code::name_ru);
    v("value", &Code::value); v("active", &Code::active);
  }
};

enum class OperatorStatus : std::uint8_t {
  locked,
  active,
  removed,
};
constexpr auto words_of(OperatorStatus) { return std::array<std::string_view, 3>{"locked", "active", "removed"}; }

struct Operator {
  static constexpr auto table = "operator";
  static constexpr int key_columns = 1;
  std::string name;       ///< sign-in name
  std::string full_name;
  std::string roles;      ///< comma separated, names of shift::Role
  std::string station;    ///< empty: all
  std::string password;   ///< Argon2id, encoded
  bool must_change = false;
  OperatorStatus state = OperatorStatus::active;
  std::int64_t failed = 0;       ///< tries since the last success
  std::optional<Instant> locked_until;
  std::string language;
  std::string tried_from;        ///< address of the tries in `failed`, and where `locked_until` locks
  std::string given_by;          ///< who created, raised or reset him last
  std::optional<Instant> given;  ///< and when
  template <class V> static void columns(V&& v) {
    v("name", &Operator::name); v("full_name", &Operator::full_name); v("roles", &Operator::roles); v("station", &Operator::station);
    v("password", &Operator::password); v("must_change", &Operator::must_change); v("state", &Operator::state); v("failed", &Operator::failed);
    v("locked_until", &Operator::locked_until); v("language", &Operator::language); v("tried_from", &Operator::tried_from);
    v("given_by", &Operator::given_by); v("given", &Operator::given);
  }
};

enum class ShiftStatus : std::uint8_t {
  open,
  closed,
};
constexpr auto words_of(ShiftStatus) { return std::array<std::string_view, 2>{"open", "closed"}; }

struct Shift {
  static constexpr auto table = "shift";
  static constexpr int key_columns = 3;
  std::string station, till;
  std::int64_t number = 0;  ///< Z number, no gaps per till
  std::string operator_name;
  Instant opened;
  std::optional<Instant> closed;
  Money opening_float;
  std::optional<Money> first_counted;  ///< of the drawer, before anybody said what it should hold; from then on nothing is sold here
  std::optional<Money> counted;        ///< the count that stands: the first, or the one recount
  std::optional<Money> expected;
  std::string difference_reason, accepted_by;
  ShiftStatus state = ShiftStatus::open;
  std::int64_t first_receipt = 0, last_receipt = 0, receipts = 0, reprints = 0;
  template <class V> static void columns(V&& v) {
    v("station", &Shift::station); v("till", &Shift::till); v("number", &Shift::number); v("operator", &Shift::operator_name);
    v("opened", &Shift::opened); v("closed", &Shift::closed); v("opening_float", &Shift::opening_float); v("first_counted", &Shift::first_counted); v("counted", &Shift::counted);
    v("expected", &Shift::expected); v("difference_reason", &Shift::difference_reason); v("accepted_by", &Shift::accepted_by);
    v("state", &Shift::state); v("first_receipt", &Shift::first_receipt); v("last_receipt", &Shift::last_receipt); v("receipts", &Shift::receipts);
    v("reprints", &Shift::reprints);
  }
};

/// Four eyes: the first person's request, bound to its exact content.
struct Approval {
  static constexpr auto table = "approval";
  static constexpr int key_columns = 1;
  std::int64_t number = 0;
  std::string action;        ///< supplement, deduct, close_account …
  std::string content;       ///< canonical JSON of the request
  std::string requested_by, reason;
  Instant requested;
  std::string decided_by, decision;  ///< "", approved, rejected, used
  std::optional<Instant> decided;
  std::string station;               ///< of the first person; empty: the whole utility's
  template <class V> static void columns(V&& v) {
    v("number", &Approval::number); v("action", &Approval::action); v("content", &Approval::content); v("requested_by", &Approval::requested_by);
    v("reason", &Approval::reason); v("requested", &Approval::requested); v("decided_by", &Approval::decided_by); v("decision", &Approval::decision);
    v("decided", &Approval::decided); v("station", &Approval::station);
  }
};

/// Where a sale stands; the sale itself never changes.
struct SaleState {
  static constexpr auto table = "sale_state";
  static constexpr int key_columns = 1;
  std::string sale;    ///< receipt number
  SaleStatus state = SaleStatus::booked;
  Instant since;
  std::int64_t reprints = 0;
  template <class V> static void columns(V&& v) { v("sale", &SaleState::sale); v("state", &SaleState::state); v("since", &SaleState::since); v("reprints", &SaleState::reprints); }
};

/// Balance of a ledger account: the sum of its legs, kept so that nobody has to add them up. Recomputed by verify.
struct Balance {
  static constexpr auto table = "balance";
  static constexpr int key_columns = 1;
  std::string account;
  Money amount;
  template <class V> static void columns(V&& v) { v("account", &Balance::account); v("amount", &Balance::amount); }
};

// ---- chained --------------------------------------------------------------------------------------------------------

/// A paid (or given, or given back) thing. `number` is the receipt number: station prefix and running number without gaps.
struct Sale {
  static constexpr auto table = "sale";
  static constexpr int key_columns = 1;
  std::string number;
  std::string chain;         ///< "till/<station>/<till>"
  std::string client_key;    ///< idempotency key, unique
  std::string request_hash;  ///< of the request that came with it: the same key with other content is refused
  std::string kind;          ///< name of the ledger::Operation that booked it
  std::string station, till;
  std::int64_t shift = 0;
  std::string operator_name, approved_by, reason;
  Instant time;
  std::string business_day;  ///< local date
  std::int64_t account = 0;
  CustomerNumber customer;
  MeterNumber meter;
  std::optional<CardSerial> card;
  Money tendered;            ///< negative when money went out
  Money credit;              ///< that the meter shall get (0 for a take-back, negative for a deduction)
  SequenceNumber n;          ///< sequence number; 0 when nothing is carried
  std::uint32_t revision = 0;
  std::string plan, plan_version;
  std::string document;      ///< JSON: quote lines, state used, everything the receipt shows
  std::string original;      ///< receipt number of the sale that this one takes back or refunds
  bool one_hand = false;     ///< it undoes what the same operator had booked: for the slip and the auditor
  template <class V> static void columns(V&& v) {
    v("number", &Sale::number); v("chain", &Sale::chain); v("client_key", &Sale::client_key); v("request_hash", &Sale::request_hash);
    v("kind", &Sale::kind); v("station", &Sale::station); v("till", &Sale::till); v("shift", &Sale::shift); v("operator", &Sale::operator_name);
    v("approved_by", &Sale::approved_by); v("reason", &Sale::reason); v("time", &Sale::time); v("business_day", &Sale::business_day);
    v("account", &Sale::account); v("customer", &Sale::customer); v("meter", &Sale::meter); v("card", &Sale::card); v("tendered", &Sale::tendered);
    v("credit", &Sale::credit); v("n", &Sale::n); v("revision", &Sale::revision); v("plan", &Sale::plan); v("plan_version", &Sale::plan_version);
    v("document", &Sale::document); v("original", &Sale::original); v("one_hand", &Sale::one_hand);
  }
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
  std::string number;   ///< "<sale number>" or "<sale number>/2", "shift/<till>/<n>"
  std::string chain;
  Instant time;
  std::string business_day;
  std::string what;     ///< name of the ledger::Operation that posted it
  std::int64_t account = 0;  ///< of the customer whose money moves; 0: of the house alone (floats, takings)
  std::vector<Leg> legs;
  template <class V> static void columns(V&& v) {
    v("number", &Entry::number); v("chain", &Entry::chain); v("time", &Entry::time); v("business_day", &Entry::business_day); v("what", &Entry::what);
    v("account", &Entry::account); v("legs", &Entry::legs);
  }
};

/// What a meter shall do: one revision of one sequence number. The meter takes one revision of each n, once.
struct Instruction {
  static constexpr auto table = "instruction";
  static constexpr int key_columns = 3;
  MeterNumber meter;
  SequenceNumber n;
  std::uint32_t revision = 0;
  std::string chain;   ///< "meter/<number>"
  std::string kind;    ///< credit, void, closing; withdrawn: the revision before it never left the house, the meter gets none
  Money amount;        ///< differs from the amounts of all other revisions of n, so that a statement names the winner
  std::string sales;   ///< receipt numbers it carries, comma separated
  Instant time;
  template <class V> static void columns(V&& v) {
    v("meter", &Instruction::meter); v("n", &Instruction::n); v("revision", &Instruction::revision); v("chain", &Instruction::chain);
    v("kind", &Instruction::kind); v("amount", &Instruction::amount); v("sales", &Instruction::sales); v("time", &Instruction::time);
  }
};

/// What a meter says of itself, on any carrier.
struct Statement {
  static constexpr auto table = "statement";
  static constexpr int key_columns = 2;
  MeterNumber meter;
  std::int64_t number = 0;  ///< running per meter
  std::string chain;        ///< "meter/<number>"
  Instant taken;            ///< when we read it
  std::string meter_time;   ///< local, by the meter's clock
  std::string way;          ///< card
  std::string operator_name;
  std::optional<CardSerial> card;
  Money remaining, overdraft;
  SequenceNumber count;
  Money last_amount;
  std::string last_applied; ///< nothing, credit, voided, closing
  Money credited, given_up;
  std::int64_t used_e5 = 0, balance_e5 = 0;
  std::int64_t overdraft_cleared_e5 = 0;  ///< debts that closing and clear cards and openings took off the meter, ever
  Energy energy, period_energy, month_start_energy;
  std::int64_t states = 0, key_info = 0, illegal_inserts = 0;
  std::string illegal;      ///< per cause, comma separated
  std::string raw;          ///< both files, hexadecimal
  template <class V> static void columns(V&& v) {
    v("meter", &Statement::meter); v("number", &Statement::number); v("chain", &Statement::chain); v("taken", &Statement::taken);
    v("meter_time", &Statement::meter_time); v("way", &Statement::way); v("operator", &Statement::operator_name); v("card", &Statement::card);
    v("remaining", &Statement::remaining); v("overdraft", &Statement::overdraft); v("count", &Statement::count); v("last_amount", &Statement::last_amount);
    v("last_applied", &Statement::last_applied); v("credited", &Statement::credited); v("given_up", &Statement::given_up); v("used_e5", &Statement::used_e5);
    v("balance_e5", &Statement::balance_e5); v("overdraft_cleared_e5", &Statement::overdraft_cleared_e5); v("energy", &Statement::energy); v("period_energy", &Statement::period_energy);
    v("month_start_energy", &Statement::month_start_energy); v("states", &Statement::states); v("key_info", &Statement::key_info);
    v("illegal_inserts", &Statement::illegal_inserts); v("illegal", &Statement::illegal); v("raw", &Statement::raw);
  }
};

/// How far a meter was when it spoke. Its count and its registers only ever rise, so this orders its words also when an older
/// card brings them later, and by whatever clock.
inline auto progress(const Statement& row) { return std::make_tuple(row.count, row.used_e5, row.energy, row.number); }

/// Whether a meter spoke for this account, and not for the customer before: neither what was stored before it was opened, nor
/// what an old card brings home later.
inline bool speaks_for(const Statement& row, const Account& account) {
  return row.number > account.statements_before && row.count >= account.first_number;
}

/// Journal before send: what was about to leave the house, written before it left, and what became of it.
struct JournalEntry {
  static constexpr auto table = "journal";
  static constexpr int key_columns = 2;
  std::string chain;        ///< "vault/<name>"
  std::int64_t number = 0;  ///< running per chain
  Instant time;
  std::string what;         ///< sealing, carried, in_doubt, not_carried, confirmed, personalising, personalised …
  std::string sale;
  MeterNumber meter;
  SequenceNumber n;
  std::uint32_t revision = 0;
  std::optional<CardSerial> card;
  std::string details;      ///< JSON, no secrets
  template <class V> static void columns(V&& v) {
    v("chain", &JournalEntry::chain); v("number", &JournalEntry::number); v("time", &JournalEntry::time); v("what", &JournalEntry::what);
    v("sale", &JournalEntry::sale); v("meter", &JournalEntry::meter); v("n", &JournalEntry::n); v("revision", &JournalEntry::revision);
    v("card", &JournalEntry::card); v("details", &JournalEntry::details);
  }
};

/// Who did what. For a change of a register row, `object` is "<table>/<key>" and `content_hash` the hash of the new row.
struct Audit {
  static constexpr auto table = "audit";
  static constexpr int key_columns = 2;
  std::string chain;        ///< "station/<code>", or "utility"
  std::int64_t number = 0;
  Instant time;
  std::string operator_name;
  std::string action;       ///< the permission that was used
  std::string object;
  std::string content_hash;
  std::string details;      ///< JSON: before -> after in words
  template <class V> static void columns(V&& v) {
    v("chain", &Audit::chain); v("number", &Audit::number); v("time", &Audit::time); v("operator", &Audit::operator_name); v("action", &Audit::action);
    v("object", &Audit::object); v("content_hash", &Audit::content_hash); v("details", &Audit::details);
  }
};

}  // namespace kwota::books
