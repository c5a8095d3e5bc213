#include "work/counter_vault/standing.h"

#include <algorithm>
#include <iterator>

namespace kwota::counter_vault {
namespace {

struct Line {
  std::string_view code;
  Standing standing;
};
constexpr Line lines[]{{"vault_offline", Standing::away},
                       {"load_sam_pin_wanted", Standing::pin_wanted},
                       {"wrong_pin", Standing::pin_wanted},
                       {"pin_locked", Standing::pin_locked},
                       {"key_card_pin_locked", Standing::pin_locked},
                       {"load_sam_used_up", Standing::used_up},
                       {"load_sam_expired", Standing::expired},
                       {"load_sam_day", Standing::refused},
                       {"load_sam_without_release", Standing::refused},
                       {"psam_numbers_used_up", Standing::refused},
                       {"counter_vault_void", Standing::voided}};

}  // namespace

std::optional<Standing> standing_of(const Error& trouble) {
  const auto* found = std::ranges::find(lines, std::string_view(trouble.code), &Line::code);
  return found == std::end(lines) ? std::nullopt : std::optional(found->standing);
}

}  // namespace kwota::counter_vault
