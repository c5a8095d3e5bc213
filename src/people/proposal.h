// What a second person is asked to agree to, in kinds and values: what shall be done, and each thing that it is done with. Whoever reads it – on a page, in a file – is told in
// his own language with figures in his own form, by the words of the dictionaries (`proposal.<what>`, `proposal.part.<part>`); nothing here is a sentence.
// Guarantees: two proposals have the same canonical() only when they say the same of the same things; no value can pass for a part of another one.
// Begin with Proposal; what binds an approval to it: people/approval.h.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"

namespace kwota::people {

enum class Proposed : std::uint8_t {
  // at the counter
  take_back, take_back_payment, deduct, pay_out, supplement, claim_debt, write_off_claim, unblock_card, unblock_customer, clear_meter, permit_preset, pump_tool, give_back_to_outlet,
  // money on farmers' cards
  release_lock, take_over_card, deduct_from_card, pay_over, close_purse, give_up_making,
  // the life of an account
  close_account, swap_meter, transfer, change_scheme, change_account, withdraw_account_change, allow_overdraft, raise_debt, change_interest, pause_debt, write_off_debt, void_invoice, credit_invoice, merge_customers,
  // the utility
  change_setting, withdraw_setting, change_code, change_slip_template, withdraw_slip_template, publish_plan, withdraw_plan, meter_limits, open_outlet, change_outlet, outlet_state, outlet_move, outlet_commission, operator_change, import_file,
  undo_import, archive, restore, certify_handheld, confirm_key_office,
  // keys
  deliver_keys, activate_keys, destroy_key, issue_device, renew_device, void_device, allow_issues, refill_sam, meter_keys,
  begin_campaign, finish_campaign, stop_campaign, make_backup_key, back_up_keys, restore_keys, confirm_counters, renew_key_person, unlock_key_person, void_key_person,
};
constexpr auto words_of(Proposed) {
  return std::array<std::string_view, 72>{
      "take_back", "take_back_payment", "deduct", "pay_out", "supplement", "claim_debt", "write_off_claim", "unblock_card", "unblock_customer", "clear_meter", "permit_preset", "pump_tool", "give_back_to_outlet",
      "release_lock", "take_over_card", "deduct_from_card", "pay_over", "close_purse", "give_up_making",
      "close_account", "swap_meter", "transfer", "change_scheme", "change_account", "withdraw_account_change", "allow_overdraft", "raise_debt", "change_interest", "pause_debt", "write_off_debt", "void_invoice", "credit_invoice", "merge_customers",
      "change_setting", "withdraw_setting", "change_code", "change_slip_template", "withdraw_slip_template", "publish_plan", "withdraw_plan", "meter_limits", "open_outlet", "change_outlet", "outlet_state", "outlet_move", "outlet_commission", "operator_change", "import_file",
      "undo_import", "archive", "restore", "certify_handheld", "confirm_key_office",
      "deliver_keys", "activate_keys", "destroy_key", "issue_device", "renew_device", "void_device", "allow_issues", "refill_sam", "meter_keys",
      "begin_campaign", "finish_campaign", "stop_campaign", "make_backup_key", "back_up_keys", "restore_keys", "confirm_counters", "renew_key_person", "unlock_key_person", "void_key_person"};
}

/// With what it is done; the word is `proposal.part.<part>` of the dictionaries.
enum class Part : std::uint8_t {
  account, customer, into_customer, sale, card, meter, new_meter, place, outlet, name, debt, invoice, operator_name, full_name, role, station, maker, operator_state, change, setting,
  scope, of, list, file, import_number, handheld, public_key, fingerprint, device, serial, holder, code, vault, key_purpose, key_version, meter_work, ukey,
  campaign, from_version, to_version, refused_after, shares_needed, older, valid_to, issues, sales, year, group, receipts_lost, plan, draft, stops,
  usage_class, persons, debt_kind, document, since, rule, instalment, due, scheme, may_owe, remaining, last_register, first_register, keeps_credit, debts_go,
  leave_in_doubt, to_account, tender, reference, claims_debt, pump_tool, days_good, watering, edition, after_edition, cards, terminal, area, seconds, at, parameter,
  price_set, basis, rate, price, period_from, ct, pt, units, credit_limit, sale_limit, day_limit, outlet_state, move_kind, per_mille, rows_new, rows_changed,
  rows_wrong, choice, content_mark, control_total, slip, line, line_when, line_look, own_text, line_gone, number, value, value_before, from, until, sum, reason, counted_by_card, counted_by_books, shown_by_card, shown_by_books, lost_rest,
  interest, interest_at_once, code_table, in_use, address, address_before,
};
constexpr auto words_of(Part) {
  return std::array<std::string_view, 127>{
      "account", "customer", "into_customer", "sale", "card", "meter", "new_meter", "place", "outlet", "name", "debt", "invoice", "operator", "full_name", "role", "station", "maker",
      "operator_state", "change", "setting", "scope", "of", "list", "file", "import", "handheld", "public_key", "fingerprint", "device", "serial", "holder", "code",
      "vault", "key_purpose", "key_version", "meter_work", "ukey", "campaign", "from_version", "to_version", "refused_after", "shares_needed", "older", "valid_to",
      "issues", "sales", "year", "group", "receipts_lost", "plan", "draft", "stops", "usage_class", "persons", "debt_kind", "document", "since", "rule",
      "instalment", "due", "scheme", "may_owe", "remaining", "last_register", "first_register", "keeps_credit", "debts_go", "leave_in_doubt", "to_account",
      "tender", "reference", "claims_debt", "pump_tool", "days_good", "watering", "edition", "after_edition", "cards", "terminal", "area", "seconds", "at",
      "parameter", "price_set", "basis", "rate", "price", "period_from", "ct", "pt", "units", "credit_limit", "sale_limit", "day_limit", "outlet_state",
      "move_kind", "per_mille", "rows_new", "rows_changed", "rows_wrong", "choice", "content_mark", "control_total", "slip", "line", "line_when", "line_look", "own_text", "line_gone", "number", "value", "value_before", "from",
      "until", "sum", "reason", "counted_by_card", "counted_by_books", "shown_by_card", "shown_by_books", "lost_rest", "interest", "interest_at_once", "code_table", "in_use", "address", "address_before"};
}

/// How a value is to be read.
enum class ValueKind : std::uint8_t {
  text,    ///< a name, a document, the number of a thing: as it is written
  number,  ///< of an account, a version: digits that are not counted with
  count,
  money,   ///< of the utility's currency: "1200.50"
  figure,  ///< what a meter shows or holds: "1234.5"
  energy,  ///< kWh
  volume,  ///< m³
  day,     ///< of a calendar: "2026-12-01"
  time,    ///< by the utility's clock: "2026-12-01 08:00:00"
  word,    ///< a key of the dictionaries: "outlet_state.blocked"
};
constexpr auto words_of(ValueKind) {
  return std::array<std::string_view, 10>{"text", "number", "count", "money", "figure", "energy", "volume", "day", "time", "word"};
}

class Proposal {
 public:
  Proposal(Proposed what) : what_(what) {}  // NOLINT(google-explicit-constructor): what has no parts is named alone
  /// Nothing to say: no part. The same of figure() and day().
  Proposal& text(Part part, std::string_view value);
  Proposal& number(Part part, std::int64_t value);
  Proposal& count(Part part, std::int64_t value);
  Proposal& money(Part part, Money value, int minor_digits);
  Proposal& figure(Part part, std::string_view value);
  Proposal& credit(Part part, Credit value, int minor_digits);
  Proposal& day(Part part, std::string_view value);
  Proposal& time(Part part, const LocalTime& value);
  /// `family`.`word` of the dictionaries.
  Proposal& word(Part part, std::string_view family, std::string_view word);
  /// What goes without a value: its name says it.
  Proposal& that(Part part);

  /// {"what": …, "parts": [{"part": …, "kind": …, "value": …}, …]}: what an approval is bound to, to the letter.
  std::string canonical() const;

 private:
  struct Item {
    Part part;
    ValueKind kind;
    std::string value;
  };
  Proposal& say(Part part, ValueKind kind, std::string value);

  Proposed what_;
  std::vector<Item> parts_;
};

/// Whether what was proposed names this thing as this part: the value is its name, or begins with it and a space.
bool names(std::string_view canonical, Part part, std::string_view name);
/// What it names as this part: each value up to its first space.
std::vector<std::string> named(std::string_view canonical, Part part);

}  // namespace kwota::people
