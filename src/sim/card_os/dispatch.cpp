#include "sim/card_os/dispatch.h"

#include <algorithm>
#include <array>

#include "sim/card_os/key_cards/key_card.h"
#include "sim/card_os/purse/purse.h"

namespace kwota::sim {
namespace {

enum class WhenBlocked : std::uint8_t { refused, allowed };

struct Instruction {
  std::uint8_t ins;
  std::array<std::uint8_t, 2> classes;
  CommandFunction* run;
  WhenBlocked when_blocked = WhenBlocked::refused;
};

constexpr std::array instructions{
    Instruction{0x0E, {0x80, 0x80}, erase_directory},
    Instruction{0x16, {0x84, 0x84}, block_card},
    Instruction{0x18, {0x84, 0x84}, unblock_application, WhenBlocked::allowed},
    Instruction{0x1A, {0x80, 0x80}, deliver_key},
    Instruction{0x1B, {0x80, 0x80}, key_check_value},
    Instruction{0x1C, {0x80, 0x80}, export_key},
    Instruction{0x1D, {0x80, 0x80}, void_card},
    Instruction{0x1E, {0x84, 0x84}, block_application},
    Instruction{0x1F, {0x80, 0x80}, refill_quota},
    Instruction{0x20, {0x00, 0x00}, verify_pin},
    Instruction{0x24, {0x84, 0x84}, unblock_pin},
    Instruction{0x28, {0x80, 0x80}, answer_mother},
    Instruction{0x2C, {0x80, 0x80}, refill_issues},
    Instruction{0x30, {0x80, 0x80}, seal_in_field_terms},
    Instruction{0x34, {0x80, 0x80}, refill_sam},
    Instruction{0x40, {0xE0, 0xE0}, init_lock_in_sam},
    Instruction{0x42, {0xE0, 0xE0}, certify_lock},
    Instruction{0x44, {0xE0, 0xE0}, seal_debit},
    Instruction{0x46, {0xE0, 0xE0}, repeat_debit},
    Instruction{0x50, {0x80, 0x80}, init_transaction},
    Instruction{0x52, {0x80, 0x80}, credit_load},
    Instruction{0x54, {0x80, 0x80}, debit_purse},
    Instruction{0x58, {0x80, 0x80}, update_overdraft},
    Instruction{0x5A, {0x80, 0x80}, prove_transaction},
    Instruction{0x5C, {0x80, 0x80}, get_balance},
    Instruction{0x5E, {0x80, 0x80}, change_pin},
    Instruction{0x70, {0x80, 0x80}, init_purchase},
    Instruction{0x72, {0x80, 0x80}, credit_purchase},
    Instruction{0x7A, {0xE0, 0xE0}, init_grey},
    Instruction{0x7C, {0xE0, 0xE0}, grey_lock},
    Instruction{0x7E, {0xE0, 0xE0}, grey_unlock},
    Instruction{0x82, {0x00, 0x00}, external_authenticate},
    Instruction{0x84, {0x00, 0x00}, get_challenge, WhenBlocked::allowed},
    Instruction{0x88, {0x00, 0x00}, internal_authenticate},
    Instruction{0xA4, {0x00, 0x00}, select_file, WhenBlocked::allowed},
    Instruction{0xB0, {0x00, 0x04}, read_binary},
    Instruction{0xB2, {0x00, 0x04}, read_record},
    Instruction{0xCA, {0xE0, 0xE0}, get_lock_proof},
    Instruction{0xD4, {0x80, 0x84}, write_key},
    Instruction{0xD6, {0x00, 0x04}, update_binary},
    Instruction{0xDC, {0x00, 0x04}, update_record},
    Instruction{0xE0, {0x80, 0x80}, create_file},
    Instruction{0xE2, {0x00, 0x04}, append_record},
    Instruction{0xFA, {0x80, 0x80}, crypt},
};

}  // namespace

iso7816::Response dispatch(Context& context, const iso7816::Command& command) {
  if (context.card.blocked) return refuse(0x6A81);
  const auto known = std::ranges::find(instructions, command.ins, &Instruction::ins);
  if (known == instructions.end()) return refuse(0x6D00);
  if (std::ranges::find(known->classes, command.cla) == known->classes.end()) return refuse(0x6E00);
  if (known->run != select_file) {
    if (context.current().block == Block::for_ever) return refuse(0x9303);
    if (context.current().block == Block::blocked && known->when_blocked == WhenBlocked::refused) return refuse(0x6A81);
  }
  return known->run(context, command);
}

}  // namespace kwota::sim
