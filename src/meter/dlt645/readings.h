// What a payment meter answers to a read: each identifier that it has, with where the value comes from in the meter. How many
// bytes and decimals a value has is said once, in the table of carry/dlt645. Facts: meters.md 2. Guarantees: an identifier that
// this meter has not is "no such data", never a zero. Begin with reading().
#pragma once
#include "carry/dlt645/items.h"
#include "meter/core/meter.h"
#include "meter/dlt645/settings.h"

namespace kwota::meter_line {

/// What the metering chip says now.
struct Measured {
  std::array<std::uint32_t, 3> decivolts{};  ///< phases A, B, C; phases that the model has not are not read
  std::array<std::uint32_t, 3> milliamperes{};
  std::array<std::int64_t, 3> watts{};
};

/// Everything that a value may come from.
struct Sight {
  const meter::Meter& meter;
  const Settings& settings;
  const Measured& measured;
  bool programming = false;    ///< the programming key under the sealed cover is held
  bool authenticated = false;  ///< a session with the head-end is alive
};

/// The bytes after the identifier, of one value or of a block (FF in DI1 or DI0). Nothing: no such data.
std::optional<Bytes> reading(const Sight& sight, dlt645::Identifier identifier);

}  // namespace kwota::meter_line
