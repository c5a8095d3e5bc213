// The causes by which something is decided: of all codes that an error may have those that somebody asks for. Who makes such an error and who asks for it
// say the same enumerator, so that a misspelt one does not compile; codes that are only told to people stand as texts where they are made.
//   return error(Fault::refused, Cause::pending_sale, "The last sale has not reached the meter yet; …");
//   if (cause_of(clear.error()) == Cause::pending_sale) …
// Begin with cause_of().
#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/words.h"

namespace kwota {

/// By the alphabet of their words, which are the codes: the dictionaries know them as `error.<code>`.
enum class Cause : std::uint8_t {
  account_closed, approval_needed, backup_bad, bad_component, bad_filter, bad_json, bad_person_pin, bad_pin, bad_port, bad_share, battery_out,
  below_minimum, body_too_large, books_being_restored, books_older_than_witness, books_unavailable, books_unbalanced, card_answer_forged,
  card_blocked, card_changed, card_damaged, card_expired, card_foreign, card_key_differs, card_not_genuine, card_of_sample_keys, card_pin_locked,
  card_pin_wrong, card_refused, card_removed, card_silent, card_voided, change_agreed_already, clock_far_off, code_wanted, component_of_another,
  component_of_letter, components_differ, content_type_unknown, counter_vault_void, csrf, device_known, device_void, disk_full, duplicate_identity,
  groups_unsigned, head_too_large, host_unknown, idempotency_key_reused, key_card_pin_locked, key_card_pin_wrong, key_card_version, key_exists,
  key_missing, key_version_retired, link_failed, load_sam_day, load_sam_expired, load_sam_pin_wanted, load_sam_used_up, load_sam_without_release,
  locked_out, log_mistake, meter_clock_wrong, meter_has_other_keys, meter_of_another_factory, meter_silent, method_not_allowed, month_closed,
  month_day_open, month_empty, no_card, not_found, not_reached, not_signed_in, nothing_changes, nothing_moved, officer_card_locked,
  officer_card_of_another, over_precise, overflow, own_keys_missing, pending_sale, permission_denied, person_token_missing, pin_locked,
  plan_does_not_fit, plan_kind_unknown, power_lost, psam_closed, psam_numbers_used_up, purse_grey, purse_moved_on, purse_not_grey, purse_too_empty,
  quote_stale, rate_limited, reader_offline, reading_gives_way, record_missing, request_unreadable, sale_in_doubt, sale_in_flight, sam_absent,
  sharing, too_little, store_damaged, too_many_at_once, took_too_long, transfer_unknown, transport_key_missing, two_cards, vault_cannot,
  vault_offline, vault_refused, verify_failed, version_conflict, weak_key, wrong_item_length, wrong_password, wrong_person_pin, wrong_pin,
};
constexpr auto words_of(Cause) {
  return std::array<std::string_view, 122>{
      "account_closed", "approval_needed", "backup_bad", "bad_component", "bad_filter", "bad_json", "bad_person_pin", "bad_pin", "bad_port", "bad_share",
      "battery_out", "below_minimum", "body_too_large", "books_being_restored", "books_older_than_witness", "books_unavailable", "books_unbalanced",
      "card_answer_forged", "card_blocked", "card_changed", "card_damaged", "card_expired", "card_foreign", "card_key_differs", "card_not_genuine",
      "card_of_sample_keys", "card_pin_locked", "card_pin_wrong", "card_refused", "card_removed", "card_silent", "card_voided", "change_agreed_already",
      "clock_far_off", "code_wanted", "component_of_another", "component_of_letter", "components_differ", "content_type_unknown", "counter_vault_void", "csrf",
      "device_known", "device_void", "disk_full", "duplicate_identity", "groups_unsigned", "head_too_large", "host_unknown", "idempotency_key_reused",
      "key_card_pin_locked", "key_card_pin_wrong", "key_card_version", "key_exists", "key_missing", "key_version_retired", "link_failed", "load_sam_day",
      "load_sam_expired", "load_sam_pin_wanted", "load_sam_used_up", "load_sam_without_release", "locked_out", "log_mistake", "meter_clock_wrong",
      "meter_has_other_keys", "meter_of_another_factory", "meter_silent", "method_not_allowed", "month_closed", "month_day_open", "month_empty", "no_card",
      "not_found", "not_reached", "not_signed_in", "nothing_changes", "nothing_moved", "officer_card_locked", "officer_card_of_another", "over_precise",
      "overflow", "own_keys_missing", "pending_sale", "permission_denied", "person_token_missing", "pin_locked", "plan_does_not_fit", "plan_kind_unknown",
      "power_lost", "psam_closed", "psam_numbers_used_up", "purse_grey", "purse_moved_on", "purse_not_grey", "purse_too_empty", "quote_stale",
      "rate_limited", "reader_offline", "reading_gives_way", "record_missing", "request_unreadable", "sale_in_doubt", "sale_in_flight", "sam_absent",
      "sharing", "short", "store_damaged", "too_many_at_once", "took_too_long", "transfer_unknown", "transport_key_missing", "two_cards", "vault_cannot",
      "vault_offline", "vault_refused", "verify_failed", "version_conflict", "weak_key", "wrong_item_length", "wrong_password", "wrong_person_pin",
      "wrong_pin"};
}

/// Of a code that the books keep. Nothing: a code by which nothing is decided.
constexpr std::optional<Cause> cause_of(std::string_view code) { return parse_word<Cause>(code); }
inline std::optional<Cause> cause_of(const Error& why) { return cause_of(std::string_view(why.code)); }

inline Error error(Fault fault, Cause cause, std::string_view what, std::initializer_list<std::pair<std::string_view, std::string_view>> details = {}) {
  return error(fault, word_of(cause), what, details);
}
template <std::same_as<Details> Gathered>
Error error(Fault fault, Cause cause, std::string_view what, Gathered details) {
  return error(fault, word_of(cause), what, std::move(details));
}

}  // namespace kwota
