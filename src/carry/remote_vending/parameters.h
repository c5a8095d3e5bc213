// Parameters over a meter's line: what an office sets of a meter beside prices and clock (devices/parameters.h), as a dialogue
// without I/O. It reads what the meter has, writes under the utility's seal only what differs – what is written anew begins its
// means anew – and reads everything back. Guarantees: what is held is what the meter itself said last; an item that the
// meter has not or refuses is named and stops no other; after a line that broke, the same again goes on from there; it stops at
// the first seal that the meter does not believe. Never: credit, prices, clock. Begin with settle_parameters().
#pragma once
#include "carry/remote_vending/remote_vending.h"
#include "devices/settings/settings.h"

namespace kwota::dlt645 {

struct ParameterOrder {
  Station station;
  std::string model;    ///< of the meter, as the office's registers have it
  devices::Settings set{};  ///< as checked() gives them; empty: everything that the model has is read, and nothing is written
  Random1 random1{};
};

using devices::ParameterHeld;

/// In the order of parameters(). Errors: those of reading and authenticate(), checked()'s; `meter_refused`: the seal.
Dialogue<std::vector<ParameterHeld>> settle_parameters(ParameterOrder order);

}  // namespace kwota::dlt645
