// Frames under the utility's seal, as the dialogues of this room send them. Begin with sealed().
#pragma once
#include "carry/remote_vending/remote_vending.h"

namespace kwota::dlt645 {

/// The vault's seal over `message` in this session. `claimed`: the meter's own, when only that is to be judged.
Dialogue<Mac> sealed(Station station, Session session, seal::Purpose purpose, Bytes message, Bytes claimed = {});
/// A question of the security function with who asks it.
Frame security_frame(const Station& station, Identifier identifier, Bytes body);

}  // namespace kwota::dlt645
