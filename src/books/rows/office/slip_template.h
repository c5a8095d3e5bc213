// How the slips of a kind are laid out: which fact stands on which line, own texts, when a line is drawn. Each row is a whole layout from a moment on, wanted by
// one person and agreed to by another; without any the built-in one counts, which is data of the same form (sell/receipt/builtin.cpp).
// Registers: SlipTemplate.   Begin with SlipTemplate; its lines: books/parts/slip_lines.h.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"
#include "books/parts/slip_lines.h"
#include "books/rows/office/people.h"
#include "books/rows/office/setting.h"
#include "books/table.h"

namespace kwota::books {

/// Slips by what they tell.
enum class SlipKind : std::uint8_t {
  // that customers take home
  sale,           ///< credit for money, by prices
  payment,        ///< money taken for something else: a balance, a debt, a card
  refund,         ///< money given back, or waiting to be
  supplement,     ///< no money: credit without it, an order to a meter
  swap,
  transfer,
  end_of_supply,
  change_scheme,
  // of drawers, safes and days
  opening,        ///< a shift begins with its float
  closing,        ///< what a drawer should hold and what was counted
  drop,
  deposit,
  day,            ///< the shifts of a station
  // of nothing that was booked
  people,         ///< who holds what
  printer_test,
  account_change, ///< other terms of an account from a day on
};
constexpr auto words_of(SlipKind) {
  return std::array<std::string_view, 16>{"sale", "payment", "refund", "supplement", "swap", "transfer", "end_of_supply", "change_scheme", "opening", "closing", "drop", "deposit", "day", "people", "printer_test", "account_change"};
}
/// Of a booking, and not of a drawer or of the house.
constexpr bool is_receipt(SlipKind kind) { return kind < SlipKind::opening; }

struct SlipTemplate {
  static constexpr auto table = "slip_template";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 4> people{"asked_by", "approved_by", "withdrawn_by", "withdrawal_approved_by"};
  std::int64_t number = 0;
  SlipKind kind = SlipKind::sale;
  SlipLines lines;
  Instant in_force;                   ///< of what is booked from here on
  SettingStatus state = SettingStatus::agreed;
  std::string reason;
  std::string asked_by, approved_by;  ///< the second person; empty: none was asked
  WhyAlone why_alone = WhyAlone::not_alone;
  Instant agreed;                     ///< when the row was written
  std::string withdrawn_by, withdrawal_approved_by, withdrawal_reason;
  std::optional<Instant> withdrawn;
  template <class V> static void columns(V&& v) {
    v("number", &SlipTemplate::number); v("kind", &SlipTemplate::kind); v("lines", &SlipTemplate::lines); v("in_force", &SlipTemplate::in_force); v("state", &SlipTemplate::state);
    v("reason", &SlipTemplate::reason); v("asked_by", &SlipTemplate::asked_by); v("approved_by", &SlipTemplate::approved_by); v("why_alone", &SlipTemplate::why_alone);
    v("agreed", &SlipTemplate::agreed); v("withdrawn_by", &SlipTemplate::withdrawn_by); v("withdrawal_approved_by", &SlipTemplate::withdrawal_approved_by);
    v("withdrawal_reason", &SlipTemplate::withdrawal_reason); v("withdrawn", &SlipTemplate::withdrawn);
  }
  /// What counts or will count, in the order in which it comes into force.
  static constexpr IndexOf<SlipTemplate> agreed_rows{{"slip_template_agreed", {"kind", "in_force"}, {Only::When::is, "state", "agreed"}}};
  static constexpr IndexOf<SlipTemplate> of_kind{{"slip_template_kind", {"kind"}}};
  template <class V> static void indexes(V&& v) { v(agreed_rows); v(of_kind); }
};

}  // namespace kwota::books
