#include "carry/cards/user_card/family.h"

#include <algorithm>

#include "carry/cards/common/holder_pin.h"
#include "carry/cards/common/names.h"
#include "carry/cards/user_card/card_files.h"
#include "carry/cards/user_card/rekey.h"
#include "carry/cards/user_card/user_card_table.h"

namespace kwota::cards {
namespace {

constexpr std::uint8_t frame_head = 4;  // 68 cmd len2

bool all_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

Recognition damaged(Recognition seen, std::uint8_t file) {
  seen.condition = CardCondition::damaged;
  seen.damaged_file = file_name(file);
  return seen;
}

/// The holder file, written last, decides. A card of another county is named even when its instruction file is damaged.
Recognition judged(Recognition seen, const iso7816::Response& head, const iso7816::Response& holder, std::uint32_t county) {
  const auto command = head.sw.ok() ? user_card::command_of(head.data) : std::nullopt;
  if (command == user_card::Command::user) seen.product = &user_card_product;
  if (!holder.sw.ok() || all_zero(holder.data)) {
    seen.condition = CardCondition::half_personalised;
    return seen;
  }
  const auto says = user_card::decode_holder(holder.data);
  if (!says) return damaged(std::move(seen), user_card::sfi::holder);
  seen.county = says->county;
  seen.condition = says->county == county ? CardCondition::ours : CardCondition::other_county;
  if (seen.condition == CardCondition::ours && seen.product == nullptr) return damaged(std::move(seen), user_card::sfi::instruction);
  return seen;
}

class UserCards final : public Family {
 public:
  std::string_view name() const override { return user_card_product.name; }

  std::span<const Product* const> products() const override {
    static constexpr std::array all{&user_card_product};
    return all;
  }

  /// Whatever has the application and is no tool card (which are asked before) is one, or shall become one.
  Dialogue<std::optional<Recognition>> recognise(Glance& glance) const override {
    const bool is_there = co_await glance.has(application_id);
    if (!is_there) co_return std::nullopt;
    const auto head = co_await glance.file(user_card::sfi::instruction, frame_head);
    const auto holder = co_await glance.file(user_card::sfi::holder, user_card::HolderFile::size);
    Recognition seen;
    seen.serial = glance.serial();
    seen.family = this;
    co_return judged(std::move(seen), head, holder, glance.county());
  }

  Dialogue<Contents> read(Reading reading) const override {
    const auto card = co_await read_user_card(reading);
    auto contents = contents_of(card);
    if (reading.for_support) contents.facts = describe(card);
    co_return contents;
  }

  Dialogue<Written> write_credit(Delivery delivery, Contents on_card) const override {
    const auto order = co_await ok(credit_order(delivery, &on_card));
    co_return co_await cards::write_credit(order);
  }

  std::span<const CommandOfSale> commands_of_a_sale() const override { return sale_commands; }

  Dialogue<Written> issue(Delivery delivery, Holder holder) const override {
    const auto order = co_await ok(personalise_order(delivery, holder));
    co_return co_await personalise(order);
  }

  Dialogue<Done> rekey(NewKeys order) const override { return rekey_user_card(std::move(order)); }

  Dialogue<Done> set_pin(CardKeys keys, HolderPins pins) const override {
    if (pins.old_pin.empty()) return set_holder_pin(keys, std::move(pins.new_pin));
    return change_holder_pin(std::move(pins.old_pin), std::move(pins.new_pin));
  }
};

const UserCards family_of_users;

}  // namespace

const Family& user_card_family = family_of_users;

}  // namespace kwota::cards
