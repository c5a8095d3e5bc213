// A layout of slips is changed by two, like a setting: somebody wants other lines from a moment on and says why, a second person reads every one of them and agrees.
// What was booked before that moment is drawn, and reprinted, as it was laid out then. Until its moment has come two people may withdraw it.
// Guarantees: an approval is for exactly these lines in this order; no row of the past is touched.   Begin with change_template().
#pragma once
#include "books/decision.h"
#include "books/parts/right.h"
#include "people/context.h"
#include "sell/receipt/template.h"

namespace kwota::receipt {

inline constexpr books::Right template_right = "settings_write";

struct TemplateRequest {
  SlipKind kind = SlipKind::sale;
  SlipLines lines;
  std::string from;           ///< local "2026-12-01" or "2026-12-01 08:00"; empty: at once
  std::string reason;
  std::int64_t approval = 0;  ///< 0: none yet
};
/// Errors: those of admit_lines() and of settings/moment.h; permission_denied, slip_same, reason_missing, approval_needed {action, content} and those of people::second_person().
Result<books::Decision<books::SlipTemplate>> change_template(const books::Reader& books, const TemplateRequest& request, const people::Context& context);

struct TemplateWithdrawal {
  std::int64_t number = 0;
  std::string reason;
  std::int64_t approval = 0;
};
/// Errors: permission_denied, whole_utility {station}, not_found {what}, setting_withdrawn {number}, setting_counts {from}, reason_missing, approval_needed
/// {action, content} and those of people::second_person().
Result<books::Decision<books::SlipTemplate>> withdraw_template(const books::Reader& books, const TemplateWithdrawal& request, const people::Context& context);

/// The newest of a kind, the last that was agreed to first.
std::vector<books::SlipTemplate> history_of(const books::Reader& books, SlipKind kind, std::size_t most);

}  // namespace kwota::receipt
