// Money on a farmer's card: who asked for a purse, the purses of an account, and what was moved onto and off each.
// Guarantees: a move is appended when its outcome is known and never changes; what a lost card still holds stays with its own purse until it
// is paid over, once. Never: says what was spent at a well; the pumps' records do.
// An account has one purse at a time: a lost card's is followed by the next one's.
// Registers: PurseApplication, Purse.   Chained: PurseMove.   Begin with Purse.
#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

/// What a card says of where it is good and what water costs its holder; a card has room for four area numbers.
struct PurseTerms {
  std::string village;
  std::string area;  ///< transformer area; may be empty
  std::string area_1, area_2, area_3, area_4;  ///< area numbers; the first is always there
  std::int64_t price_class = 0;                ///< as pumps name it, one byte

  friend bool operator==(const PurseTerms&, const PurseTerms&) = default;
};
/// Of a purse, or of who applies for one.
template <class Row>
PurseTerms terms_of(const Row& row) {
  return {row.village, row.area, row.area_1, row.area_2, row.area_3, row.area_4, row.price_class};
}
template <class Row>
void give_terms(Row& row, const PurseTerms& terms) {
  row.village = terms.village;
  row.area = terms.area;
  row.area_1 = terms.area_1;
  row.area_2 = terms.area_2;
  row.area_3 = terms.area_3;
  row.area_4 = terms.area_4;
  row.price_class = terms.price_class;
}

enum class ApplicationStatus : std::uint8_t {
  waiting,
  granted,
  refused,
};
constexpr auto words_of(ApplicationStatus) { return std::array<std::string_view, 3>{"waiting", "granted", "refused"}; }

/// A farmer wants a purse card; his station says whether he gets one.
struct PurseApplication {
  static constexpr auto table = "purse_application";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"entered_by", "decided_by"};
  static constexpr Listed list{"purse-applications", "-number", {"customer", "village", "entered_by"}, "customers_read"};
  static constexpr std::array<std::string_view, 2> personal{"remark", "reason"};
  static constexpr std::array<std::string_view, 2> places{"village", "area"};
  std::int64_t number = 0;
  std::string station;
  CustomerNumber customer;
  std::string village, area;
  std::string area_1, area_2, area_3, area_4;
  std::int64_t price_class = 0;
  ApplicationStatus state = ApplicationStatus::waiting;
  std::string remark;
  Instant entered;
  std::string entered_by;
  std::optional<Instant> decided;
  std::string decided_by, reason;  ///< why it was refused
  std::int64_t account = 0;        ///< that was opened for it
  template <class V> static void columns(V&& v) {
    v("number", &PurseApplication::number); v("station", &PurseApplication::station); v("customer", &PurseApplication::customer);
    v("village", &PurseApplication::village); v("area", &PurseApplication::area);
    v("area_1", &PurseApplication::area_1); v("area_2", &PurseApplication::area_2); v("area_3", &PurseApplication::area_3); v("area_4", &PurseApplication::area_4);
    v("price_class", &PurseApplication::price_class); v("state", &PurseApplication::state); v("remark", &PurseApplication::remark);
    v("entered", &PurseApplication::entered); v("entered_by", &PurseApplication::entered_by); v("decided", &PurseApplication::decided);
    v("decided_by", &PurseApplication::decided_by); v("reason", &PurseApplication::reason); v("account", &PurseApplication::account);
  }
  static constexpr IndexOf<PurseApplication> of_customer{{"purse_application_customer", {"customer"}}};
  template <class V> static void indexes(V&& v) { v(of_customer); }
};

enum class PurseStatus : std::uint8_t {
  granted,    ///< its card is to be issued
  active,
  blocked,    ///< its card is lost, broken or stolen: what it held waits
  paid_over,  ///< to the purse after it
  closed,     ///< emptied, with its account
};
constexpr auto words_of(PurseStatus) { return std::array<std::string_view, 5>{"granted", "active", "blocked", "paid_over", "closed"}; }

/// One card's purse.
struct Purse {
  static constexpr auto table = "purse";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> places{"village", "area"};
  static constexpr Listed list{"purses", "account", {"account", "card", "village"}, "customers_read"};
  std::int64_t account = 0;
  std::int64_t number = 1;         ///< running in the account
  std::optional<CardSerial> card;  ///< its application serial number; nothing: not issued yet
  std::optional<CardSerial> chip;  ///< of the blank card that is being made; nothing: it is made, or nothing was begun
  std::string village, area;
  std::string area_1, area_2, area_3, area_4;
  std::int64_t price_class = 0;
  PurseStatus state = PurseStatus::granted;
  std::string state_reason;
  Instant since;                   ///< of the state
  SequenceNumber n;                ///< the card's online counter after the newest move
  Money balance;                   ///< as the card showed it last
  std::optional<Instant> seen;     ///< when
  std::int64_t moves = 0;          ///< how many there are
  Money spent;                     ///< at wells, as proven records say
  Money spent_since_seen;          ///< of it, after the card was seen last
  Money brought;                   ///< what bookings have moved onto the card, less what they have taken off it
  std::int64_t offline = 0;        ///< the card's offline counter as it showed it last: a lock moves it on, and so does the debit after it
  std::int64_t steps = 0;          ///< of that counter which records or releases explain
  std::int64_t steps_since_seen = 0;  ///< of these, after the card was seen last
  Money not_known;                 ///< spent by what the card showed last, and told by no record yet
  std::int64_t missing = 0;        ///< records, by the offline counter
  template <class V> static void columns(V&& v) {
    v("account", &Purse::account); v("number", &Purse::number); v("card", &Purse::card); v("chip", &Purse::chip); v("village", &Purse::village); v("area", &Purse::area);
    v("area_1", &Purse::area_1); v("area_2", &Purse::area_2); v("area_3", &Purse::area_3); v("area_4", &Purse::area_4);
    v("price_class", &Purse::price_class); v("state", &Purse::state); v("state_reason", &Purse::state_reason); v("since", &Purse::since);
    v("n", &Purse::n); v("balance", &Purse::balance); v("seen", &Purse::seen); v("moves", &Purse::moves);
    v("spent", &Purse::spent); v("spent_since_seen", &Purse::spent_since_seen); v("brought", &Purse::brought); v("offline", &Purse::offline);
    v("steps", &Purse::steps); v("steps_since_seen", &Purse::steps_since_seen); v("not_known", &Purse::not_known); v("missing", &Purse::missing);
  }
  static constexpr IndexOf<Purse> of_card{{"purse_of_card", {"card"}}};
  static constexpr IndexOf<Purse> of_chip{{"purse_of_chip", {"chip"}, {Only::When::filled, "chip"}}};
  template <class V> static void indexes(V&& v) { v(of_card); v(of_chip); }
};

/// What the card held by its last look and what is known to have gone off it since. A pump's clock may say "before" of what came after it: of what is
/// known no more can have been before than the card had lost then.
constexpr Money on_card_by_books(const Purse& purse) {
  const Money since = std::min(purse.spent_since_seen, purse.balance);
  return purse.balance - std::max(since, purse.spent - (purse.brought - purse.balance));
}
/// Gives the purse what follows from its other columns: brought = known + not known + on the card, and one record for each two steps that nobody explains.
constexpr void sum_up(Purse& purse) {
  purse.not_known = purse.brought - purse.spent - on_card_by_books(purse);
  const std::int64_t unexplained = purse.offline - (purse.steps - purse.steps_since_seen);
  purse.missing = unexplained > 0 ? (unexplained + 1) / 2 : 0;
}

enum class PurseMoveKind : std::uint8_t {
  load,            ///< money paid for
  supplement,      ///< money given
  paid_over_to,    ///< what a lost card held comes onto this one
  paid_over_from,  ///< what this lost card held has gone to the next one; its own card hears nothing of it
  unload,          ///< taken off the card, which proves it
  release,         ///< a grey card is freed without the pump's record; what two persons say was used is taken, or nothing
  taken_over,      ///< it moved in hours that the books lost: what it holds beyond what they know of, as two persons saw it
};
constexpr auto words_of(PurseMoveKind) {
  return std::array<std::string_view, 7>{"load", "supplement", "paid_over_to", "paid_over_from", "unload", "release", "taken_over"};
}
constexpr bool adds_to_card(PurseMoveKind kind) {
  return kind == PurseMoveKind::load || kind == PurseMoveKind::supplement || kind == PurseMoveKind::paid_over_to || kind == PurseMoveKind::taken_over;
}

enum class PurseOutcome : std::uint8_t {
  done,
  unproven,  ///< the card has it, its proof does not hold: the manager is told
  not_done,  ///< the card shows that it never happened
};
constexpr auto words_of(PurseOutcome) { return std::array<std::string_view, 3>{"done", "unproven", "not_done"}; }
constexpr bool happened(PurseOutcome outcome) { return outcome != PurseOutcome::not_done; }

/// What became of one booking that moves money onto a card or off it.
struct PurseMove {
  static constexpr auto table = "purse_move";
  static constexpr int key_columns = 3;
  std::int64_t account = 0, purse = 0;
  std::int64_t number = 0;  ///< running in the purse
  std::string chain;        ///< "purse/<account>/<purse>"
  PurseMoveKind kind = PurseMoveKind::load;
  PurseOutcome outcome = PurseOutcome::done;
  std::optional<CardSerial> card;
  SequenceNumber n;         ///< the card's online counter after it; 0: the card was not asked
  Money amount;
  Money balance;            ///< on the card, when the outcome was seen: he may have watered since
  std::string proof;        ///< TAC of a load, MAC3 of an unload, hexadecimal; empty: the card could not say it any more
  std::string sale;         ///< receipt number of the booking
  Instant time;             ///< when the outcome was known
  template <class V> static void columns(V&& v) {
    v("account", &PurseMove::account); v("purse", &PurseMove::purse); v("number", &PurseMove::number); v("chain", &PurseMove::chain);
    v("kind", &PurseMove::kind); v("outcome", &PurseMove::outcome); v("card", &PurseMove::card); v("n", &PurseMove::n);
    v("amount", &PurseMove::amount); v("balance", &PurseMove::balance); v("proof", &PurseMove::proof); v("sale", &PurseMove::sale);
    v("time", &PurseMove::time);
  }
};

}  // namespace kwota::books
