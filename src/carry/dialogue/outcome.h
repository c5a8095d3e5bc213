// How a conversation that may change something ends: done, not done, or in doubt – and a doubt is settled by asking, never by
// doing it again. Cards, meters on a line and the key office say it with the same word. Begin with Outcome.
#pragma once
#include <cstdint>
#include <string_view>

namespace kwota::dialogue {

enum class Outcome : std::uint8_t { done, not_done, in_doubt };

/// Stable, as traces and the API have it: "done", "not_done", "in_doubt".
constexpr std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::done: return "done";
    case Outcome::not_done: return "not_done";
    case Outcome::in_doubt: break;
  }
  return "in_doubt";
}

}  // namespace kwota::dialogue
