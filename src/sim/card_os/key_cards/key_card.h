// What key cards and PSAMs hold beside files: keys that are passed on, keys that a terminal computes with, a void list, a
// terminal number, counters. Facts: docs/card-os.md, "Key cards and PSAMs".   Inside sim/card_os only.
// Begin with find_passed_on() and find_sam_key().
#pragma once
#include <variant>

#include "carry/iso7816/key_usage.h"
#include "seal/cipher/card_crypto.h"
#include "sim/card_os/files/secure_messaging.h"

namespace kwota::sim {

/// Files of a key card's application, by short identifier.
namespace key_file {
inline constexpr std::uint8_t terminal_number = 0x16, transaction_counter = 0x18, quota = 0x19, void_list = 0x1A,
                              open_locks = 0x1B,                              issues = 0x1C, sam_count = 0x1D;
}
inline constexpr std::size_t factor_bytes = 8, terminal_bytes = 6, quota_bytes = 16;

/// In the record of a key that is passed on, `change` holds its version, `x y` the quota; of a PSAM key `id` holds the usage.
inline std::uint8_t version_of(const KeyRecord& key) { return key.change.byte; }
inline std::uint16_t quota_of(const KeyRecord& key) { return static_cast<std::uint16_t>(key.x << 8 | key.y); }
inline iso7816::PassingRule passing_rule(const KeyRecord& key) { return iso7816::PassingRule::of(key.usage.byte); }

KeyRecord* find_passed_on(Directory& directory, std::uint8_t kind, std::uint8_t version);
KeyRecord* find_sam_key(Directory& directory, std::uint8_t usage, std::uint8_t version);

/// Of a card that was declared void, or of any of them when one of the factors is its serial.
bool is_void(Directory& directory, ByteView serial);
/// An opened mother card serves one serial number alone; for the next one her control card is asked, and counts, again.
bool is_opened_for(Context& context, ByteView serial);

/// The data of a sealed order (sealed_orders.cpp) when its seal is right: 6A86, 6700, 6988 and those of maintenance_key().
std::variant<ByteView, Refused> open_order(Context& context, const iso7816::Command& command, std::size_t data_bytes);

/// The terminal number, in the application or in the MF; nothing: this card is no terminal.
std::optional<Bytes> terminal_number(Context& context);
/// Takes the next transaction number, counted up in the same stored change; it is never given twice. 9402 at its end.
std::variant<std::uint32_t, Refused> next_transaction(Context& context);

CommandFunction export_key, key_check_value;                               // exporting.cpp
CommandFunction deliver_key, crypt;                                        // sam_crypt.cpp
CommandFunction init_purchase, credit_purchase;                            // sam_purchase.cpp
CommandFunction init_lock_in_sam, certify_lock, seal_debit, repeat_debit;  // sam_grey_lock.cpp
CommandFunction void_card, refill_quota;                                   // sealed_orders.cpp
CommandFunction seal_in_field_terms, refill_sam;                           // load_sam.cpp
CommandFunction answer_mother, refill_issues;                              // counted_answer.cpp

/// A factor of a region is a code repeated twice; a card's serial never is. Else one card's key could be asked for as a region's.
bool is_card_serial(ByteView factor);
seal::Key diversified(const KeyRecord& key, const std::vector<seal::Factor>& factors);
std::vector<seal::Factor> factors_of(ByteView bytes);

}  // namespace kwota::sim
