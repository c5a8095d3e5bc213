#include "sim/meter/esam_chip.h"

#include "seal/cipher/sealed_box.h"

namespace kwota::sim {

std::unique_ptr<EsamChip> EsamChip::in_memory() {
  return std::make_unique<EsamChip>(std::make_shared<MemoryStorage>(bytes), seal::make_box_key());
}

std::optional<SecretBytes> EsamChip::load() {
  const auto box = memory_.load();
  if (!box.ok()) return std::nullopt;
  auto contents = seal::open_box(key_, *box);
  if (!contents.ok()) return std::nullopt;
  return std::move(*contents);
}

bool EsamChip::store(ByteView contents) {
  if (power_lost_) return false;
  if (memory_.commit(seal::seal_box(key_, contents)).ok()) return true;
  power_lost_ = true;
  return false;
}

}  // namespace kwota::sim
