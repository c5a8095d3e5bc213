#include "carry/cards/purse_card/purse_issue.h"

#include "carry/cards/common/structure.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "carry/cards/purse_card/purse_commands.h"
#include "carry/cards/purse_card/purse_moves.h"

namespace kwota::cards {

namespace sfi = purse_card::sfi;

namespace {

constexpr std::uint16_t no_record = 0x6A83, blocked_but_selected = 0x6283;

CardKeys keys_of(const PurseIssue& order) {
  return {.serial = purse_card::factor_of(order.application.serial), .version = order.version, .transport_version = order.transport_version, .chip = order.chip};
}

seal::LineMac maintenance_mac(const CardKeys& keys, const Challenge4& challenge, Bytes message) {
  return {.key = keys.key(seal::Purpose::maintenance), .serial = keys.serial, .challenge = challenge, .message = std::move(message)};
}

/// A card whose making has ended.
Dialogue<bool> shows_a_number() {
  const auto answer = co_await transmit(read_binary(sfi::application, purse_card::ApplicationFile::size));
  const auto file = answer.sw.ok() ? purse_card::decode_application(answer.data) : std::nullopt;
  co_return file && !purse_card::factor_of(file->serial).is_zero();
}

/// A finished card is never made again.
Dialogue<Done> refuse_finished_card() {
  const auto selected = co_await transmit(select(purse_application_id));
  if (!selected.sw.ok()) co_return Done{};
  const bool finished = co_await shows_a_number();
  if (finished) co_return card_in_use();
  co_return Done{};
}

Dialogue<Done> write_and_check(CardKeys keys, std::uint8_t file, Bytes image) {
  co_await write_file(keys, seal::Purpose::maintenance, file, image);
  const Bytes stands = co_await read_file(file, image.size());
  if (stands != image) co_return read_back_differs(file);
  co_return Done{};
}

/// The first record of 0017, appended once; a repeated order writes over it.
Dialogue<Done> put_areas(CardKeys keys, Bytes record) {
  const auto there = co_await transmit(read_record(sfi::composite, purse_card::AreasRecord::number));
  if (there.sw.ok() && there.data == record) co_return Done{};
  std::optional<std::uint8_t> over;
  if (there.sw.value != no_record) over = purse_card::AreasRecord::number;
  const Challenge4 challenge = co_await fresh_challenge();
  const Bytes mac = co_await to_vault(maintenance_mac(keys, challenge, record_message(sfi::composite, over, record)));
  co_await transmit_ok(write_record(sfi::composite, over, record, mac));
  co_return Done{};
}

}  // namespace

Dialogue<Done> issue_purse_card(PurseIssue order) {
  const CardKeys keys = keys_of(order);
  co_await ok(check_pin(order.pin));
  const Bytes shown = co_await ok(bytes_of(purse_card::encode(order.application), sfi::application));
  const Bytes holder = co_await ok(bytes_of(purse_card::encode(order.holder), sfi::holder));
  const Bytes areas = co_await ok(bytes_of(purse_card::encode(order.areas), sfi::composite));
  co_await refuse_finished_card();
  co_await make_card(&purse_card_product, keys, order.pin);
  co_await write_and_check(keys, sfi::holder, holder);
  co_await put_areas(keys, areas);
  co_await write_and_check(keys, sfi::application, shown);
  co_return Done{};
}

Dialogue<Done> write_card_areas(CardKeys keys, purse_card::AreasRecord areas) {
  const Bytes record = co_await ok(bytes_of(purse_card::encode(areas), sfi::composite));
  co_await transmit_ok(select(purse_application_id));
  co_await put_areas(keys, record);
  const auto stands = co_await transmit(read_record(sfi::composite, purse_card::AreasRecord::number));
  if (!stands.sw.ok() || stands.data != record) co_return read_back_differs(sfi::composite);
  co_return Done{};
}

Dialogue<Done> block_purse_card(CardKeys keys) {
  const auto selected = co_await transmit(select(purse_application_id));
  if (selected.sw.value == blocked_but_selected) co_return Done{};
  if (!selected.sw.ok()) co_return refusal(select(purse_application_id), selected.sw);
  const Challenge4 challenge = co_await fresh_challenge();
  const Bytes mac = co_await to_vault(maintenance_mac(keys, challenge, block_message()));
  co_await transmit_ok(block_application(mac));
  co_return Done{};
}

Error purse_holds_money() { return error(Fault::card, "purse_holds_money", "There is still money on this card, and it is nobody's by the books: it was not cleared. Keep it and tell the manager."); }

/// A card that shows no number has never held money; one that does all the same is not touched.
Dialogue<Done> must_be_begun() {
  const auto balance = co_await transmit(get_balance());
  if (balance.sw.ok() && (balance.data.size() != 4 || get_be32(balance.data.data()) != 0)) co_return purse_holds_money();
  co_return Done{};
}

/// Free, its last proof collected, and without money.
Dialogue<Done> must_be_returned() {
  const auto lock = co_await read_lock_proof();
  if (lock && lock->state != purse_card::LockState::free) co_return purse_grey();
  const Bytes balance = co_await transmit_ok(get_balance());
  co_await ok(check_length(balance, 4));
  if (get_be32(balance.data()) == 0) co_return Done{};
  co_return purse_holds_money();
}

Dialogue<Done> clear_purse_card(CardKeys keys) {
  co_await transmit_ok(select(purse_application_id));
  const bool finished = co_await shows_a_number();
  if (finished) co_await must_be_returned();
  if (!finished) co_await must_be_begun();
  co_await authenticate(keys, seal::Purpose::card_master, key_id::master);
  co_await transmit_ok(erase_directory());
  co_return Done{};
}

}  // namespace kwota::cards
