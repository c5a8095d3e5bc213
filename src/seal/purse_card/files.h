// The purse card in bytes: its files 0015 to 0018, its log records, its lock proof. Shared by the counter, the card emulator, the pump and
// whoever reads a card; it knows no key. Sources: irrigation.md 2 and 12, cards.md 2.1, 2.4, 2.5.
// Freestanding: no heap, no text.
// Guarantees: decode(encode(x)) == x. A codec checks lengths, BCD digits and ranges; whether a serial number has a right check digit, or one
// date lies after another, is judged by whoever knows.
// Begin with LockProof and LogRecord, then ApplicationFile.
#pragma once
#include <array>
#include <optional>

#include "base/core/core.h"

namespace kwota::purse_card {

/// Short file identifiers under DF 3F01; file ids are the same numbers.
namespace sfi {
inline constexpr std::uint8_t purse = 0x02, application = 0x15, holder = 0x16, composite = 0x17, log = 0x18;
}

/// P2 of what concerns money. Ours is the purse: no PIN to spend.
enum class PurseKind : std::uint8_t { passbook = 0x01, purse = 0x02 };

/// TT. A passbook's number is odd in the grey lock family, a purse's even.
enum class TransactionType : std::uint8_t {
  passbook_load = 0x01,
  purse_load = 0x02,
  unload = 0x03,
  cash = 0x04,
  passbook_purchase = 0x05,
  purse_purchase = 0x06,
  overdraft = 0x07,
  composite_purchase = 0x09,
  passbook_grey_lock = 0x91,
  purse_grey_lock = 0x92,
  passbook_grey_debit = 0x93,
  purse_grey_debit = 0x94,
  passbook_release = 0x95,
  purse_release = 0x96,
};

/// ASN: ten bytes of packed BCD, of which the eight on the right diversify the keys.
using SerialNumber = std::array<std::uint8_t, 10>;
/// TID.
using TerminalNumber = std::array<std::uint8_t, 6>;
/// YYYYMMDD hhmmss, packed BCD, as the terminal said it.
using Moment = std::array<std::uint8_t, 7>;
using Mac = std::array<std::uint8_t, 4>;
/// YYYYMMDD, packed BCD.
using Date = std::array<std::uint8_t, 4>;

constexpr CardSerial factor_of(const SerialNumber& number) {
  CardSerial factor;
  for (std::size_t i = 0; i < factor.bytes.size(); ++i) factor.bytes[i] = number[number.size() - factor.bytes.size() + i];
  return factor;
}

/// The most that a card can count, and the most that a county's purse holds.
inline constexpr Money purse_max = Money::minor(0xFFFF'FFFF), county_purse_max = Money::minor(99'999'999);

/// File 0015. SELECT gives it in 9F0C, so that a pump need not read it.
struct ApplicationFile {
  static constexpr std::size_t size = 30;
  std::array<std::uint8_t, 8> issuer{};  ///< province2 county2 station2 0000
  std::uint8_t application_type = 0x01, application_version = 0x01;
  SerialNumber serial{};
  Date valid_from{}, valid_to{};
  std::array<std::uint8_t, 2> fci{0x55, 0x55};
  friend bool operator==(const ApplicationFile&, const ApplicationFile&) = default;
};

enum class CardType : std::uint8_t { farmer = 0x01, crew = 0x02, test = 0x03 };

/// File 0016.
struct HolderFile {
  static constexpr std::size_t size = 39;
  CardType card_type = CardType::farmer;
  std::uint8_t staff = 0;
  std::array<std::uint8_t, 20> name{};         ///< GB18030, filled with zeros
  std::array<std::uint8_t, 16> identity{};     ///< number of his document, or of his account; filled with zeros
  std::uint8_t identity_type = 0;
  friend bool operator==(const HolderFile&, const HolderFile&) = default;
};

/// The first record of file 0017: `01 12 00 n1 area4*4 price-class1`.
struct AreasRecord {
  static constexpr std::size_t size = 21, areas_max = 4;
  static constexpr std::uint8_t number = 0x01;
  std::uint8_t count = 0;                                ///< 0..4 of `areas` are used
  std::array<std::uint32_t, areas_max> areas{};          ///< eight digits each; what is not used is 0
  std::uint8_t price_class = 1;
  friend bool operator==(const AreasRecord&, const AreasRecord&) = default;
};

/// File 0018, 23 bytes, newest first. A load, unload or purchase says the counter before it; a grey debit the one that it carried; a release
/// the online counter before it.
struct LogRecord {
  static constexpr std::size_t size = 23;
  std::uint16_t sequence = 0;
  std::uint32_t overdraft = 0;  ///< three bytes
  Money amount;
  TransactionType type = TransactionType::purse_load;
  TerminalNumber terminal{};
  Moment moment{};
  friend bool operator==(const LogRecord&, const LogRecord&) = default;
};

/// What GET LOCK PROOF says of a purse.
enum class LockState : std::uint8_t {
  free = 0x00,         ///< the last debit or release is shown
  grey = 0x01,         ///< nothing else can be done with the purse
  tac_pending = 0x10,  ///< debited; its TAC was not collected
};

/// 30 bytes: `state1 TT1 purse1 balance4 sequence2 TID6 date4 time3 X4 Y4`.
struct LockProof {
  static constexpr std::size_t size = 30;
  LockState state = LockState::free;
  TransactionType type = TransactionType::purse_grey_lock;
  PurseKind purse = PurseKind::purse;
  Money balance;               ///< of a grey purse at the lock, else after the debit or release
  std::uint16_t sequence = 0;  ///< grey: before the lock; debit: the number that it carried (lock + 1); release: online, before it
  TerminalNumber terminal{};
  Moment moment{};
  Mac x{};  ///< grey: MAC2 of the lock; else the amount
  Mac y{};  ///< grey: GTAC of the lock; debit: TAC; release: MAC3
  friend bool operator==(const LockProof&, const LockProof&) = default;

  /// Of a debit or release.
  constexpr Money amount() const { return Money::minor(get_be32(x.data())); }
  constexpr bool is_release() const { return type == TransactionType::purse_release || type == TransactionType::passbook_release; }
};

template <class File>
using Image = std::array<std::uint8_t, File::size>;

// Values outside the ranges named above abort the encoding: the caller gets no image.
std::optional<Image<ApplicationFile>> encode(const ApplicationFile& file);
std::optional<Image<HolderFile>> encode(const HolderFile& file);
std::optional<Image<AreasRecord>> encode(const AreasRecord& record);
std::optional<Image<LogRecord>> encode(const LogRecord& record);
std::optional<Image<LockProof>> encode(const LockProof& proof);

// Nothing: another length or head, a value outside its range, or digits that are none.
std::optional<ApplicationFile> decode_application(ByteView bytes);
std::optional<HolderFile> decode_holder(ByteView bytes);
std::optional<AreasRecord> decode_areas(ByteView bytes);
std::optional<LogRecord> decode_log_record(ByteView bytes);
std::optional<LockProof> decode_lock_proof(ByteView bytes);

/// By which number a type of transaction is known; nothing: none of them.
std::optional<TransactionType> transaction_type(std::uint8_t number);
/// The type of the grey lock family for a purse of that kind.
constexpr TransactionType grey_lock_of(PurseKind kind) { return kind == PurseKind::passbook ? TransactionType::passbook_grey_lock : TransactionType::purse_grey_lock; }
constexpr TransactionType grey_debit_of(PurseKind kind) { return kind == PurseKind::passbook ? TransactionType::passbook_grey_debit : TransactionType::purse_grey_debit; }
constexpr TransactionType release_of(PurseKind kind) { return kind == PurseKind::passbook ? TransactionType::passbook_release : TransactionType::purse_release; }

/// Sixteen digits of a card in the right eight bytes: county 4, year 2, running 9, Luhn 1. Nothing: more digits than fit.
std::optional<SerialNumber> serial_number(std::uint32_t county, std::uint32_t year, std::uint32_t running);
/// Whether the last of the sixteen digits is that of Luhn over the others.
bool check_digit_fits(const SerialNumber& number);

}  // namespace kwota::purse_card
