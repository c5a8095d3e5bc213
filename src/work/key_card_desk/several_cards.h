// Several cards at once for the key office: the card that is issued, its mother, her control card – on three readers, or on two,
// then the control card makes room for the blank one once it has opened its mother. Guarantees: each card is found by its serial
// number on whatever reader it lies; when it is not there yet whoever stands there is told which one is wanted and a while is waited;
// a mother stays powered, and so opened, while others come and go. Begin with the constructor and parties().
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/ids_text.h"
#include "base/time.h"
#include "carry/dialogue/parties.h"
#include "carry/wire/pcsc_readers.h"

namespace kwota::key_card_desk {

/// So long a person has to find a card. [K]
inline constexpr Duration card_patience = Duration::minutes(2);

/// Where key cards lie: the readers of the server's desk.
class Readers {
 public:
  virtual ~Readers() = default;
  /// Waits until that card lies on some reader. Error `card_awaited`{card}: it did not come.
  virtual Result<std::string> reader_with(const CardSerial& card, Duration patience) = 0;
  virtual Result<wire::CardSession> connect(const std::string& reader) = 0;
  /// Tells whoever stands there which card is wanted, and its place in the conversation.
  virtual void want(const CardSerial& card, std::size_t place) = 0;
};

class SeveralCards {
 public:
  /// `cards`: serials by their place in the dialogue (0 the card it is about, 1 mother, 2 control). `patience`: so long one that
  /// does not lie there is waited for.
  SeveralCards(Readers& readers, std::vector<CardSerial> cards, Duration patience = card_patience)
      : readers_(readers), cards_(std::move(cards)), patience_(patience) {}

  dialogue::Parties parties(seal::Vault& vault, std::function<Result<void>(const dialogue::JournalNote&)> journal);

 private:
  struct Powered {
    std::string reader;
    wire::CardSession session;
  };
  Result<iso7816::Response> ask(std::size_t card, const iso7816::Command& command);
  Result<void> power(std::size_t card);

  Readers& readers_;
  std::vector<CardSerial> cards_;
  Duration patience_;
  std::map<std::size_t, Powered> powered_;
  std::map<std::size_t, bool> replaced_;  ///< another card lies on its reader now
};

}  // namespace kwota::key_card_desk
