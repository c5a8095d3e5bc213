// Where everything lies in the pump's memory chip, and nothing of it in RAM: the account of the well, prices, the journal of the watering
// that is under way, twenty hung users, twenty of other wells that a handheld has brought, the black list, and the lists of records.
// Guarantees: each record is the old one or the new one, whole, whatever byte the power was lost at. Never: decides. Begin with PumpStore.
#pragma once
#include "meter/parts/ring.h"
#include "meter/pump/settings.h"
#include "meter/pump/watering.h"

namespace kwota::meter {

/// Who the well is, what it counted, and how far its books are.
struct WellAccount {
  std::array<std::uint8_t, 4> well{};
  pump::TerminalNumber terminal{};  ///< of the security module that belongs to it
  std::uint16_t county = 0;         ///< four digits
  std::uint32_t area = 0;           ///< eight digits
  std::array<std::uint8_t, 6> pin{};  ///< of its module
  Energy total, fault_energy, run_on;  ///< run_on: while the relay waits after a stop swipe; nobody pays it
  Volume water;
  Money charged;                  ///< of all waterings
  std::uint32_t counted = 0;      ///< place of the newest watering in these sums
  ClockTime newest{};             ///< of the newest record
  ClockTime next_settlement{};
  std::uint32_t changes_acknowledged = 0, faults_acknowledged = 0;  ///< up to that one of all that ever were somebody has stored them
  bool other_module = false;  ///< it was bound to another one, whose numbers do not go on from those before; until its first record
  friend bool operator==(const WellAccount&, const WellAccount&) = default;
};

/// A hung user of another well, as a handheld or the line has brought his record.
struct Released {
  pump::HungRecord record;
  bool acknowledged = false;
};

class PumpStore {
 public:
  static constexpr std::size_t hung_kept = 20, released_kept = pump::brought_kept, black_list_max = 500;
  static constexpr std::uint32_t usage_kept = 1000, parameters_kept = 50, faults_kept = 20, months_kept = 12, tools_kept = 32;
  using AccountSlots = TwinSlots<WellAccount, 4 + 6 + 2 + 4 + 6 + 4 * 6 + 8 + 5 * 4 + 1, 0x4B41>;  // "KA"
  using ReleasedSlots = TwinSlots<Released, pump::HungRecord::size + 1, 0x4B52>;                       // "KR"
  struct BlackList {
    std::uint16_t edition = 0, count = 0;
    std::uint16_t first = 0;  ///< place of its first card: a list that begins anew is written beside the one in force
  };
  using BlackListSlots = TwinSlots<BlackList, 6, 0x4B42>;           // "KB"
  using Usage = Ring<pump::UsageRecord::size, usage_kept, 0x4B55>;  // "KU"
  using ParameterRecords = Ring<pump::ParameterRecord::size, parameters_kept, 0x4B50>;
  using Faults = Ring<pump::CardFault::size, faults_kept, 0x4B46>;
  using Months = Ring<pump::SettlementMonth::size, months_kept, 0x4B4F>;
  using ToolsUsed = Ring<4 + 2 + 4 + 4, tools_kept, 0x4B58>;  // "KX": order and use; then what each entry hands on to the next (pump_tools.cpp)

  static constexpr std::size_t account_at = 0, parameters_at = account_at + AccountSlots::storage_size,
                               prices_at = parameters_at + PumpParameterSlots::storage_size,
                               journal_at = prices_at + PriceSlots::storage_size, hung_at = journal_at + WateringSlots::storage_size,
                               released_at = hung_at + hung_kept * WateringSlots::storage_size,
                               black_list_at = released_at + released_kept * ReleasedSlots::storage_size,
                               black_cards_at = black_list_at + BlackListSlots::storage_size,
                               months_at = black_cards_at + 2 * black_list_max * 8,
                               faults_at = months_at + Months::storage_size, records_at = faults_at + Faults::storage_size,
                               usage_at = records_at + ParameterRecords::storage_size, tools_at = usage_at + Usage::storage_size;
  /// Bytes of memory that it needs.
  static constexpr std::size_t size = tools_at + ToolsUsed::storage_size;

  explicit PumpStore(Storage& storage);
  /// Looks where the lists end; call when power comes.
  void load();

  // Every save: false when the memory does not keep it; then what was there before is there.
  /// False: there is none.
  bool read(WellAccount& account);
  bool save(const WellAccount& account);
  PumpParameters parameters();
  bool save(const PumpParameters& parameters);
  /// As they were made when there are none.
  void read(Prices& prices);
  bool save(const Prices& prices);
  /// Of the watering under way; empty: there is none.
  Watering journal();
  bool save_journal(const Watering& watering);

  Watering hung(std::size_t index);
  bool save_hung(std::size_t index, const Watering& watering);
  /// A slot that nothing is lost of: empty, settled, released, or read and stored by somebody; the oldest of the best kind.
  std::optional<std::size_t> free_hung();
  /// Users who hang and are not yet read by anybody: their slots cannot be given away.
  std::size_t hung_unread();

  std::optional<Released> released(std::size_t index);
  bool save_released(std::size_t index, const Released& released);

  BlackList black_list() const { return black_list_; }
  bool is_black(const CardSerial& card) const { return stands_in(black_list_, card); }
  // Another list is made ready card by card, and counts when it is put in force, whole; until then the one before does.
  /// The list that is there, under this edition; `anew`, and the edition is a newer one: without its cards. False: older than the one that is there.
  bool prepare_black_list(std::uint16_t edition, bool anew);
  /// Edition 0: none is begun.
  const BlackList& prepared() const { return prepared_; }
  /// One more card of what is begun, unless it stands there. False: no room.
  bool prepare(const CardSerial& card);
  /// What was prepared is the list from now on.
  bool enforce_black_list();

  Usage& usage() { return usage_; }
  /// The record at that place of the list; nothing: it is kept no more, or damaged.
  std::optional<pump::UsageRecord> used(std::uint32_t place) const;
  std::optional<pump::UsageRecord> newest_use() const { return used(usage_.count()); }
  ParameterRecords& parameter_records() { return parameter_records_; }
  Faults& faults() { return faults_; }
  Months& months() { return months_; }
  /// The tool orders that were obeyed, and how far the usage records have gone with collect cards.
  ToolsUsed& tools_used() { return tools_used_; }

 private:
  bool stands_in(const BlackList& list, const CardSerial& card) const;
  Storage& storage_;
  AccountSlots account_slots_;
  PumpParameterSlots parameter_slots_;
  PriceSlots price_slots_;
  WateringSlots journal_slots_;
  BlackListSlots black_list_slots_;
  BlackList black_list_{}, prepared_{};
  Months months_;
  Faults faults_;
  ParameterRecords parameter_records_;
  Usage usage_;
  ToolsUsed tools_used_;
};

}  // namespace kwota::meter
