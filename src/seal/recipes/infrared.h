// How a pump or meter and a handheld prove themselves to each other through light, and how a handheld seals what it writes
// (irrigation.md 3, 6): under the meter's own key of meter_identity, for each duty one of its own, so that no stranger has
// anything enciphered that opens another door. All of it is enciphering of single blocks, because a handheld's PSAM does nothing
// else with these keys. Guarantees: a code of a write is good for one greeting of the meter only. Begin with Encipher and
// write_code().
#pragma once
#include <functional>

#include "base/core/ids.h"
#include "seal/cipher/card_crypto.h"

namespace kwota::seal::infrared {

using Block = std::array<std::uint8_t, 8>;

enum class Duty : std::uint8_t { meter, handheld, write };

/// Second level under the meter's key: "INFRARDM", "INFRARDH"; "INFRARDW" [K].
Factor factor_of(Duty duty);
/// First level under the county's key: 0000 || meter's number.
Factor factor_of(MeterNumber meter);

/// E under the key of that meter and duty: a PSAM, a meter's module, or keys that everybody knows. Errors: those of what stands
/// behind it.
using Encipher = std::function<Result<Block>(Duty duty, const Block& block)>;
/// With keys in our own memory: tests, simulators, samples.
Encipher encipher_under(const Key& county_identity, MeterNumber meter);

/// The seal of a write in the session that `random2` began: a chain over length, message and zeros, its left four bytes. The
/// length stands first, so that no message is another's beginning.
Result<std::array<std::uint8_t, 4>> write_code(const Encipher& encipher, const Block& random2, ByteView message);

}  // namespace kwota::seal::infrared
