#include "carry/cards/key_cards/family.h"

namespace kwota::key_cards {
namespace {

class KeyCards final : public cards::Family {
 public:
  std::string_view name() const override { return "key_office_cards"; }
  std::span<const cards::Product* const> products() const override { return {}; }  // none is made at a counter

  cards::Dialogue<std::optional<cards::Recognition>> recognise(cards::Glance& glance) const override {
    const bool is_there = co_await glance.has(cards::key_application_id);
    if (!is_there) co_return std::nullopt;
    cards::Recognition seen;
    seen.serial = glance.serial();
    seen.family = this;
    seen.condition = cards::CardCondition::key_card;
    co_return seen;
  }
};

const KeyCards family_of_keys;

}  // namespace

const cards::Family& key_cards_family = family_of_keys;

}  // namespace kwota::key_cards
