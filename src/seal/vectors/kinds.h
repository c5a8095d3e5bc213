// The kinds of vectors and what computes each: one explicit list.
#pragma once
#include <span>

#include "seal/vectors/fields.h"

namespace kwota::seal::vectors {

struct Kind {
  std::string_view name;
  Answers (*compute)(Inputs& in);
};

/// Keys, check values, diversification, plain MACs.
std::span<const Kind> key_kinds();
/// Protected commands: secure messaging, key writes, PINs, authentication.
std::span<const Kind> command_kinds();
/// Files of the prepaid meter's user card.
std::span<const Kind> file_kinds();
/// Money transactions of purse cards and their terminals' security modules.
std::span<const Kind> purse_kinds();
std::span<const Kind> grey_lock_kinds();
/// Records of irrigation pumps and what a watering costs.
std::span<const Kind> pump_kinds();
/// Files and records of purse cards, and of the pump crew's tool cards.
std::span<const Kind> purse_file_kinds();

/// Null when nobody knows the kind yet. `more`: of rooms that this one does not see.
const Kind* find_kind(std::string_view name, std::span<const Kind> more = {});

}  // namespace kwota::seal::vectors
