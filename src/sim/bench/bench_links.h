// The lines to the meters of the bench: what stands behind the server's MeterLinks while no real line is there.
// Guarantees: the bench's factory certifies whoever asks; its name says that it is simulated.   Begin with BenchLinks.
#pragma once
#include "sim/bench/bench.h"
#include "work/key_office/meter_keys.h"

namespace kwota::sim {

class BenchLinks final : public key_office::MeterLinks {
 public:
  explicit BenchLinks(Bench& bench) : bench_(bench) {}
  Result<key_office::ToModule> open(MeterNumber meter) override;
  Result<std::vector<meter_keys::TrustedFactory>> factories(ByteView utility_key, const std::string& utility_name) override;

 private:
  Bench& bench_;
};

}  // namespace kwota::sim
