// The parties a dialogue talks to, and the plain loop that carries questions and answers between them.
// The same loop serves a reader, the relay to a workstation, the emulator and a test: only the functions differ.
#pragma once
#include <functional>

#include "base/cause.h"
#include "carry/dialogue/dialogue.h"

namespace kwota::dialogue {

/// Who is asked; the order is that of Question.
enum class Party : std::uint8_t { device, vault, journal, line };

inline Party party_of(const Question& question) { return static_cast<Party>(question.index()); }

/// Each function answers one question. An Error means that the party is not there; a card's refusal is a status word.
struct Parties {
  std::function<Result<iso7816::Response>(const iso7816::Command&)> device{};
  std::function<Result<LineFrame>(const LineFrame&)> line{};  ///< a meter on its line; only dialogues with one ask it
  std::function<Result<Bytes>(const seal::Request&)> vault{};
  std::function<Result<void>(const JournalNote&)> journal{};
  /// Cards 1, 2 …; only dialogues that say so ask them.
  std::function<Result<iso7816::Response>(std::size_t card, const iso7816::Command&)> other_device{};

  Answer answer(const Question& question) const {
    switch (party_of(question)) {
      case Party::device: return to_card(std::get<DeviceCommand>(question));
      case Party::vault: return vault(std::get<seal::Request>(question));
      case Party::line: return on_line(std::get<LineFrame>(question));
      case Party::journal: break;
    }
    return journal(std::get<JournalNote>(question));
  }

  Result<LineFrame> on_line(const LineFrame& asked) const {
    if (line) return line(asked);
    return error(Fault::wire, Cause::link_failed, "No way leads to this meter.");
  }

  Result<iso7816::Response> to_card(const DeviceCommand& asked) const {
    if (asked.card == 0) return device(asked.command);
    if (other_device) return other_device(asked.card, asked.command);
    return error(Fault::wire, "card_not_there", "Another card is needed for this; put it onto the second reader.");
  }
};

/// Drives the dialogue to its end.
template <class T>
Result<T> run(Dialogue<T>& dialogue, const Parties& parties) {
  for (const Question* asked = dialogue.begin(); asked != nullptr;) asked = dialogue.receive(parties.answer(*asked));
  return dialogue.take();
}
template <class T>
Result<T> run(Dialogue<T>&& dialogue, const Parties& parties) {
  return run(dialogue, parties);
}

}  // namespace kwota::dialogue
