// Breaking a dialogue at every step, on purpose: the harness repeats it and each time cuts one question – before it
// arrived, after it was carried out but before the answer came back, or by killing the program at that moment – until
// the dialogue passes unharmed. After each repetition the caller checks its law: money is in exactly one place.
#pragma once
#include <optional>
#include <string>
#include <variant>

#include "carry/dialogue/parties.h"

namespace kwota::dialogue {

enum class Cut : std::uint8_t {
  before,  ///< the question never arrived, and that party stays silent from then on
  after,   ///< the question was carried out, its answer was lost, and that party stays silent from then on
  killed,  ///< the question was carried out and the program died: nobody hears a verdict
};

struct Break {
  std::size_t question = 0;  ///< counted from 0 over all parties
  Party party = Party::device;
  Cut cut = Cut::before;
  std::size_t card = 0;  ///< of a question to a device
};

/// "question 7 to the device, cut after": for the message of a failing check.
std::string to_text(const Break& where);
/// What a dialogue hears of a party that is gone.
Error gone(Party party);

/// Drives the dialogue with one cut. `verdict` is empty when the program was killed.
template <class T>
struct Broken {
  std::optional<Break> happened;  ///< empty: the dialogue ended before the cut came
  std::optional<Result<T>> verdict;
  std::size_t questions = 0;
};

namespace kernel {
inline std::size_t card_of(const Question& question) {
  const auto* asked = std::get_if<DeviceCommand>(&question);
  return asked != nullptr ? asked->card : 0;
}
inline Answer silence(Party party) {
  switch (party) {
    case Party::device: return Result<iso7816::Response>{gone(party)};
    case Party::vault: return Result<Bytes>{gone(party)};
    case Party::line: return Result<LineFrame>{gone(party)};
    case Party::journal: break;
  }
  return Result<void>{gone(party)};
}
}  // namespace kernel

template <class T>
Broken<T> run_with_cut(Dialogue<T> dialogue, const Parties& parties, std::size_t at, Cut cut) {
  Broken<T> broken;
  const Question* asked = dialogue.begin();
  while (asked != nullptr) {
    const Party party = party_of(*asked);
    const std::size_t card = kernel::card_of(*asked);
    const bool now = broken.questions++ == at;
    if (now) broken.happened = Break{at, party, cut, card};
    const bool dead = broken.happened && broken.happened->party == party && broken.happened->card == card && !now;
    if ((now && cut == Cut::before) || dead) {
      asked = dialogue.receive(kernel::silence(party));
      continue;
    }
    Answer answer = parties.answer(*asked);
    if (now && cut == Cut::killed) return broken;
    asked = dialogue.receive(now ? kernel::silence(party) : std::move(answer));
  }
  broken.verdict = dialogue.take();
  return broken;
}

/// `make_world()` gives a fresh world with a member `parties()`; `make_dialogue(world)` the dialogue under test;
/// `check(world, happened, verdict)` states the law, with `happened` empty in the unharmed run.
/// Gives the number of questions of the unharmed run.
template <class MakeWorld, class MakeDialogue, class Check>
std::size_t for_each_break(MakeWorld make_world, MakeDialogue make_dialogue, Check check) {
  for (std::size_t at = 0;; ++at) {
    for (const Cut cut : {Cut::before, Cut::after, Cut::killed}) {
      auto world = make_world();
      auto broken = run_with_cut(make_dialogue(world), world.parties(), at, cut);
      check(world, broken.happened, broken.verdict);
      if (!broken.happened) return broken.questions;
    }
  }
}

}  // namespace kwota::dialogue
