#include "work/counter_vault/standing.h"

#include "base/cause.h"

namespace kwota::counter_vault {

std::optional<Standing> standing_of(const Error& trouble) {
  const auto cause = cause_of(trouble);
  if (!cause) return std::nullopt;
  switch (*cause) {
    case Cause::vault_offline: return Standing::away;
    case Cause::load_sam_pin_wanted:
    case Cause::wrong_pin: return Standing::pin_wanted;
    case Cause::pin_locked:
    case Cause::key_card_pin_locked: return Standing::pin_locked;
    case Cause::load_sam_used_up: return Standing::used_up;
    case Cause::load_sam_expired: return Standing::expired;
    case Cause::load_sam_day:
    case Cause::psam_numbers_used_up: return Standing::refused;
    case Cause::counter_vault_void: return Standing::voided;
    default: return std::nullopt;  // of the key store, or of the moment
  }
}

}  // namespace kwota::counter_vault
