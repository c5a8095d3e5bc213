// What a payment meter answers to a read: each identifier that it has, with where the value comes from in the meter. How many
// bytes and decimals a value has is said once, in the table of carry/dlt645. Facts: meters.md 2. Guarantees: an identifier that
// this meter has not is "no such data", never a zero. Begin with reading().
#pragma once
#include "carry/dlt645/items.h"
#include "meter/core/meter.h"
#include "meter/dlt645/settings.h"

namespace kwota::meter_line {

using meter::Measured;

/// Everything that a value may come from.
struct ReadingSources {
  const meter::Meter& meter;
  const Settings& settings;
  const Measured& measured;
  bool programming = false;    ///< the programming key under the sealed cover is held
  bool authenticated = false;  ///< a session with the head-end is alive
};

/// The parameter of an item 04 00 14 nn.
std::optional<meter::Parameter> parameter_of(std::uint32_t item);

/// The bytes after the identifier, of one value or of a block (FF in DI1 or DI0). Nothing: no such data.
std::optional<Bytes> reading(const ReadingSources& view, dlt645::Identifier identifier);
/// The same for the two bytes of the 1997 edition; a block is F in the lowest digit.
std::optional<Bytes> reading_1997(const ReadingSources& view, std::uint32_t asked);

}  // namespace kwota::meter_line
