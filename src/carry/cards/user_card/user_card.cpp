#include "carry/cards/user_card/user_card.h"

#include "base/cause.h"
#include "carry/cards/common/names.h"

namespace kwota::cards {

namespace sfi = user_card::sfi;

namespace {

/// Decodes a file; one that is there but wrong is named.
template <class File>
std::optional<File> take(std::optional<File> decoded, std::uint8_t file, UserCard& card) {
  if (!decoded) card.unreadable.push_back(file_name(file));
  return decoded;
}

/// Returned data counts only when both files are of one visit to the meter.
void take_returned(UserCard& card, const Bytes& returned, const Bytes& registers) {
  card.returned_image = returned;
  if (user_card::is_empty_returned(returned)) return;
  card.returned = take(user_card::decode_returned(returned), sfi::returned, card);
  const auto copy = user_card::decode_registers(registers);
  if (copy && card.returned && copy->last_count == card.returned->count) {
    card.registers = copy;
  } else {
    card.unreadable.push_back(file_name(sfi::register_copy));
  }
}

}  // namespace

Dialogue<user_card::PurseFile> read_purse(CardKeys keys, Challenge4 random) {
  const Bytes image = co_await read_file_with_mac(keys, sfi::purse, user_card::PurseFile::size, random);
  const auto purse = user_card::decode_purse(image);
  if (!purse)
    co_return error(Fault::card, Cause::card_damaged, "A file of this card cannot be read; replace the card.",
                    {{"file", file_name(sfi::purse)}});
  co_return *purse;
}

namespace {

Error of_sample_keys() {
  return error(Fault::refused, Cause::card_of_sample_keys,
               "This card was made under the sample keys of this folder, before the utility's own keys were in use: nothing was read or sold. "
               "Replace the card; what it carried is in the books.");
}

/// Which versions its keys have; the purse comes along, because its MAC is what shows the version of the credit key.
Dialogue<Reading> prove(Reading reading) {
  if (reading.versions.empty()) {
    co_await check_genuine(reading.keys, reading.nonces.authentication);
    co_return reading;
  }
  auto versions = reading.versions;
  if (reading.of_before) versions.push_back(*reading.of_before);
  reading.keys.version = co_await find_version(reading.keys.serial, versions, reading.nonces.authentication);
  if (reading.of_before == reading.keys.version) co_return of_sample_keys();
  co_return reading;
}

/// The version by which the card proved itself first, then the others.
std::vector<std::uint8_t> tried(const Reading& reading) {
  std::vector<std::uint8_t> versions{reading.keys.version};
  for (const auto version : reading.versions)
    if (version != reading.keys.version) versions.push_back(version);
  return versions;
}

/// The purse, and under which version its MAC fits.
Dialogue<ProvenFile> read_purse_file(Reading reading) {
  constexpr auto bytes = user_card::PurseFile::size;
  if (reading.proof == Proof::with_keys) co_return co_await read_file_under_any(reading.keys.serial, tried(reading), sfi::purse, bytes, reading.nonces.purse);
  ProvenFile file;
  file.content = co_await read_file(sfi::purse, bytes);
  file.version = reading.keys.version;
  co_return file;
}

/// A file that money depends on: with the card's MAC when the card has to prove itself.
Dialogue<Bytes> read_money_file(Reading reading, std::uint8_t file, std::size_t bytes, Challenge4 random) {
  if (reading.proof == Proof::none) co_return co_await read_file(file, bytes);
  co_return co_await read_file_with_mac(reading.keys, file, bytes, random);
}

Dialogue<UserCard> read_tariffs(UserCard card) {
  const Bytes current = co_await read_file(sfi::tariff_current, user_card::TariffFile::size);
  card.tariff_current = take(user_card::decode_tariff(current), sfi::tariff_current, card);
  const Bytes spare = co_await read_file(sfi::tariff_spare, user_card::TariffFile::size);
  card.tariff_spare = take(user_card::decode_tariff(spare), sfi::tariff_spare, card);
  co_return card;
}

}  // namespace

Dialogue<UserCard> read_user_card(Reading reading) {
  UserCard card{.serial = reading.keys.serial, .proven = reading.proof == Proof::with_keys};
  if (card.proven) reading = co_await prove(reading);
  card.key_version = card.credit_version = reading.keys.version;
  const Bytes instruction = co_await read_file(sfi::instruction, user_card::InstructionFile::size);
  card.instruction = take(user_card::decode_instruction(instruction), sfi::instruction, card);
  const auto purse = co_await read_purse_file(reading);
  card.purse = take(user_card::decode_purse(purse.content), sfi::purse, card);
  card.credit_version = reading.keys.version = purse.version;
  const Bytes returned =
      co_await read_money_file(reading, sfi::returned, user_card::ReturnedFile::size, reading.nonces.returned);
  const Bytes registers =
      co_await read_money_file(reading, sfi::register_copy, user_card::RegisterFile::size, reading.nonces.registers);
  take_returned(card, returned, registers);
  const Bytes holder = co_await read_file(sfi::holder, user_card::HolderFile::size);
  card.holder = take(user_card::decode_holder(holder), sfi::holder, card);
  if (reading.for_support) co_return co_await read_tariffs(card);
  co_return card;
}

}  // namespace kwota::cards
