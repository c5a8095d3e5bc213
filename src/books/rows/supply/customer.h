// Who is supplied, where and by what: customers, service points, meters, accounts, cards.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/rows/field/key.h"
#include "books/table.h"

namespace kwota::books {

enum class CustomerStatus : std::uint8_t {
  active,
  blocked,  ///< nothing is sold to him
  removed,  ///< he never had anything with us: no list of choices names him any more
  merged,   ///< he was registered twice: what was his is the other one's, and this number leads there
};
constexpr auto words_of(CustomerStatus) { return std::array<std::string_view, 4>{"active", "blocked", "removed", "merged"}; }

enum class CustomerKind : std::uint8_t { person, company };
constexpr auto words_of(CustomerKind) { return std::array<std::string_view, 2>{"person", "company"}; }

/// How he is told of receipts, of a low balance and of what else concerns his supply.
enum class HearsBy : std::uint8_t { none, mail, message };
constexpr auto words_of(HearsBy) { return std::array<std::string_view, 3>{"none", "mail", "message"}; }

/// What a form says of his state: the others follow from what is done with him.
inline constexpr std::array<std::string_view, 2> customer_states_by_form{"active", "blocked"};

struct Customer {
  static constexpr auto table = "customer";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 6> personal{"name", "phone", "identity_number", "address", "state_reason", "mail"};
  static constexpr std::array<std::string_view, 1> places{"place"};
  static constexpr std::array<std::string_view, 3> masked{"phone", "identity_number", "mail"};
  static constexpr Listed list{.name = "customers", .sort = "number", .searched = {"number", "name", "phone", "identity_number", "address"}, .right = "customers_read",
                               .shown = {"number", "name", "kind", "phone", "address", "accounts", "owes", "last_purchase", "state"}};
  static constexpr Form by_form{"customers_write", {{{"number", Need::unasked, "", "without one he gets the next"}, {"name"}, {"kind"}, {"phone", Need::may}, {"identity_number", Need::may}, {"address", Need::may},
                                                     {"language", Need::unasked}, {"place", Need::may}, {"mail", Need::may}, {"hears_by", Need::must, "none", "of receipts, a low balance, a disconnection ahead"},
                                                     FormField{"state", Need::must, "active"}.among(customer_states_by_form), {"state_reason", Need::may}}}, Judge::use_case};
  static constexpr std::array actions{Action{.name = "remove", .right = "customers_write", .fields = {{{"reason", ActionField::What::reason, Need::must}}}, .column = "state", .says = {"active", "blocked"}}};
  CustomerNumber number;
  std::string name;
  CustomerKind kind = CustomerKind::person;
  std::string phone, identity_number, address, language;
  std::string place;            ///< village
  CustomerStatus state = CustomerStatus::active;
  std::string state_reason;
  Instant created;
  std::string station;          ///< where he was registered; empty: everybody's
  std::string mail;
  HearsBy hears_by = HearsBy::none;  ///< message: by his phone
  std::optional<CustomerNumber> merged_into = {};  ///< under which number he goes on
  template <class V> static void columns(V&& v) {
    v("number", &Customer::number); v("name", &Customer::name); v("kind", &Customer::kind); v("phone", &Customer::phone);
    v("identity_number", &Customer::identity_number); v("address", &Customer::address); v("language", &Customer::language);
    v("place", &Customer::place); v("state", &Customer::state); v("state_reason", &Customer::state_reason); v("created", &Customer::created);
    v("station", &Customer::station); v("mail", &Customer::mail); v("hears_by", &Customer::hears_by);
    v("merged_into", &Customer::merged_into);
  }
  static constexpr IndexOf<Customer> by_identity{{"customer_identity", {"identity_number"}, {Only::When::filled, "identity_number"}}};
  /// Who was merged into whom.
  static constexpr IndexOf<Customer> gone_on_as{{"customer_gone_on_as", {"merged_into"}, {Only::When::is, "state", "merged"}}};
  static constexpr IndexOf<Customer> mailed{{"customer_mailed", {"hears_by"}, {Only::When::is, "hears_by", "mail"}}};
  static constexpr IndexOf<Customer> messaged{{"customer_messaged", {"hears_by"}, {Only::When::is, "hears_by", "message"}}};
  template <class V> static void indexes(V&& v) { v(by_identity); v(gone_on_as); v(mailed); v(messaged); }
};

struct ServicePoint {
  static constexpr auto table = "service_point";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> personal{"address", "room"};
  static constexpr std::array<std::string_view, 3> places{"place", "area", "building"};
  static constexpr Listed list{.name = "service-points", .sort = "code", .searched = {"code", "address"}, .right = "customers_read", .shown = {"code", "address", "place", "area", "building", "room", "meters", "active"}};
  static constexpr Form by_form{"customers_write", {{{"code"}, {"address"}, FormField{"place", Need::may}.of("village"), {"area", Need::may}, {"building", Need::may}, {"room", Need::may}, {"active", Need::must, "true"}}}, Judge::use_case};
  std::string code;
  std::string address;
  std::string place;  ///< village
  std::string area;   ///< transformer area
  bool active = true;         ///< false: nobody is supplied there, and no account and no meter comes there any more
  std::string building = {};  ///< a place of that kind; empty: in none that is written down
  std::string room = {};      ///< in it: "412"
  template <class V> static void columns(V&& v) {
    v("code", &ServicePoint::code); v("address", &ServicePoint::address); v("place", &ServicePoint::place); v("area", &ServicePoint::area);
    v("active", &ServicePoint::active); v("building", &ServicePoint::building); v("room", &ServicePoint::room);
  }
  static constexpr IndexOf<ServicePoint> of_building{{"service_point_building", {"building", "room"}, {Only::When::filled, "building"}}};
  template <class V> static void indexes(V&& v) { v(of_building); }
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
  static constexpr std::array<std::string_view, 4> follows{"sold", "revision", "applied", "statements"};
  static constexpr Listed list{.name = "meters", .sort = "number", .searched = {"number", "model", "service_point"}, .right = "meters_read",
                               .shown = {"number", "commodity", "model", "maker", "service_point", "account", "remaining", "last_seen", "key_version", "state", "sold", "applied"}, .related = {{{"stock-events", "meter"}}},
                               .technical = {"revision", "voids_known"}};
  static constexpr Form by_form{"meters_write", {{{"number"}, FormField{"model"}.of("model"), {"commodity", Need::must, "electricity", "that it measures: its registers are in kWh or in cubic metres"},
                                                  FormField{"maker", Need::may}.offered("maker"), FormField{"capacity", Need::may, "", "code of the table capacity"}.of("capacity"),
                                                  FormField{"ct", Need::may, "1"}.offered("multiplier"), {"pt", Need::may, "1"}, {"service_point", Need::unasked, "", "of a new meter: where it will hang"}}}, Judge::use_case};
  MeterNumber number;
  std::string model;
  std::string maker;
  std::string capacity;          ///< by the plate: a code of the table
  std::uint32_t ct = 1, pt = 1;
  std::string service_point;
  MeterStatus state = MeterStatus::stock;
  Unit unit = Unit::money;       ///< in which its book counts, by the scheme of its first credit
  Commodity commodity = Commodity::electricity;  ///< that it measures; its registers are thousandths of a kWh or of a cubic metre
  // The meter's book: what we have asked of it and what it has said.
  SequenceNumber sold;           ///< n of the newest instruction
  std::uint32_t revision = 0;    ///< newest revision of that n
  SequenceNumber applied;        ///< newest n that a statement confirms
  std::int64_t statements = 0;   ///< how many statements are stored
  KeyNumber key_version;         ///< of the keys that it holds, as it said last
  std::int64_t voids_known = 0;  ///< KeyDevice::void_number up to which it refuses void tool cards, as it said last
  template <class V> static void columns(V&& v) {
    v("number", &Meter::number); v("model", &Meter::model); v("maker", &Meter::maker); v("capacity", &Meter::capacity); v("ct", &Meter::ct); v("pt", &Meter::pt); v("unit", &Meter::unit);
    v("commodity", &Meter::commodity);
    v("service_point", &Meter::service_point); v("state", &Meter::state); v("sold", &Meter::sold); v("revision", &Meter::revision);
    v("applied", &Meter::applied); v("statements", &Meter::statements); v("key_version", &Meter::key_version);
    v("voids_known", &Meter::voids_known);
  }
  static constexpr IndexOf<Meter> at_point{{"meter_service_point", {"service_point"}}};
  template <class V> static void indexes(V&& v) { v(at_point); }
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
  static constexpr std::array<std::string_view, 1> follows{"charged"};
  std::int64_t number = 0;  ///< 6 digits and more, given by us
  std::string station;
  CustomerNumber customer;
  std::string service_point;
  MeterNumber meter;
  std::string scheme;       ///< by which it is sold to (sell/scheme); empty: prepared, not decided yet
  std::string plan;         ///< price plan id
  std::string usage_class;
  std::int64_t household_persons = 0;   ///< people behind the meter, 0 unknown
  AccountStatus state = AccountStatus::draft;
  std::optional<Instant> opened, closed;
  std::string first_sale;   ///< receipt with which it was opened; empty: it was opened without one
  std::string charged;      ///< JSON: what standing charges were taken last (tariffs.md section 9, `charged`)
  // Where this account begins in its meter's book: what lies before it is another customer's.
  SequenceNumber first_number;          ///< number of its first credit; opened without one: what the meter had taken then
  std::int64_t statements_before = 0;   ///< statements of the meter that were stored before it was opened
  /// Under which number its meter and cards know their customer: they go on by the one that they were told when he is merged into another. None: his own.
  std::optional<CustomerNumber> known_as = {};
  template <class V> static void columns(V&& v) {
    v("number", &Account::number); v("station", &Account::station); v("customer", &Account::customer); v("service_point", &Account::service_point);
    v("meter", &Account::meter); v("scheme", &Account::scheme); v("plan", &Account::plan); v("usage_class", &Account::usage_class); v("heads", &Account::household_persons);
    v("state", &Account::state); v("opened", &Account::opened); v("closed", &Account::closed); v("first_sale", &Account::first_sale); v("charged", &Account::charged);
    v("first_number", &Account::first_number); v("statements_before", &Account::statements_before);
    v("known_as", &Account::known_as);
  }
  static constexpr IndexOf<Account> of_meter{{"account_meter", {"meter"}}};
  static constexpr IndexOf<Account> of_customer{{"account_customer", {"customer"}}};
  static constexpr IndexOf<Account> at_point{{"account_service_point", {"service_point"}}};
  template <class V> static void indexes(V&& v) { v(of_meter); v(of_customer); v(at_point); }
};

/// The customer's number as the account's meter and cards were told it.
inline CustomerNumber told_customer(const Account& account) { return account.known_as.value_or(account.customer); }

enum class CardStatus : std::uint8_t {
  fresh,  ///< being written
  active,
  blocked,
  replaced,
  closed,  ///< with its account
  spoiled,  ///< its issue was broken off
};
constexpr auto words_of(CardStatus) { return std::array<std::string_view, 6>{"new", "active", "blocked", "replaced", "closed", "spoiled"}; }

enum class CardKind : std::uint8_t {
  user,
  preset,  ///< sets a meter up
  clear,   ///< makes it new
};
constexpr auto words_of(CardKind) { return std::array<std::string_view, 3>{"user", "preset", "clear"}; }

struct Card {
  static constexpr auto table = "card";
  static constexpr int key_columns = 1;
  CardSerial serial;
  std::string product;          ///< name of the table in carry/cards
  CardKind kind = CardKind::user;
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
  static constexpr IndexOf<Card> of_account{{"card_account", {"account"}}};
  template <class V> static void indexes(V&& v) { v(of_account); }
};

}  // namespace kwota::books
