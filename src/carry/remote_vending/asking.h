// One question on a meter's line and its answer, as the dialogues of this room ask it. Begin with ask_again().
#pragma once
#include "carry/dialogue/parties.h"
#include "carry/dlt645/exchange.h"

namespace kwota::dlt645 {

inline constexpr std::size_t identifier_bytes = 4;

inline Frame request(Address address, std::uint8_t function, Bytes data) { return {address, {function}, std::move(data)}; }
/// What stands behind the identifier.
inline Bytes body_of(const Frame& frame) { return to_bytes(ByteView{frame.data}.subspan(identifier_bytes)); }

/// The meter's frame, also when it is a refusal.
dialogue::Dialogue<Frame> ask(Frame asked);
/// Error `meter_refused`{reason}.
dialogue::Dialogue<Frame> ask_ok(Frame asked);
/// For questions that change nothing: an answer that was lost is asked for again.
dialogue::Dialogue<Frame> ask_again(Frame asked);

}  // namespace kwota::dlt645
