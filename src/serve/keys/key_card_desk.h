// Several cards at once for the key office: the card that is issued, its mother, her control card – on three readers, or on two,
// then the control card makes room for the blank one once it has opened its mother. Guarantees: each card is found by its serial
// number on whatever reader it lies; when it is not there yet the console is told which one is wanted and a while is waited; a
// mother stays powered, and so opened, while others come and go. Begin with the constructor and parties().
#pragma once
#include <map>

#include "carry/dialogue/parties.h"
#include "serve/desk/card_desk.h"

namespace kwota::serve {

/// So long a person has to find a card. [K]
inline constexpr Duration card_patience = Duration::minutes(2);

class KeyCardDesk {
 public:
  /// `cards`: serials by their place in the dialogue (0 the card it is about, 1 mother, 2 control). `patience`: so long one that
  /// does not lie there is waited for. On the desk's thread.
  KeyCardDesk(CardDesk& desk, Events& events, std::vector<CardSerial> cards, Duration patience = card_patience)
      : desk_(desk), events_(events), cards_(std::move(cards)), patience_(patience) {}

  dialogue::Parties parties(seal::Vault& vault, std::function<Result<void>(const dialogue::JournalNote&)> journal);

 private:
  struct Powered {
    std::string reader;
    wire::CardSession session;
  };
  Result<iso7816::Response> ask(std::size_t card, const iso7816::Command& command);
  Result<void> power(std::size_t card);

  CardDesk& desk_;
  Events& events_;
  std::vector<CardSerial> cards_;
  Duration patience_;
  std::map<std::size_t, Powered> powered_;
  std::map<std::size_t, bool> replaced_;  ///< another card lies on its reader now
};

}  // namespace kwota::serve
