// What somebody may do, by its word: "sell", "meters_write". Written as the word and looked up by the compiler, so that a right that nobody has does not compile.
// Which roles have it stands in people/permissions.cpp; a new right is its word here and its line there.
//   MUST(people::require(who, "backup"));
// Never: decides. Begin with Right; of a word that came from outside with Right::named().
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kwota::books {

/// Stable, also `permission.<word>` of the dictionaries.
inline constexpr std::array<std::string_view, 105> right_words{
    "own_password", "shift_own", "shift_other", "accept_difference", "sell", "reprint", "open_account", "take_back_own",
    "take_back", "pay_out", "supplement", "close_account", "swap_meter", "change_scheme", "transfer_account", "claim_debt",
    "write_off", "debts_write", "replace_card", "settle", "block", "unblock", "customers_read", "customers_write",
    "change_account", "meters_read", "meters_write", "card_stock_write", "merge_customers", "import", "tariffs_read", "tariffs_draft",
    "tariffs_publish", "codes_read", "codes_write", "tool_cards", "links_write", "remote_orders", "balances_write",
    "meter_parameters", "meter_limits", "pay_over", "purse_apply", "purse_grant", "release_lock", "take_over_card", "handheld_import",
    "handheld_certify", "occupants_write", "collection_write", "readings_write", "readings_review", "visits_write",
    "exceptions_explain", "sales_read", "statements_read", "shifts_read", "ledger_read", "reports_read", "personal_export", "outlets_read",
    "outlets_write", "outlet_clients", "outlet_sell", "invoices_read", "invoices_write", "invoices_void",
    "invoice_series_write", "queries", "queries_share", "approvals", "operators_read", "operators_write", "operators_money",
    "people_countersign", "stations_read", "stations_write", "settings_read", "settings_write", "key_office", "jobs",
    "jobs_all", "notices", "letters_read", "letters_write", "month_close", "backup", "restore", "archive", "audit_read",
    "verify", "keys_read", "key_journal_read", "key_ceremony", "key_ceremony_begin", "key_cards", "key_devices", "key_export",
    "key_void", "key_destroy", "key_campaign", "key_backup", "key_people", "meter_keys", "bench",
};

class Right {
 public:
  // A word in place of a right is what makes this pleasant to read. NOLINTNEXTLINE(google-explicit-constructor)
  consteval Right(const char* word) : place_(place_of(word)) {}
  static constexpr std::optional<Right> named(std::string_view word) {
    const auto at = std::find(right_words.begin(), right_words.end(), word);
    return at == right_words.end() ? std::nullopt : std::optional(Right(static_cast<std::size_t>(at - right_words.begin())));
  }
  constexpr std::string_view word() const { return right_words[place_]; }
  /// Of its word in right_words.
  constexpr std::size_t place() const { return place_; }
  friend constexpr bool operator==(Right, Right) = default;

 private:
  constexpr explicit Right(std::size_t place) : place_(static_cast<std::uint8_t>(place)) {}
  static constexpr std::uint8_t place_of(std::string_view word) { return static_cast<std::uint8_t>(named(word).value().place()); }  // no such word: no constant
  std::uint8_t place_;
  friend class Rights;
};

/// Several of which any one is enough, written with "|" between: "take_back_own|take_back". Of none it is empty.
class Rights {
 public:
  static constexpr std::size_t most = 9;
  constexpr Rights() = default;
  consteval Rights(const char* words) : words_(words) {  // NOLINT(google-explicit-constructor)
    for (auto rest = words_; !rest.empty();) {
      const auto end = std::min(rest.find('|'), rest.size());
      places_.at(count_++) = Right::place_of(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  constexpr Rights(Right one) : words_(one.word()), places_{one.place_}, count_(1) {}  // NOLINT(google-explicit-constructor)

  constexpr bool empty() const { return count_ == 0; }
  constexpr std::size_t size() const { return count_; }
  constexpr Right operator[](std::size_t at) const { return Right(std::size_t{places_[at]}); }
  constexpr Right front() const { return (*this)[0]; }
  /// Whether any of them is such.
  template <class Is>
  constexpr bool any(Is is) const {
    for (std::size_t at = 0; at < count_; ++at)
      if (is((*this)[at])) return true;
    return false;
  }
  /// As they were written.
  constexpr std::string_view words() const { return words_; }

 private:
  std::string_view words_{};
  std::array<std::uint8_t, most> places_{};
  std::size_t count_ = 0;
};

}  // namespace kwota::books
