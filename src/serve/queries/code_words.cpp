#include "serve/queries/code_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

/// Where the words of a column stand, when not under its own name, or when its codes are more than its row declares.
struct Words {
  std::string_view list;  ///< empty: of each list
  std::string_view column, words;
};
constexpr std::array named{
    Words{"sales", "kind", "sale_kind"},
    Words{"in-doubt", "kind", "sale_kind"},
    Words{"entries", "what", "sale_kind"},
    Words{"customers", "kind", "customer_kind"},
    Words{"cards", "kind", "card_kind"},
    Words{"cards", "state_reason", "card_reason"},
    Words{"purses", "state_reason", "card_reason"},
    Words{"places", "kind", "place_kind"},
    Words{"tills", "kind", "till_kind"},
    Words{"commands", "kind", "command.kind"},
    Words{"meter-events", "kind", "meter_event"},
    Words{"explanations", "kind", "exception_kind"},
    Words{"explanations", "code", "explained|reconcile|meter_event|finding"},  // as its kind says (books::ExceptionKind); the series of a watering is a number
    Words{"codes", "kind", "code_kind"},
    Words{"purse-moves", "kind", "purse_move"},
    Words{"tool-orders", "tool", "pump_tool.kind"},
    Words{"purse-moves", "outcome", "purse_outcome"},
    Words{"stock-events", "move", "stock_move"},
    Words{"debts", "rule", "debt_rule"},
    Words{"debts", "origin", "debt_origin"},
    Words{"figures-sales", "kind", "sale_kind"},
    Words{"figures-sales", "undone", "sale_kind"},
    Words{"figures-money", "kind", "sale_kind"},
    Words{"figures-money", "undone", "sale_kind"},
    Words{"figures-receipts", "kind", "sale_kind"},
    Words{"figures-receipts", "undone", "sale_kind"},
    Words{"reviewed-readings", "source", "reading_source"},
    Words{"review-steps", "source", "reading_source"},
    Words{"reviewed-readings", "finding", "review_rule"},
    Words{"review-steps", "finding", "review_rule"},
    Words{"reviewed-readings", "also", "review_rule"},
    Words{"outlet_move", "kind", "outlets.move_kind"},
    Words{"outlet_move", "money", "outlets.money"},
    Words{"meter_reading", "state", "state.meter_reading"},
    Words{"meter_reading", "findings", "meter_told"},
    Words{"meter_reading", "events", "meter_event"},
    Words{"meter_reading", "network", "measure"},
    Words{"notice", "event", "notice_event"},
    Words{"people-changes", "kind", "proposal.change"},
    Words{"people-changes", "why_alone", "setting.alone"},
    Words{"approvals", "decision", "state.decision"},
    Words{"instructions", "kind", "instruction_kind"},
    Words{"statements", "last_applied", "applied"},
    Words{"journal", "what", "journal"},
    Words{"visits", "outcome", "visit_outcome"},
    Words{"outlets", "state", "outlet_state"},
    Words{"invoices", "kind", "invoice_kind"},
    Words{"jobs", "kind", "job.kind"},
    Words{"letters", "kind", "letter_kind"},
    Words{"letters", "way", "letter_way"},
    Words{"letters", "to_kind", "letter_to"},
    Words{"letters", "failure", "letter_failure"},
    Words{"waterings", "paid", "watering_paid"},
    Words{"waterings", "cause", "watering_end"},
    Words{"imports", "choice", "import_choice"},
    Words{"imports", "state", "import_state"},
    Words{"opening-balances", "state", "opening_state"},
    Words{"opening-balances", "kept_at", "opening_at"},
    Words{"key-campaigns", "state", "campaign_state"},
    Words{"key-ceremonies", "state", "ceremony_state"},
    Words{"key-ceremonies", "state_reason", "ceremony_reason"},
    Words{"key-devices", "kind", "key_device"},
    Words{"key-devices", "state_reason", "device_reason"},
    Words{"key-devices", "state", "key_device_state"},
    Words{"key-versions", "origin", "key_origin"},
    Words{"key-versions", "state", "key_state"},
    Words{"meter-modules", "origin", "module_origin"},
    Words{"", "action", "permission"},
    Words{"", "scheme", "scheme"},
    Words{"remote-accounts", "scheme_before", "scheme"},
    Words{"scheme-changes", "from_scheme", "scheme"},
    Words{"scheme-changes", "to_scheme", "scheme"},
    Words{"", "product", "product"},
};

/// What a list's states are states of.
struct States {
  std::string_view list, of;
};
constexpr std::array states{
    States{"sales", "sale"},
    States{"in-doubt", "sale"},
    States{"accounts", "account"},
    States{"customers", "customer"},
    States{"meters", "meter"},
    States{"cards", "card"},
    States{"shifts", "shift"},
    States{"operators", "operator"},
    States{"links", "link"},
    States{"commands", "command"},
    States{"purses", "purse"},
    States{"purse-applications", "purse_application"},
    States{"account-applications", "purse_application"},
    States{"tool-orders", "tool_order"},
    States{"waterings", "watering"},
    States{"handhelds", "handheld"},
    States{"hand-overs", "hand_over"},
    States{"record-gaps", "record_gap"},
    States{"remote-accounts", "remote_account"},
    States{"account-changes", "account_change"},
    States{"reading-plans", "reading_plan"},
    States{"reading-routes", "reading_route"},
    States{"reviewed-readings", "reviewed_reading"},
    States{"review-steps", "reviewed_reading"},
    States{"debts", "debt"},
    States{"visits", "visit"},
    States{"invoices", "invoice"},
    States{"jobs", "job"},
    States{"letters", "letter"},
    States{"meter-stock", "stock"},
    States{"plans", "plan"},
    States{"plan-versions", "plan"},
    States{"people-changes", "people_change"},
};

/// Empty: no dictionary has it.
std::string said(std::string_view language, const std::string& key) {
  auto text = say(language, key);
  return text == key ? std::string{} : text;
}

/// Under each of the tables that `under` names. Empty: none has it.
std::string one_code(std::string_view language, std::string_view under, std::string_view code) {
  for (auto rest = under;;) {
    const auto end = rest.find('|');
    if (auto text = said(language, fmt::format("{}.{}", rest.substr(0, end), code)); !text.empty()) return text;
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
}

/// " 60.00": a sum behind its code, and no word of somebody's own text.
bool starts_a_number(std::string_view text) { return text.size() > 1 && (text[1] == '-' || is_digit(text[1])); }

/// "relay_open,alarm1", "trips=4", "voltage:A=220.0", "cash 60.00; card 40.00 A41F77": each code by its word, what is said of it behind. Empty: one of them is no code.
std::string several_codes(std::string_view language, std::string_view under, std::string_view text) {
  const bool sums = text.find("; ") != std::string_view::npos || text.find(' ') != std::string_view::npos;
  const std::string_view between = sums ? "; " : ",";
  std::string out;
  for (auto rest = text;;) {
    const auto end = rest.find(between);
    auto part = std::string(rest.substr(0, end));
    const auto more = part.find_first_of(sums ? " " : ":=");
    const auto word = one_code(language, under, std::string_view(part).substr(0, more));
    if (word.empty() || (sums && !starts_a_number(std::string_view(part).substr(std::min(more, part.size()))))) return {};
    std::ranges::replace_if(part, [](char c) { return c == ':' || c == '='; }, ' ');
    out += (out.empty() ? "" : sums ? "; " : ", ") + word + (more == std::string::npos ? "" : part.substr(more));
    if (end == std::string_view::npos) return out;
    rest.remove_prefix(end + between.size());
  }
}

}  // namespace

std::string words_under(std::string_view list, const store::Column& column) {
  if (column.name == "state" && !column.words.empty())
    for (const auto& one : states)
      if (one.list == list) return fmt::format("state.{}", one.of);
  for (const auto& one : named)
    if (one.column == column.name && (one.list.empty() || one.list == list)) return std::string(one.words);
  return column.words.empty() ? std::string() : column.name;
}

std::string column_text(std::string_view language, std::string_view list, const std::string& column) {
  auto own = said(language, fmt::format("column.{}.{}", list, column));
  return own.empty() ? say(language, "column." + column) : own;
}

std::string code_text(std::string_view language, std::string_view under, const std::string& code) {
  auto text = one_code(language, under, code);
  if (text.empty() && code.find_first_of(",= ") != std::string::npos) text = several_codes(language, under, code);
  return text.empty() ? code : text;
}

std::string list_text(std::string_view language, std::string_view list) {
  for (const auto* where : {"page", "list"})
    if (auto text = said(language, fmt::format("{}.{}", where, list)); !text.empty()) return text;
  return std::string(list);
}

}  // namespace kwota::serve
