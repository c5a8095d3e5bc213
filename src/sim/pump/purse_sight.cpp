#include "sim/pump/purse_sight.h"

#include "seal/purse_card/files.h"

namespace kwota::sim {
namespace {

constexpr std::uint16_t purse_file = 0x0002;
// balance4 online2 offline2, then whether there is a proof, and its state.
constexpr std::size_t online_at = 4, offline_at = 6, proof_at = 8, state_at = 9;

}  // namespace

std::optional<PurseSight> purse_on(const CardState& card) {
  for (const auto& directory : card.mf.directories) {
    const ElementaryFile *purse = nullptr, *application = nullptr;
    for (const auto& file : directory.files) {
      if (file.kind == iso7816::FileKind::purse && file.id == purse_file) purse = &file;
      if (file.sfi() == purse_card::sfi::application) application = &file;
    }
    if (purse == nullptr || application == nullptr || purse->content.size() <= state_at) continue;
    const auto known = purse_card::decode_application(application->content);
    if (!known) continue;
    const auto* bytes = purse->content.data();
    PurseSight seen{.number = purse_card::factor_of(known->serial), .balance = Money::minor(get_be32(bytes)), .online = get_be16(bytes + online_at), .offline = get_be16(bytes + offline_at)};
    const bool locked_once = bytes[proof_at] != 0;
    seen.grey = locked_once && bytes[state_at] == static_cast<std::uint8_t>(purse_card::LockState::grey);
    seen.taken = !locked_once || bytes[state_at] != static_cast<std::uint8_t>(purse_card::LockState::tac_pending);
    return seen;
  }
  return std::nullopt;
}

}  // namespace kwota::sim
