#include "carry/cards/tool_cards/family.h"

#include <algorithm>

#include "carry/cards/common/parameter_files.h"
#include "carry/cards/pump_tools/pump_tool_card.h"
#include "carry/cards/tool_cards/tool_card_tables.h"
#include "carry/cards/tool_cards/tool_cards.h"

namespace kwota::cards {
namespace {

constexpr std::uint8_t head_bytes = 4;  // 68 cmd len2

const Product* product_of(user_card::Command command) {
  switch (command) {
    case user_card::Command::preset: return &preset_card_product;
    case user_card::Command::clear: return &clear_card_product;
    default: return nullptr;
  }
}

/// A pump's tool card shows its own serial when it is selected: 9F0C 08.
bool shows_its_serial(const Bytes& shown, const CardSerial& serial) {
  Bytes said{0x9F, 0x0C, static_cast<std::uint8_t>(serial.bytes.size())};
  append(said, serial.bytes);
  return std::search(shown.begin(), shown.end(), said.begin(), said.end()) != shown.end();
}

class ToolCards final : public Family {
 public:
  std::string_view name() const override { return "meter_tool_cards"; }

  std::span<const Product* const> products() const override {
    static const std::array<const Product*, 3> all{&clear_card_product, &preset_card_product, &pump_tool_card_product};
    return all;
  }

  /// By the head of its instruction file.
  Dialogue<std::optional<Recognition>> recognise(Glance& glance) const override {
    const bool is_there = co_await glance.has(application_id);
    if (!is_there) co_return std::nullopt;
    const auto head = co_await glance.file(user_card::sfi::instruction, head_bytes);
    const auto command = head.sw.ok() ? user_card::command_of(head.data) : std::nullopt;
    Recognition seen;
    seen.serial = glance.serial();
    seen.family = this;
    seen.condition = CardCondition::ours;
    seen.product = command ? product_of(*command) : nullptr;
    if (shows_its_serial(glance.control_information(), glance.serial())) seen.product = &pump_tool_card_product;
    if (seen.product == nullptr) co_return std::nullopt;
    co_return seen;
  }

  Dialogue<Done> issue_clear_card(CardKeys keys, ClearPermission permission) const override {
    ClearCardOrder order;
    order.keys = keys;
    order.permission.authorisation = permission.authorisation;
    order.permission.meter = permission.meter;
    order.permission.valid_until = meter_time(permission.valid_until);
    return cards::issue_clear_card(order);
  }

  Dialogue<Done> issue_preset_card(CardKeys keys, Parameters parameters) const override {
    const auto files = co_await ok(parameter_files(parameters));
    PresetCardOrder order;
    order.keys = keys;
    order.preset = files.preset;
    order.tariff_current = files.current.value_or(user_card::TariffFile{});
    order.tariff_spare = files.spare.value_or(order.tariff_current);
    co_return co_await cards::issue_preset_card(order);
  }
};

const ToolCards family_of_tools;

}  // namespace

const Family& tool_cards_family = family_of_tools;

}  // namespace kwota::cards
