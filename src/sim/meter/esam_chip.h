// The memory inside a simulated security module, over any Storage of the simulators. A real module is tamper-proof; its
// stand-in lies in a file, so what it holds is sealed under a key of the bench.
// Guarantees: power lost at any byte leaves the contents before or the contents after, whole; no key byte is written in clear.
// Begin with EsamChip.
#pragma once
#include "meter/esam/esam.h"
#include "sim/card_os/files/card_memory.h"

namespace kwota::sim {

class EsamChip final : public esam::Memory {
 public:
  static constexpr std::size_t bytes = CardMemory::storage_bytes;

  EsamChip(std::shared_ptr<Storage> storage, SecretBytes sealing_key)
      : memory_(std::move(storage)), key_(std::move(sealing_key)) {}
  /// A module in plain memory that ends with the program.
  static std::unique_ptr<EsamChip> in_memory();

  std::optional<SecretBytes> load() override;
  bool store(ByteView contents) override;

  /// Power went while something was written: nothing more is written until it is back.
  bool power_lost() const { return power_lost_; }
  void power_is_back() { power_lost_ = false; }

 private:
  CardMemory memory_;
  SecretBytes key_;
  bool power_lost_ = false;
};

}  // namespace kwota::sim
