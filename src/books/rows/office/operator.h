// Who works here: operators, shifts at a till, and what needs a second pair of eyes.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "books/parts/tender.h"
#include "books/table.h"

namespace kwota::books {

enum class OperatorStatus : std::uint8_t {
  locked,
  active,
  removed,
};
constexpr auto words_of(OperatorStatus) { return std::array<std::string_view, 3>{"locked", "active", "removed"}; }

struct Operator {
  static constexpr auto table = "operator";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> people{"given_by"};
  static constexpr bool held_by_writer = true;
  static constexpr std::array<std::string_view, 1> personal{"full_name"};
  std::string name;       ///< sign-in name
  std::string full_name;
  std::string roles;      ///< comma separated, names of people::Role
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
  std::string mail;              ///< his own address; empty: he gets no letters
  std::string mail_of;           ///< words of NoticeEvent that he wants as a letter too, comma separated
  bool second_factor = false;    ///< he proves himself by a code of his telephone, too
  std::int64_t factor_number = 0;  ///< of the secret that makes those codes, counted for him from 1; one that was given up is never used again
  std::int64_t factor_step = 0;    ///< of the last code that was taken (RFC 6238: steps of 30 s since 1970): none is taken twice
  template <class V> static void columns(V&& v) {
    v("name", &Operator::name); v("full_name", &Operator::full_name); v("roles", &Operator::roles); v("station", &Operator::station);
    v("password", &Operator::password); v("must_change", &Operator::must_change); v("state", &Operator::state); v("failed", &Operator::failed);
    v("locked_until", &Operator::locked_until); v("language", &Operator::language); v("tried_from", &Operator::tried_from);
    v("given_by", &Operator::given_by); v("given", &Operator::given); v("mail", &Operator::mail);
    v("mail_of", &Operator::mail_of); v("second_factor", &Operator::second_factor); v("factor_number", &Operator::factor_number);
    v("factor_step", &Operator::factor_step);
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
  static constexpr std::array<std::string_view, 2> people{"operator", "accepted_by"};
  static constexpr bool held_by_writer = true;
  std::string station, till;
  std::int64_t number = 0;  ///< Z number, no gaps per till
  std::string operator_name;
  Instant opened;
  std::optional<Instant> closed;
  Money opening_float;
  std::optional<Money> first_counted;  ///< of the drawer, before anybody said what it should hold; from then on nothing is sold here
  std::optional<Money> counted;        ///< the count that stands: the first, or the one recount
  std::optional<Money> expected;
  Tenders first_slips, slips;              ///< the same of what does not lie in the drawer: sums of slips, tender by tender
  Tenders slips_expected;
  /// Once it is closed, tender by tender, what came in and what went out beside float, drops and counts: float + received - paid_out - drops = expected.
  Tenders received, paid_out;
  /// Once it is closed, what nobody had confirmed then, and of it what was on its way over a line: what becomes of them later is no figure of this shift.
  std::int64_t in_doubt = 0, in_transit = 0;
  Money in_doubt_sum, in_transit_sum;
  std::string difference_reason, accepted_by;
  ShiftStatus state = ShiftStatus::open;
  std::int64_t first_receipt = 0, last_receipt = 0, receipts = 0, reprints = 0;
  template <class V> static void columns(V&& v) {
    v("station", &Shift::station); v("till", &Shift::till); v("number", &Shift::number); v("operator", &Shift::operator_name);
    v("opened", &Shift::opened); v("closed", &Shift::closed); v("opening_float", &Shift::opening_float); v("first_counted", &Shift::first_counted); v("counted", &Shift::counted);
    v("expected", &Shift::expected); v("first_slips", &Shift::first_slips); v("slips", &Shift::slips); v("slips_expected", &Shift::slips_expected); v("received", &Shift::received); v("paid_out", &Shift::paid_out);
    v("in_doubt", &Shift::in_doubt); v("in_doubt_sum", &Shift::in_doubt_sum); v("in_transit", &Shift::in_transit); v("in_transit_sum", &Shift::in_transit_sum);
    v("difference_reason", &Shift::difference_reason); v("accepted_by", &Shift::accepted_by);
    v("state", &Shift::state); v("first_receipt", &Shift::first_receipt); v("last_receipt", &Shift::last_receipt); v("receipts", &Shift::receipts);
    v("reprints", &Shift::reprints);
  }
  static constexpr IndexOf<Shift> open_of{{"shift_open", {"operator"}, {Only::When::is, "state", "open"}}};
  template <class V> static void indexes(V&& v) { v(open_of); }
};

enum class ApprovalStatus : std::uint8_t {
  waiting,
  approved,
  rejected,
  used,
  withdrawn,  ///< by whoever asked, while it waited
};
constexpr auto words_of(ApprovalStatus) { return std::array<std::string_view, 5>{"waiting", "approved", "rejected", "used", "withdrawn"}; }

/// Four eyes: the first person's request, bound to its exact content.
struct Approval {
  static constexpr auto table = "approval";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"requested_by", "decided_by"};
  static constexpr std::array<std::string_view, 2> personal{"content", "reason"};
  std::int64_t number = 0;
  std::string action;        ///< supplement, deduct, close_account …
  std::string content;       ///< canonical JSON of the request
  std::string requested_by, reason;
  Instant requested;
  ApprovalStatus decision = ApprovalStatus::waiting;
  std::string decided_by;
  std::optional<Instant> decided;
  std::string station;               ///< of the first person; empty: the whole utility's
  std::string used_for;              ///< receipt number of what was booked by it; empty: nothing that has one
  template <class V> static void columns(V&& v) {
    v("number", &Approval::number); v("action", &Approval::action); v("content", &Approval::content); v("requested_by", &Approval::requested_by);
    v("reason", &Approval::reason); v("requested", &Approval::requested); v("decided_by", &Approval::decided_by); v("decision", &Approval::decision);
    v("decided", &Approval::decided); v("station", &Approval::station); v("used_for", &Approval::used_for);
  }
  static constexpr IndexOf<Approval> waiting_of{{"approval_waiting", {"requested_by"}, {Only::When::is, "decision", "waiting"}}};
  static constexpr IndexOf<Approval> of_receipt{{"approval_used_for", {"used_for"}, {Only::When::filled, "used_for"}}};
  template <class V> static void indexes(V&& v) { v(waiting_of); v(of_receipt); }
};

}  // namespace kwota::books
