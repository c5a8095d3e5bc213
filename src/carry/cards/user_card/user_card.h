// Reading a user card: everything it carries, in the words of the field, after it has proved that it is ours.
// Guarantees: purse and returned data come with the card's MAC over our own random, so they are neither invented nor
// replayed between card and counter; returned data that is half (the meter writes 06 before 05) is not shown as complete.
// Without a vault (support people, Proof::none) the same files are read plainly, and the result says that nothing is proven.
// Begin with read_user_card().
#pragma once
#include "carry/cards/common/family.h"
#include "seal/user_card/files.h"

namespace kwota::cards {

/// A user card as it lies on the reader. A file that does not decode is empty here and named in `unreadable`.
struct UserCard {
  CardSerial serial;
  bool proven = false;  ///< the card proved that it is ours, and its money files came with its MAC
  std::uint8_t key_version = 1;     ///< of the key by which it proved itself
  std::uint8_t credit_version = 1;  ///< of the key of its files: another one when a change of its keys was broken off (rekey.h)
  bool rekey_unfinished() const { return key_version != credit_version; }
  std::optional<user_card::InstructionFile> instruction{};
  std::optional<user_card::PurseFile> purse{};
  std::optional<user_card::TariffFile> tariff_current{}, tariff_spare{};  ///< only when they were asked for
  std::optional<user_card::ReturnedFile> returned{};   ///< nothing: the meter has not written since the last sale
  std::optional<user_card::RegisterFile> registers{};  ///< of the same visit to the meter as `returned`
  Bytes returned_image{};                              ///< SFI 05 as it stands: what write_credit must find again
  std::optional<user_card::HolderFile> holder{};
  std::vector<std::string> unreadable{};
};

/// The application must be selected (recognise() leaves it so). Errors: `card_not_genuine`, `card_answer_forged`,
/// `card_refused`, `card_answer_short`, `card_of_sample_keys`: it has the keys `of_before`.
Dialogue<UserCard> read_user_card(Reading reading);

/// The purse alone, with MAC. A purse that was never written reads as amount 0, count 0. Error `card_damaged`.
Dialogue<user_card::PurseFile> read_purse(CardKeys keys, Challenge4 random);

/// In words, for support people.
std::vector<Fact> describe(const UserCard& card);

}  // namespace kwota::cards
