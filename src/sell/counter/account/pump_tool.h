// Tool cards of a pump crew, as the office permits them: what the card orders, for which well, until when. The order's number is the moment at which it
// was permitted, so no two orders share one, nor of books that were restored from an older copy; by number and use a pump obeys each once.
// Guarantees: a technician asks and a second person agrees, whatever it is; the vault's journal and the register of orders have it before anything is sealed.
// Never: moves money, or knows a byte of the card.   Begin with: pump_tool_content(), permit_pump_tool().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/core/pump_settings.h"
#include "base/time.h"
#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/field/tool.h"
#include "people/context.h"
#include "people/proposal.h"

namespace kwota::counter {

using people::Context;

using books::PumpTool;
/// Until its last day a pump takes it, by its own clock. [K]
inline constexpr int pump_tool_days_default = 3, pump_tool_days_max = 30;
inline constexpr std::size_t pump_tool_cards_max = 24, pump_tool_parameters_max = 38, pump_tool_periods_max = 14;
inline constexpr std::int64_t pump_test_seconds_max = 600;

struct PumpToolRequest {
  PumpTool tool = PumpTool::black_list;
  int days = pump_tool_days_default;
  std::optional<MeterNumber> meter{};  ///< of the well: clear_hung and bind are for it alone
  std::int64_t watering = 0;           ///< clear_hung: its number
  std::int64_t after_edition = 0;      ///< black_list: the pump has this one already; 0: all
  std::optional<LocalTime> at{};       ///< clock: a time at which the card may be held to a pump; prices: from when
  std::int64_t seconds = 0;            ///< test
  struct Parameter {
    std::int64_t number = 0, value = 0;  ///< number: that of a PumpParameter on the card, from 1 on
  };
  std::vector<Parameter> parameters{};
  std::int64_t set = 0;                ///< prices
  std::optional<ChargeBasis> basis = ChargeBasis::energy;  ///< nothing: a number was said that is none
  struct Price {
    std::int64_t rate = 0, e4 = 0;     ///< by pump_rate, each once: of energy the first at least where it is charged, of an hour or a cubic metre the other
  };
  struct Period {
    std::int64_t hour = 0, minute = 0, rate = 0;
  };
  std::vector<Price> prices{};
  std::vector<Period> periods{};
};

/// What the card will carry: the request, and what the books say to it.
struct PumpToolContent {
  PumpToolRequest asked;
  LocalDate last_day{};
  std::vector<CardSerial> cards{};  ///< black_list
  std::int64_t edition = 0;
  CardSerial card;                  ///< clear_hung
  std::int64_t offline = 0;
  std::string terminal, area, well; ///< bind: as the books have them for that meter
};
/// Errors: unknown_meter {meter}, meter_at_no_well {meter}, pump_tool_days {most}, pump_tool_value {what}, nobody_hangs {meter, number},
/// black_list_too_long {most}, black_list_nothing_new {edition}, black_list_begins_anew {edition}, terminal_not_known {meter}.
Result<PumpToolContent> pump_tool_content(const books::Reader& books, const PumpToolRequest& request, const Context& context);
/// What the second person is asked: everything that the card will carry.
people::Proposal approval_content(const PumpToolContent& content);

struct PumpToolPermission {
  std::int64_t number = 0;  ///< of the order
  PumpToolContent content;
  std::string approved_by;
};
struct PumpToolBooking {
  std::string vault;   ///< that will seal it; names the journal
  std::string reason;
  CardSerial card;     ///< on the reader
  std::int64_t approval = 0;
};
/// Permission `tool_cards`. Errors: those above, reason_missing, card_in_use {card, account}, permission_denied, approval_needed and the other approval_*.
Result<books::Decision<PumpToolPermission>> permit_pump_tool(const books::Reader& books, const PumpToolRequest& request, const PumpToolBooking& booking,
                                                             const Context& context);
/// The card has it. Error `unknown_tool_order` {number}.
Result<books::Decision<books::ToolOrder>> pump_tool_written(const books::Reader& books, std::int64_t number, const Context& context);

}  // namespace kwota::counter
