// The small dialogues out of which the big ones are made: send a command, authenticate, read with a MAC, write with a MAC.
// Guarantees: a status word other than 9000 ends the dialogue with an error that names command and meaning; a MAC that
// does not fit ends it as forged; the transport's 61xx and 6Cxx are followed here and seen nowhere else.
#pragma once
#include "base/random.h"
#include "carry/cards/common/commands.h"
#include "carry/dialogue/dialogue.h"

namespace kwota::cards {

using dialogue::attempt;
using dialogue::Dialogue;
using dialogue::ok;
using dialogue::to_device;
using dialogue::to_journal;
using dialogue::to_vault;

/// Which card we talk to and which version of the house's keys it has.
struct CardKeys {
  CardSerial serial;
  std::uint8_t version = 1;
  std::uint8_t transport_version = 1;  ///< of the supplier's key on a blank card: it is not of the house's tree
  std::optional<CardSerial> chip{};    ///< by which its root's keys go, when those of the application go by another number
  /// For the root of the card.
  CardKeys of_root() const {
    CardKeys keys = *this;
    keys.serial = chip.value_or(serial);
    return keys;
  }
  /// The supplier's key has its own versions; all others have the card's.
  seal::KeyRef key(seal::Purpose purpose) const {
    return {purpose, purpose == seal::Purpose::card_transport ? transport_version : version};
  }
};

/// Fresh random bytes for one dialogue: a dialogue has no dice of its own. Each is used once.
struct Nonces {
  Challenge8 authentication{};
  Challenge4 purse_before{}, purse{}, returned{}, registers{};
  static Nonces from(Random& random);
};

/// Error `card_answer_short`{got, wanted}.
Result<void> check_length(const Bytes& bytes, std::size_t wanted);
/// Error `card_refused`{command, status, meaning}.
Error refusal(const iso7816::Command& command, iso7816::StatusWord status);

/// 63Cx: a key or PIN was wrong, x tries are left.
bool says_tries_left(iso7816::StatusWord status);

/// Whatever the card says, with 61xx (fetch the rest) and 6Cxx (ask again with the right length) followed.
Dialogue<iso7816::Response> transmit(iso7816::Command command);
/// The same with another card than the first.
Dialogue<iso7816::Response> transmit_to(std::size_t card, iso7816::Command command);
/// The data of a 9000 answer. Error `card_refused`.
Dialogue<Bytes> transmit_ok(iso7816::Command command);

/// A random number of the card for secure messaging; good for the next command only.
Dialogue<Challenge4> fresh_challenge();
/// GET CHALLENGE 8, the vault's answer, EXTERNAL AUTHENTICATE. Errors: `card_key_locked` (6983),
/// `card_key_differs`{tries} (63Cx: the card has another key), `card_refused`.
Dialogue<Done> authenticate(CardKeys keys, seal::Purpose purpose, std::uint8_t key_id);
/// INTERNAL AUTHENTICATE with our random. Error `card_not_genuine`.
Dialogue<Done> check_genuine(CardKeys keys, Challenge8 random);

/// INTERNAL AUTHENTICATE once: which of these versions the card's authentication key has. Costs no try. Error `card_not_genuine`.
Dialogue<std::uint8_t> find_version(CardSerial serial, std::vector<std::uint8_t> versions, Challenge8 random);

/// The whole content of a file. Errors `card_refused`, `card_answer_short`.
Dialogue<Bytes> read_file(std::uint8_t sfi, std::size_t bytes);
/// The same of another card than the first.
Dialogue<Bytes> read_file_of(std::size_t card, std::uint8_t sfi, std::size_t bytes);
/// The same with the card's MAC under `credit` over our random. Error `card_answer_forged`.
Dialogue<Bytes> read_file_with_mac(CardKeys keys, std::uint8_t sfi, std::size_t bytes, Challenge4 random);
/// What was read, and the version of the key under which the card's MAC fits.
struct ProvenFile {
  Bytes content;
  std::uint8_t version = 1;
};
/// The same when the card's version is not certain: `versions` in the order in which they are tried. Error `card_answer_forged`.
Dialogue<ProvenFile> read_file_under_any(CardSerial serial, std::vector<std::uint8_t> versions, std::uint8_t sfi,
                                         std::size_t bytes, Challenge4 random);
/// The command that writes a file, sealed for the card's next step: GET CHALLENGE 4 and the vault's MAC.
Dialogue<iso7816::Command> sealed_update(CardKeys keys, seal::Purpose purpose, std::uint8_t sfi, Bytes content);
/// Seals and sends it. Error `card_refused`.
Dialogue<Done> write_file(CardKeys keys, seal::Purpose purpose, std::uint8_t sfi, Bytes content);

/// Error `bad_credit_order`{file}.
Error cannot_hold(std::uint8_t file);
/// The bytes of a file, or `bad_credit_order`{file} when it cannot hold the values.
template <class Image>
Result<Bytes> bytes_of(const std::optional<Image>& image, std::uint8_t file) {
  if (image) return Bytes(image->begin(), image->end());
  return cannot_hold(file);
}

/// Error `card_read_back_differs`{file}.
Error read_back_differs(std::uint8_t file);
/// Writes a file under `credit` and reads it back. Error `card_read_back_differs`{file}.
Dialogue<Done> write_and_compare(CardKeys keys, std::uint8_t sfi, Bytes image);
}  // namespace kwota::cards
