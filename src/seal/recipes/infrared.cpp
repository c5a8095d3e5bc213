#include "seal/recipes/infrared.h"

#include <algorithm>

#include "base/ids_text.h"
#include "seal/cipher/secure_messaging.h"

namespace kwota::seal::infrared {

Factor factor_of(Duty duty) {
  constexpr std::array<std::uint8_t, 3> sides{'M', 'H', 'W'};
  return {'I', 'N', 'F', 'R', 'A', 'R', 'D', sides[static_cast<std::size_t>(duty)]};
}

Factor factor_of(MeterNumber meter) {
  Factor factor{};
  std::ranges::copy(to_bcd(meter), factor.begin() + 2);
  return factor;
}

Encipher encipher_under(const Key& county_identity, MeterNumber meter) {
  return [identity = diversify(county_identity, factor_of(meter))](Duty duty, const Block& block) -> Result<Block> {
    Block out{};
    std::ranges::copy(ByteView{answer_challenge(diversify(identity, factor_of(duty)), block)}.first(out.size()), out.begin());
    return out;
  };
}

Result<std::array<std::uint8_t, 4>> write_code(const Encipher& encipher, const Block& random2, ByteView message) {
  Bytes all(2);
  put_be16(all.data(), static_cast<std::uint16_t>(message.size()));
  append(all, message);
  all.resize((all.size() + random2.size() - 1) / random2.size() * random2.size());
  TRY(chain, encipher(Duty::write, random2));
  for (std::size_t at = 0; at < all.size(); at += chain.size()) {
    for (std::size_t i = 0; i < chain.size(); ++i) chain[i] = static_cast<std::uint8_t>(chain[i] ^ all[at + i]);
    TRY(next, encipher(Duty::write, chain));
    chain = next;
  }
  return std::array<std::uint8_t, 4>{chain[0], chain[1], chain[2], chain[3]};
}

}  // namespace kwota::seal::infrared
