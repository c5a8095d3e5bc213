// What a server says at its start: where it is, who would notice that its books were put back, what it seals with.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

#include "books/rows.h"
#include "seal/vaults/vaults.h"
#include "store/witness.h"

namespace kwota::app {

struct Welcome {
  std::string address;
  std::uint16_t port;
  std::string lines;  ///< where meters dial in; empty: nowhere
  std::filesystem::path folder;
  books::Nature nature;
  bool bench;
};

void print_welcome(const Welcome& served, seal::Vault& vault, const store::Witnesses& witnesses);

}  // namespace kwota::app
