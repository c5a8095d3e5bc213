// An officer's card at a terminal: on a reader of this machine, opened with the PIN that he types unseen.
// Begin with with_officer_card().
#pragma once
#include "carry/cards/common/family.h"
#include "kwota/card/card_on_reader.h"
#include "kwota/keys/keys_desk.h"
#include "kwota/terminal.h"

namespace kwota::app {

struct OfficerCardOptions {
  bool card = false;
  std::string reader;  ///< empty: the one reader that holds a card
};

/// `work`: (const key_office::KeyOffice::OfficerCard&, const dialogue::Parties&) -> Result<T>, with the card that lies on the reader.
/// Errors besides: those of CardOnReader::find(), `card_foreign` when it has no serial number.
template <class Work>
auto with_officer_card(KeyDesk& desk, const std::string& reader, const SecretBytes& pin, Work work)
    -> std::invoke_result_t<Work, const key_office::KeyOffice::OfficerCard&, const dialogue::Parties&> {
  TRY(on_reader, CardOnReader::find(reader));
  TRY(serial, cards::serial_of_atr(on_reader->session().atr()));
  auto& session = on_reader->session();
  auto& vault = desk.room().office().vault();
  const dialogue::Parties parties{.device = [&session](const iso7816::Command& command) { return session.exchange(command); },
                                  .vault = [&vault](const seal::Request& request) { return vault.perform(request); },
                                  .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
  return work({serial, to_bytes(pin.view())}, parties);
}

}  // namespace kwota::app
