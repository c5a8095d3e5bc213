// A set of keys for one meter, as it travels in somebody's hand: every key wrapped for the pair of that meter's certificate, the
// whole signed by the utility's identity (frames and bindings: seal/meter_keys). With it comes what opens the conversation: a proof
// under the meter's identity key, made in the office for a random number that the office chose.
// Guarantees: nobody but that meter can open it; whoever changes a byte of it is refused there. Never: holds a key in clear.
// Begin with MeterSet, then CarriedSets, which answers for a vault that has nothing but sets.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <vector>

#include "seal/vault/vault.h"

namespace kwota::seal {

struct MeterSet {
  Factor meter{};  ///< 00 00 || meter number in packed BCD
  std::uint8_t version = 0;
  std::array<std::uint8_t, 8> number{};  ///< of the order
  std::array<std::uint8_t, 65> point{};  ///< the ephemeral public key
  std::map<Purpose, Bytes> keys{};       ///< suite 1 || check value 3 || wrapped key
  std::array<std::uint8_t, 64> signature{};
  std::array<std::uint8_t, 8> challenge{};                        ///< random1 of the identity authentication
  std::map<std::uint8_t, std::array<std::uint8_t, 8>> proofs{};  ///< E(meter's identity key of that version, challenge)
};
Bytes encode(const MeterSet& set);
/// Nothing when these are not the bytes of encode().
std::optional<MeterSet> decode_meter_set(ByteView bytes);

class CarriedSets {
 public:
  CarriedSets() = default;
  explicit CarriedSets(std::vector<MeterSet> sets) : sets_(std::move(sets)) {}

  std::size_t size() const { return sets_.size(); }
  /// Error `meter_set_missing`{version}: no set of that version for that meter is carried.
  Result<const MeterSet*> find(const Factor& meter, std::uint8_t version) const;
  /// start, wrap and sign_set out of a set; `vault_refused` for sign, and for wrap and sign_set before start.
  Result<Bytes> perform(const MeterKeyStep& step);
  /// The proof of the set that was begun; `key_missing` when it was not made for that version or challenge.
  Result<Bytes> proof(const Authenticate& asked) const;

 private:
  std::vector<MeterSet> sets_;
  const MeterSet* begun_ = nullptr;
};

}  // namespace kwota::seal
