// The lines to the meters of the bench: what stands behind the server's MeterLinks while no real line is there.
// Guarantees: the bench's factory certifies whoever asks; its name says that it is simulated.   Begin with BenchLinks.
#pragma once
#include "serve/key_room/meter_keys.h"
#include "sim/bench/bench.h"

namespace kwota::sim {

class BenchLinks final : public serve::MeterLinks {
 public:
  explicit BenchLinks(Bench& bench) : bench_(bench) {}
  Result<serve::ToModule> open(MeterNumber meter) override;
  Result<std::vector<meter_keys::TrustedFactory>> factories(ByteView utility_key, const std::string& utility_name) override;

 private:
  Bench& bench_;
};

}  // namespace kwota::sim
