// Journal before send, and the audit trail.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "books/table.h"

namespace kwota::books {

enum class JournalEvent : std::uint8_t {
  sealing,           ///< what could give credit is about to leave the vault
  carried,           ///< on the card, read back; or agreed to by the meter
  not_carried,       ///< proven not to be there
  in_doubt,
  confirmed,         ///< by the meter
  carry_again,       ///< in doubt, and proven not to be on the card: it is written again
  came_back_pending, ///< the card was at home and its meter has not taken it
  unproven,          ///< the card has it, and its proof is wrong
  contradicted,      ///< the card counts less than the books: it was put back, a manager decides
  personalised,      ///< a card that holds money was made
  clear_permitted,   ///< a tool card that zeroes one meter
  preset_permitted,  ///< a tool card for meters with factory keys
};
constexpr auto words_of(JournalEvent) {
  return std::array<std::string_view, 12>{"sealing", "carried", "not_carried", "in_doubt", "confirmed", "carry_again", "came_back_pending",
                                          "unproven", "contradicted", "personalised", "clear_permitted", "preset_permitted"};
}

/// Journal before send: what was about to leave the house, written before it left, and what became of it.
struct JournalEntry {
  static constexpr auto table = "journal";
  static constexpr int key_columns = 2;
  static constexpr bool nobody_asks_by_key = true;
  std::string chain;        ///< "vault/<name>"
  std::int64_t number = 0;  ///< running per chain
  Instant time;
  JournalEvent what = JournalEvent::sealing;
  std::string sale;
  MeterNumber meter;
  SequenceNumber n;
  std::uint32_t revision = 0;
  std::optional<CardSerial> card;
  std::string details;      ///< JSON, no secrets
  template <class V> static void columns(V&& v) {
    v("chain", &JournalEntry::chain); v("number", &JournalEntry::number); v("time", &JournalEntry::time); v("what", &JournalEntry::what);
    v("sale", &JournalEntry::sale); v("meter", &JournalEntry::meter); v("n", &JournalEntry::n); v("revision", &JournalEntry::revision);
    v("card", &JournalEntry::card); v("details", &JournalEntry::details);
  }
  static constexpr IndexOf<JournalEntry> of_sale{{"journal_sale", {"sale"}}};
  template <class V> static void indexes(V&& v) { v(of_sale); }
};

/// Who did what. For a change of a register row, `object` is "<table>/<key>" and `content_hash` the hash of the new row.
struct Audit {
  static constexpr auto table = "audit";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  static constexpr bool nobody_asks_by_key = true;
  static constexpr std::array<std::string_view, 1> personal{"details"};
  std::string chain;        ///< "station/<code>", or "utility"
  std::int64_t number = 0;
  Instant time;
  std::string operator_name;
  std::string action;       ///< the permission that was used
  std::string object;
  Hex content_hash;
  std::string details;      ///< JSON: before -> after in words
  template <class V> static void columns(V&& v) {
    v("chain", &Audit::chain); v("number", &Audit::number); v("time", &Audit::time); v("operator", &Audit::operator_name); v("action", &Audit::action);
    v("object", &Audit::object); v("content_hash", &Audit::content_hash); v("details", &Audit::details);
  }
  static constexpr IndexOf<Audit> of_object{{"audit_object", {"object"}}};
  template <class V> static void indexes(V&& v) { v(of_object); }
};

}  // namespace kwota::books
