#include "seal/vectors/kinds.h"

namespace kwota::seal::vectors {

const Kind* find_kind(std::string_view name, std::span<const Kind> more) {
  for (const auto kinds : {key_kinds(), command_kinds(), file_kinds(), purse_kinds(), grey_lock_kinds(), purse_file_kinds(), pump_kinds(), more})
    for (const Kind& kind : kinds)
      if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace kwota::seal::vectors
