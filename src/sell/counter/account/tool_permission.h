// Cards for the meter crew, as the shop permits them: a clear card zeroes one meter once; a preset card gives a meter in its factory
// state prices, alarms and transformer ratios.
// Guarantees: both need a second person; a permission stands in the vault's journal before anything is sealed; its authorisation
// is the number of the approval that was used up for it, so no two permissions share one.
// Never: moves money – what a zeroed meter gave up comes home with its statement.   Begin with: permit_clear(), permit_preset().
#pragma once
#include <string>

#include "books/decision.h"
#include "people/proposal.h"
#include "sell/counter/order/carry_order.h"

namespace kwota::counter {

/// How long a clear card may be used, by the meter's clock. [K]
inline constexpr int clear_days_default = 3, clear_days_max = 30;
/// Error `clear_card_days`{most}: its last day is over, or too far away.
Error not_so_long();

/// Of every card for a crew, of meters or of pumps: permission `tool_cards`, a reason, and no customer's card. Errors: permission_denied, reason_missing,
/// card_in_use {card, account}.
Result<void> may_become_tool_card(const books::Reader& books, const CardSerial& card, const std::string& reason, const Context& context);

struct ClearRequest {
  std::string vault;            ///< that will seal it; names the journal
  MeterNumber meter;            ///< exactly one meter, never "any"
  int days = clear_days_default;
  std::string reason;           ///< never empty
  CardSerial card;              ///< blank or an older clear card, on the reader
  std::int64_t approval = 0;
};
people::Proposal approval_content(const ClearRequest& request);

struct ClearPermission {
  std::uint64_t authorisation = 0;  ///< the approval's number; a meter takes each once
  MeterNumber meter;
  LocalTime valid_until;            ///< the end of that minute, local to the station
  std::string approved_by;
};
/// Permission `tool_cards`. Errors: reason_missing, unknown_meter, clear_card_days {most}, permission_denied, approval_needed and the
/// other approval_* errors, card_in_use {card, account}: a customer's card is no tool card.
Result<books::Decision<ClearPermission>> permit_clear(const books::Reader& books, const ClearRequest& request, const Context& context);

struct PresetRequest {
  std::string vault;
  std::string plan;             ///< whose prices the meter gets
  std::uint32_t ct = 1, pt = 1; ///< six digits each
  std::string reason;
  CardSerial card;
  std::int64_t approval = 0;
};
people::Proposal approval_content(const PresetRequest& request);

/// Permission `tool_cards`. Errors: reason_missing, unknown_plan, bad_plan, plan_does_not_fit, no_version, ratio_out_of_range {ct, pt},
/// permission_denied, approval_*, card_in_use.
Result<books::Decision<MeterParameters>> permit_preset(const books::Reader& books, const PresetRequest& request, const Context& context);

}  // namespace kwota::counter
