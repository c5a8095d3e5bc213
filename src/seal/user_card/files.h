// The files of the prepaid meter's user card, as bytes: what the counter writes, the meter reads, and the way back.
// Source: cards.md 5.1 (layouts seen in two independent meter firmwares); what is Kwota's own is marked [K].
// Freestanding: the counter, the card emulator and the meter's firmware share this text. It knows no key: the
// MACs around these bytes are made by the vault and checked by the card and the meter's security module.
// Guarantees: decode(encode(x)) == x; decode refuses every frame whose mark, length or checksum is wrong.
// Begin with InstructionFile and PurseFile, then ReturnedFile.
#pragma once
#include <array>
#include <optional>

#include "base/core/core.h"

namespace kwota::user_card {

/// Short file identifiers under DF01.
namespace sfi {
inline constexpr std::uint8_t instruction = 0x01, purse = 0x02, tariff_current = 0x03, tariff_spare = 0x04, returned = 0x05;
inline constexpr std::uint8_t register_copy = 0x06;  ///< [K] exact registers, see RegisterFile
inline constexpr std::uint8_t holder = 0x07;         ///< [K] what the counter knows of the card: see HolderFile
inline constexpr std::uint8_t void_list = 0x08;      ///< [K] cards that are good no more: see VoidFile
}  // namespace sfi

/// Second byte of a frame `68 cmd len2 data CS 16`.
enum class Command : std::uint8_t {
  user = 0x01,
  tariff_current = 0x03,  ///< [K]
  tariff_spare = 0x04,    ///< [K]
  preset = 0x06,
  clear = 0x07,        ///< [K] tool card that zeroes a meter
  key_modify = 0x08,   ///< [K] key card: brings a meter the next version of its keys
  key_restore = 0x09,  ///< [K] key card: puts a meter back to its factory's keys
  returned = 0x11,
  registers = 0x12,  ///< [K]
  holder = 0x13,     ///< [K]
  void_list = 0x14,  ///< [K]
};

enum class UserType : std::uint8_t { single = 1, time_of_use = 2, step = 3, time_of_use_and_step = 4 };

enum class CardType : std::uint8_t {
  open_account = 1,
  purchase = 2,
  replacement = 3,
  closing = 4,  ///< [K] the meter gives up what is left, opens and says how much it gave up
};

/// Bits of the update flags (offset 5); FF means that the card carries no parameters.
namespace update {
inline constexpr std::uint8_t parameters = 0x80, tariff_current = 0x01, tariff_spare = 0x02, steps_current = 0x04,
                              steps_spare = 0x08,
                              void_list = 0x40,  ///< [K] SFI 08 is to be taken
                              none = 0xFF;
}

/// YYMMDDhhmm as a meter writes it, in the meter's own clock. All zero: none.
struct MeterTime {
  std::uint8_t year = 0, month = 0, day = 0, hour = 0, minute = 0;  ///< year 0..99 of this century
  constexpr bool is_none() const { return month == 0; }
  friend constexpr auto operator<=>(const MeterTime&, const MeterTime&) = default;
};

/// SFI 01 of a user card, 45 bytes.
struct InstructionFile {
  static constexpr std::size_t size = 45;
  UserType user_type = UserType::single;
  std::uint8_t update_flags = update::none;
  std::uint32_t version = 0;             ///< opaque, 4 bytes
  MeterTime tariff_switch;               ///< when the spare tariff becomes the current one
  std::uint8_t rates = 1;                ///< number of rates, two BCD digits
  Money alarm1, alarm2;                  ///< 0 .. 99 999 999 minor units (4 bytes BCD)
  std::uint32_t ct = 1, pt = 1;          ///< transformer ratios, 6 digits each
  MeterNumber meter;
  CustomerNumber customer;
  CardType card_type = CardType::purchase;
  friend bool operator==(const InstructionFile&, const InstructionFile&) = default;
};

/// SFI 01 of a preset card, 32 bytes: parameters for a meter that is still in its factory (public-key) state.
struct PresetFile {
  static constexpr std::size_t size = 32;
  UserType user_type = UserType::single;
  std::uint8_t update_flags = update::none;
  std::uint32_t version = 0;
  MeterTime tariff_switch;
  std::uint8_t rates = 1;
  Money alarm1, alarm2;
  std::uint32_t ct = 1, pt = 1;
  friend bool operator==(const PresetFile&, const PresetFile&) = default;
};

/// SFI 01 of a clear card [K], 28 bytes: `68 07 0016 authorisation8 meter6 (zero: any) valid-until YYMMDDhhmm 5 reserved3 CS 16`.
struct ClearFile {
  static constexpr std::size_t size = 28;
  std::array<std::uint8_t, 8> authorisation{};  ///< number of the permission in the books, or of the clear card that the county card issued; a meter takes each once
  MeterNumber meter;
  MeterTime valid_until;
  friend bool operator==(const ClearFile&, const ClearFile&) = default;
};

/// SFI 01 of a key card [K], 30 bytes: `68 08|09 0018 county4 from1 to1 keys1 reserved1 meter6 (zero: any)
/// valid-until YYMMDDhhmm 5 reserved5 CS 16`. The card proves itself under the version that the meter has (from).
struct KeyCardFile {
  static constexpr std::size_t size = 30;
  std::uint32_t county = 0;
  std::uint8_t from = 0, to = 0;  ///< versions; a key-restore card has to = 0
  std::uint8_t keys = 0;          ///< how many it brings
  MeterNumber meter;
  MeterTime valid_until;
  friend bool operator==(const KeyCardFile&, const KeyCardFile&) = default;
};

/// SFI 08 [K], 75 bytes: `68 14 0045 number4 count1 serial8 x 8 CS 16`: a page of the list of tool and key cards that were lost or voided.
/// The counter writes it, the customer carries it home, or the line brings it; the meter adds it to what it knows and refuses these cards
/// from then on.
struct VoidFile {
  static constexpr std::size_t size = 75;
  static constexpr std::size_t cards_max = 8;
  std::uint32_t number = 0;  ///< how far the utility's list goes with this page
  std::uint8_t count = 0;
  std::array<CardSerial, cards_max> cards{};
  friend bool operator==(const VoidFile&, const VoidFile&) = default;
};

/// How a meter names in its key information how far its list goes: the number in one byte, 0 for no list at all. [K]
inline constexpr std::uint32_t void_editions = 255;
constexpr std::uint8_t void_edition_of(std::uint32_t number) {
  return number == 0 ? std::uint8_t{0} : static_cast<std::uint8_t>((number - 1) % void_editions + 1);
}
/// A meter keeps the newest so many void cards; the oldest leaves when another one comes. [K]
inline constexpr std::size_t void_cards_kept = 512;

/// SFI 02, 8 bytes without frame: amount4 || purchase count4, binary. Written as one unit, so both move together.
struct PurseFile {
  static constexpr std::size_t size = 8;
  Money amount;          ///< of this purchase alone; 0 is a void of that count
  SequenceNumber count;  ///< the sequence number n of the credit instruction
  friend bool operator==(const PurseFile&, const PurseFile&) = default;
};

/// SFI 03 and 04, 203 bytes: prices the meter counts with.
struct TariffFile {
  static constexpr std::size_t size = 203;
  static constexpr std::size_t rates_max = 32, steps_max = 6, settlement_days_max = 4;
  struct SettlementDay {
    std::uint8_t month = 0, day = 0, hour = 0;  ///< month 0: every month [K]; day 1..28; day 0: row not used
    friend constexpr bool operator==(const SettlementDay&, const SettlementDay&) = default;
  };
  std::array<MeterPrice, rates_max> rate_prices{};
  std::array<Energy, steps_max> step_ends{};            ///< rising, 10 Wh resolution; 0: row not used
  std::array<MeterPrice, steps_max + 1> step_prices{};  ///< added to the rate's price
  std::array<SettlementDay, settlement_days_max> settlement_days{};
  MeterTime switch_time;
  friend bool operator==(const TariffFile&, const TariffFile&) = default;
};

/// SFI 05, 49 bytes, written by the meter with MAC.
struct ReturnedFile {
  static constexpr std::size_t size = 49;
  UserType user_type = UserType::single;
  std::uint32_t ct = 1, pt = 1;
  MeterNumber meter;
  CustomerNumber customer;
  Money remaining;             ///< whole minor units, rounded down, never negative
  SequenceNumber count;        ///< the meter's purchase count
  Money overdraft;             ///< used overdraft
  std::uint32_t key_info = 0;  ///< [K] byte 0: 01 private keys in use, 00 public (factory); bytes 1..3 key versions
  std::uint32_t illegal_inserts = 0;  ///< 6 digits
  MeterTime time;
  friend bool operator==(const ReturnedFile&, const ReturnedFile&) = default;
};

/// What the meter did with the last sequence number it took.
enum class Applied : std::uint8_t { nothing = 0, credit = 1, voided = 2, closing = 3 };

/// State flags of a payment meter (meters.md 7.3), as returned [K].
namespace state {
inline constexpr std::uint16_t account_open = 1 << 0, relay_open = 1 << 1, alarm1 = 1 << 2, alarm2 = 1 << 3,
                               alarm2_resumed = 1 << 4, arrears = 1 << 5, overdraft = 1 << 6, card_in_at_zero = 1 << 7,
                               clock_invalid = 1 << 8, test_key = 1 << 9,
                               suspended = 1 << 10, memory_fault = 1 << 11, zero_resumed = 1 << 12;
}

/// Why a card was not taken, counted one by one [K].
enum class Illegal : std::uint8_t { wrong_system, wrong_meter, wrong_count, not_authentic, pulled_early, other };
inline constexpr std::size_t illegal_causes = 6;

/// SFI 06 [K], 80 bytes, written by the meter before SFI 05: exact registers, so that the books can be held against the
/// meter to the last unit: credited + cleared == used + surrendered + balance (in 10^-5 minor units).
/// `68 12 004A ver1 n4 amount4 applied1 credited7 used8 balance8 energy6 period6 month6 state2 illegal6 given_up7 cleared8 CS 16`, binary.
struct RegisterFile {
  static constexpr std::size_t size = 80;
  SequenceNumber last_count;       ///< equals ReturnedFile::count of the same visit
  Money last_amount;               ///< amount of the last instruction that was taken: names the winner among records of one n
  Applied last_applied = Applied::nothing;
  Money credited;                  ///< sum of all credits ever taken
  std::int64_t used_e5 = 0;        ///< sum of all deductions ever, 10^-5 minor units
  std::int64_t balance_e5 = 0;     ///< 10^-5 minor units, negative in overdraft
  Energy energy;                   ///< total register
  Energy period_energy;            ///< since the last settlement: position in the steps
  Energy month_start_energy;       ///< total register at the start of the month
  std::uint16_t states = 0;
  std::array<std::uint8_t, illegal_causes> illegal{};  ///< by Illegal, each stops at 255
  /// Sum given back by closing and clear instructions, whole minor units; less than one unit stays in the balance.
  Money surrendered;
  std::int64_t cleared_e5 = 0;  ///< debts that closing, clearing and opening took off the meter, ever; 10^-5 minor units
  friend bool operator==(const RegisterFile&, const RegisterFile&) = default;
};

/// SFI 07 [K], 40 bytes, written at the counter, for the counter: `68 13 0022 county4 issued YYMMDD3 valid-to YYMMDD3 issue-no1
/// customer6 reserved17 CS 16`.
struct HolderFile {
  static constexpr std::size_t size = 40;
  std::uint32_t county = 0;  ///< area code that decides the keys: another county's card is named, not guessed
  MeterTime issued, valid_to;  ///< dates; hour and minute are not kept
  std::uint8_t issue_number = 1;
  CustomerNumber customer;
  friend bool operator==(const HolderFile&, const HolderFile&) = default;
};

template <class File>
using Image = std::array<std::uint8_t, File::size>;

// Values outside the ranges named above abort the encoding: the caller gets no image.
std::optional<Image<InstructionFile>> encode(const InstructionFile& file);
std::optional<Image<PresetFile>> encode(const PresetFile& file);
std::optional<Image<ClearFile>> encode(const ClearFile& file);
std::optional<Image<KeyCardFile>> encode(const KeyCardFile& file, Command which);  ///< key_modify or key_restore
std::optional<Image<VoidFile>> encode(const VoidFile& file);
std::optional<Image<PurseFile>> encode(const PurseFile& file);
std::optional<Image<TariffFile>> encode(const TariffFile& file, Command which);  ///< tariff_current or tariff_spare
std::optional<Image<ReturnedFile>> encode(const ReturnedFile& file);
std::optional<Image<RegisterFile>> encode(const RegisterFile& file);
std::optional<Image<HolderFile>> encode(const HolderFile& file);

// Nothing: another length, mark, command or checksum, a value outside its range, or digits that are none. Reserved bytes are not looked at.
std::optional<InstructionFile> decode_instruction(ByteView bytes);
std::optional<PresetFile> decode_preset(ByteView bytes);
std::optional<ClearFile> decode_clear(ByteView bytes);
std::optional<KeyCardFile> decode_key_card(ByteView bytes);  ///< of either kind; which, says command_of()
std::optional<VoidFile> decode_void_list(ByteView bytes);
std::optional<PurseFile> decode_purse(ByteView bytes);  ///< any 8 bytes: it has no frame
std::optional<TariffFile> decode_tariff(ByteView bytes);  ///< of either kind
std::optional<ReturnedFile> decode_returned(ByteView bytes);
std::optional<RegisterFile> decode_registers(ByteView bytes);
std::optional<HolderFile> decode_holder(ByteView bytes);

/// The first byte of SFI 01 tells the kind of card; nothing when it is not a frame.
std::optional<Command> command_of(ByteView first_bytes);
/// cards.md 5.1: "empty" = byte 0 is not 68 and CT is zero. The counter empties the file when it writes a sale.
bool is_empty_returned(ByteView bytes);

}  // namespace kwota::user_card
