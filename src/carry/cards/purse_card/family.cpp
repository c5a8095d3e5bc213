#include "carry/cards/purse_card/family.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "carry/cards/common/holder_pin.h"
#include "carry/cards/purse_card/hung_debit.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "carry/cards/purse_card/purse_commands.h"
#include "carry/cards/purse_card/purse_issue.h"
#include "carry/cards/purse_card/purse_moves.h"

namespace kwota::cards {

namespace sfi = purse_card::sfi;

namespace {

/// Written last: a card that does not show it is half made.
Recognition judged(Recognition seen, const Bytes& shown, std::uint32_t county) {
  seen.condition = CardCondition::half_personalised;
  if (shown.empty() || std::ranges::all_of(shown, [](std::uint8_t byte) { return byte == 0; })) return seen;
  const auto file = purse_card::decode_application(shown);
  if (!file) {
    seen.condition = CardCondition::damaged;
    seen.damaged_file = "application";
    return seen;
  }
  seen.number = file->serial;
  seen.application = *file;
  seen.product = &purse_card_product;
  seen.county = get_be32(file->issuer.data());
  seen.condition = *seen.county == county ? CardCondition::ours : CardCondition::other_county;
  return seen;
}

Dialogue<purse_card::ApplicationFile> read_application(Reading reading) {
  if (reading.application) co_return *reading.application;
  const Bytes bytes = co_await read_file(sfi::application, purse_card::ApplicationFile::size);
  const auto file = purse_card::decode_application(bytes);
  if (!file) co_return error(Fault::card, Cause::card_damaged, "A file of this card cannot be read; replace the card.", {{"file", "application"}});
  co_return *file;
}

Dialogue<std::uint8_t> proven_version(Reading reading) {
  if (reading.proof == Proof::none) co_return reading.keys.version;
  if (reading.versions.empty()) {
    co_await check_genuine(reading.keys, reading.nonces.authentication);
    co_return reading.keys.version;
  }
  co_return co_await find_version(reading.keys.serial, reading.versions, reading.nonces.authentication);
}

/// Everything that is free to read.
Dialogue<PurseContents> read_rest(PurseContents purse) {
  const auto holder = co_await transmit(read_binary(sfi::holder, purse_card::HolderFile::size));
  if (holder.sw.ok()) purse.holder = purse_card::decode_holder(holder.data);
  const auto areas = co_await transmit(read_record(sfi::composite, purse_card::AreasRecord::number));
  if (areas.sw.ok()) purse.areas = purse_card::decode_areas(areas.data);
  purse.log = co_await read_purse_log();
  co_return purse;
}

std::string in_words(const purse_card::LogRecord& record) {
  return fmt::format("{:02X} {} counter {} terminal {} {}", static_cast<unsigned>(record.type), record.amount.minor(), record.sequence,
                     to_hex(record.terminal), to_hex(record.moment));
}

std::vector<Fact> facts_of(const PurseContents& purse) {
  std::vector<Fact> facts{{"number", to_hex(purse.application.serial)},
                          {"valid_from", to_hex(purse.application.valid_from)},
                          {"valid_to", to_hex(purse.application.valid_to)},
                          {"balance", fmt::format("{}", purse.balance.minor())},
                          {"locked", purse.grey() ? "yes" : "no"}};
  if (purse.lock && purse.grey()) facts.push_back({"lock_terminal", to_hex(purse.lock->terminal)});
  if (purse.areas)
    for (std::size_t i = 0; i < purse.areas->count; ++i) facts.push_back({fmt::format("area_{}", i + 1), fmt::format("{:08}", purse.areas->areas[i])});
  for (std::size_t i = 0; i < purse.log.size(); ++i) facts.push_back({fmt::format("record_{}", i + 1), in_words(purse.log[i])});
  return facts;
}

class PurseCards final : public Family {
 public:
  std::string_view name() const override { return purse_card_product.name; }

  std::span<const Product* const> products() const override {
    static constexpr std::array all{&purse_card_product};
    return all;
  }

  Dialogue<std::optional<Recognition>> recognise(Glance& glance) const override {
    const bool is_there = co_await glance.has(purse_application_id);
    if (!is_there) co_return std::nullopt;
    Recognition seen;
    seen.serial = glance.serial();
    seen.family = this;
    co_return judged(std::move(seen), shown_in(glance.control_information()), glance.county());
  }

  /// Three commands beside SELECT: the lock, the balance, and the proof that it is ours.
  Dialogue<Contents> read(Reading reading) const override {
    PurseContents purse;
    purse.application = co_await read_application(reading);
    purse.lock = co_await read_lock_proof();
    const Bytes balance = co_await transmit_ok(get_balance());
    co_await ok(check_length(balance, 4));
    purse.balance = Money::minor(get_be32(balance.data()));
    Contents contents;
    contents.serial = reading.keys.serial;
    contents.key_version = contents.credit_version = co_await proven_version(reading);
    if (reading.for_support) {
      purse = co_await read_rest(purse);
      contents.facts = facts_of(purse);
    }
    contents.purse = std::move(purse);
    co_return contents;
  }

  std::span<const CommandOfSale> commands_of_a_sale() const override { return load_commands; }

  Dialogue<PurseWritten> load(PurseOrder order) const override { return move_purse(std::move(order), PurseMoveKind::load); }
  Dialogue<PurseWritten> unload(PurseOrder order) const override { return move_purse(std::move(order), PurseMoveKind::unload); }
  Dialogue<PurseWritten> release_lock(PurseOrder order) const override { return move_purse(std::move(order), PurseMoveKind::release); }
  Dialogue<PurseWritten> settle_purse(PurseDoubt doubt) const override { return settle_move(std::move(doubt)); }
  Dialogue<PurseProven> prove_purse(PurseOrder order) const override { return cards::prove_purse(std::move(order)); }
  Dialogue<PurseWritten> debit_hung(HungDebit order) const override { return debit_hung_watering(std::move(order)); }
  Dialogue<Done> issue_purse(PurseIssue order) const override { return issue_purse_card(std::move(order)); }
  Dialogue<Done> write_areas(CardKeys keys, purse_card::AreasRecord areas) const override { return write_card_areas(keys, areas); }
  Dialogue<Done> block_purse(CardKeys keys) const override { return block_purse_card(keys); }
  Dialogue<Done> clear_purse(CardKeys keys) const override { return clear_purse_card(keys); }

  Dialogue<Done> set_pin(CardKeys keys, HolderPins pins) const override {
    if (pins.old_pin.empty()) return set_holder_pin(keys, std::move(pins.new_pin));
    return change_holder_pin(std::move(pins.old_pin), std::move(pins.new_pin));
  }
};

const PurseCards family_of_purses;

}  // namespace

const Family& purse_card_family = family_of_purses;

}  // namespace kwota::cards
