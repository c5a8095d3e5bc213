// Outlets: who sells for the utility out of a float that he has paid in – a bank's counter, a shop, a machine –, within limits and for a commission.
// Guarantees: what an outlet has is no column: it is the ledger's outlet/<code>/float, and its commission outlet/<code>/commission; a day's row adds up
// what both moved on that day and is recomputed by verify. The key of a client stands nowhere: it follows from the folder's own key and the salt here.
// Registers: Outlet, OutletClient, OutletCommission, OutletMove, OutletDay.   How they are used: docs/outlets.md.   Begin with Outlet.
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

enum class OutletStatus : std::uint8_t {
  active,
  blocked,  ///< sells nothing, and asks what it has
  closed,   ///< its float was handed back and its commission settled; for ever
};
constexpr auto words_of(OutletStatus) { return std::array<std::string_view, 3>{"active", "blocked", "closed"}; }

struct Outlet {
  static constexpr auto table = "outlet";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> follows{"next_receipt", "last_sale"};
  static constexpr std::array<std::string_view, 1> personal{"contact"};
  std::string code;          ///< capital letters, digits, hyphens
  std::string station;
  std::string name;
  std::string contact;       ///< whom to call
  OutletStatus state = OutletStatus::active;
  Money credit_limit;        ///< so far below zero may its float go
  Money sale_limit;          ///< of one sale; 0: none
  Money day_limit;           ///< of a business day's sales; 0: none
  Instant opened;
  std::int64_t next_receipt = 1;
  std::optional<Instant> last_sale;
  template <class V> static void columns(V&& v) {
    v("code", &Outlet::code); v("station", &Outlet::station); v("name", &Outlet::name); v("contact", &Outlet::contact); v("state", &Outlet::state);
    v("credit_limit", &Outlet::credit_limit); v("sale_limit", &Outlet::sale_limit); v("day_limit", &Outlet::day_limit); v("opened", &Outlet::opened);
    v("next_receipt", &Outlet::next_receipt); v("last_sale", &Outlet::last_sale);
  }
  static constexpr IndexOf<Outlet> of_station{{"outlet_station", {"station"}}};
  template <class V> static void indexes(V&& v) { v(of_station); }
};

enum class OutletClientStatus : std::uint8_t {
  active,
  revoked,
};
constexpr auto words_of(OutletClientStatus) { return std::array<std::string_view, 2>{"active", "revoked"}; }

/// One key of one terminal. A rotated terminal has two for a while: the next row, and this one with an end.
struct OutletClient {
  static constexpr auto table = "outlet_client";
  static constexpr int key_columns = 3;
  static constexpr std::array<std::string_view, 2> people{"made_by", "revoked_by"};
  std::string outlet;
  std::string client;        ///< "T1": which terminal
  std::int64_t serial = 0;   ///< of its keys, from 1
  std::string name;
  Hex salt;                  ///< of the key; the key itself stands nowhere
  OutletClientStatus state = OutletClientStatus::active;
  Instant made;
  std::string made_by;
  std::optional<Instant> until;  ///< of a key that another has followed: good until then
  std::optional<Instant> revoked;
  std::string revoked_by, reason;
  template <class V> static void columns(V&& v) {
    v("outlet", &OutletClient::outlet); v("client", &OutletClient::client); v("serial", &OutletClient::serial); v("name", &OutletClient::name);
    v("salt", &OutletClient::salt); v("state", &OutletClient::state); v("made", &OutletClient::made); v("made_by", &OutletClient::made_by);
    v("until", &OutletClient::until); v("revoked", &OutletClient::revoked); v("revoked_by", &OutletClient::revoked_by); v("reason", &OutletClient::reason);
  }
};

/// What an outlet gets of a sale, from a day on.
struct OutletCommission {
  static constexpr auto table = "outlet_commission";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> people{"asked_by", "approved_by"};
  std::string outlet;
  std::int64_t number = 0;
  std::string from;              ///< local date: business days from this one on
  std::int64_t per_mille = 0;
  std::string reason, asked_by, approved_by;
  Instant agreed;
  template <class V> static void columns(V&& v) {
    v("outlet", &OutletCommission::outlet); v("number", &OutletCommission::number); v("from_day", &OutletCommission::from); v("per_mille", &OutletCommission::per_mille);
    v("reason", &OutletCommission::reason); v("asked_by", &OutletCommission::asked_by); v("approved_by", &OutletCommission::approved_by); v("agreed", &OutletCommission::agreed);
  }
};

enum class OutletMoveKind : std::uint8_t {
  top_up,      ///< paid into the float
  withdrawal,  ///< handed back out of it
  netted,      ///< commission that goes into the float
  paid,        ///< commission that is paid out
};
constexpr auto words_of(OutletMoveKind) { return std::array<std::string_view, 4>{"top_up", "withdrawal", "netted", "paid"}; }

enum class OutletMoney : std::uint8_t {
  transfer,  ///< from bank to bank
  cash,      ///< into or out of the station's safe
  none,      ///< from the commission into the float
};
constexpr auto words_of(OutletMoney) { return std::array<std::string_view, 3>{"transfer", "cash", "none"}; }

/// Money between the utility and an outlet, beside sales. Two persons stand behind each.
struct OutletMove {
  static constexpr auto table = "outlet_move";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> people{"operator", "approved_by"};
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  std::string outlet;
  std::int64_t number = 0;
  OutletMoveKind kind = OutletMoveKind::top_up;
  OutletMoney money = OutletMoney::transfer;
  Money amount;
  std::string reference;  ///< of the transfer, of the bag
  std::string remark;
  Instant time;
  std::string business_day;
  std::string operator_name, approved_by;
  template <class V> static void columns(V&& v) {
    v("outlet", &OutletMove::outlet); v("number", &OutletMove::number); v("kind", &OutletMove::kind); v("money", &OutletMove::money); v("amount", &OutletMove::amount);
    v("reference", &OutletMove::reference); v("remark", &OutletMove::remark); v("time", &OutletMove::time); v("business_day", &OutletMove::business_day);
    v("operator", &OutletMove::operator_name); v("approved_by", &OutletMove::approved_by);
  }
  /// Of whichever outlet: one line of the bank is one outlet's.
  static constexpr IndexOf<OutletMove> transfers{{"outlet_move_transfer", {"reference", "kind", "time"}, {Only::When::is, "money", "transfer"}}};
  template <class V> static void indexes(V&& v) { v(transfers); }
};

/// What a business day moved in an outlet's float and commission.
struct OutletDay {
  static constexpr auto table = "outlet_day";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  static constexpr std::array<std::string_view, 11> follows{"topped_up", "withdrawn", "sold", "given_back", "netted", "earned", "paid", "sales", "back", "first_receipt", "last_receipt"};
  std::string outlet;
  std::string business_day;
  Money topped_up, withdrawn, sold, given_back, netted;  ///< of the float
  Money earned, paid;                                    ///< of the commission; what went back is taken off
  std::int64_t sales = 0, back = 0;
  std::string first_receipt, last_receipt;
  Money moved() const { return topped_up - withdrawn - sold + given_back + netted; }
  template <class V> static void columns(V&& v) {
    v("outlet", &OutletDay::outlet); v("business_day", &OutletDay::business_day); v("topped_up", &OutletDay::topped_up); v("withdrawn", &OutletDay::withdrawn);
    v("sold", &OutletDay::sold); v("given_back", &OutletDay::given_back); v("netted", &OutletDay::netted); v("earned", &OutletDay::earned); v("paid", &OutletDay::paid);
    v("sales", &OutletDay::sales); v("back", &OutletDay::back); v("first_receipt", &OutletDay::first_receipt); v("last_receipt", &OutletDay::last_receipt);
  }
};

}  // namespace kwota::books
