// The officer's card: made before there are any keys, so nothing protects it but his PIN.
#include <fmt/format.h>

#include "carry/cards/structure.h"
#include "carry/cards/user_card_table.h"
#include "carry/key_cards/care.h"

namespace kwota::key_cards {

namespace {

iso7816::Command update_plain(std::uint8_t file, ByteView content) {
  return {.cla = 0x00, .ins = 0xD6, .p1 = static_cast<std::uint8_t>(0x80 | file), .data = to_bytes(content)};
}

Result<void> check(const ComponentOrder& order) {
  MUST(cards::check_pin(order.pin));
  if (order.component.size() == component_bytes) return {};
  const std::string reason = "a component has 16 bytes";
  return error(Fault::request, "bad_key_card_order",
               fmt::format("The card cannot be issued like this: {}. Nothing was written.", reason), {{"reason", reason}});
}

/// The application on a blank card; a card that was begun has it already.
Dialogue<Done> open_application(ComponentOrder order) {
  const auto seen = co_await look_at(place::target, order.serial);
  if (seen.standing == Standing::whole) co_return cards::card_in_use();
  if (seen.standing == Standing::half_written) co_return Done{};
  const auto user_card = co_await cards::transmit(cards::select(cards::application_id));
  if (user_card.sw.ok()) co_return cards::card_in_use();
  const cards::CardKeys transport{.serial = order.serial, .version = order.transport_version};
  co_await cards::transmit_ok(cards::select(cards::card_root.id));
  const auto opened = co_await attempt(cards::authenticate(transport, Purpose::card_transport, key_id::master));
  if (!opened.ok()) co_return opened.error().code == "card_key_differs" ? cards::card_foreign() : opened.error();
  co_await cards::transmit_ok(cards::create_directory(officer_card.application));
  co_await cards::transmit_ok(cards::select(application_id));
  co_return Done{};
}

}  // namespace

Dialogue<Done> issue_officer_card(ComponentOrder order) {
  co_await ok(check(order));
  co_await open_application(order);
  co_await cards::transmit(cards::create_key_file(officer_card.application));  // refused when it stands there already
  for (const auto& key : officer_card.application.pins) co_await cards::put_pin(key, order.pin);
  co_await give_pin(place::target, "officer", order.pin);
  for (const auto& file : officer_card.application.files) co_await cards::put_file(file);
  co_await cards::transmit_ok(update_plain(sfi::component, order.component.view()));
  const SecretBytes stands{co_await cards::read_file(sfi::component, component_bytes)};
  if (!equal_secret(stands.view(), order.component.view())) co_return cards::card_spoiled("component");
  const Bytes parameters = encode(Parameters{.kind = KeyCardKind::officer, .version = 0, .issued = order.issued});
  co_await cards::transmit_ok(update_plain(sfi::parameters, parameters));
  co_return Done{};
}

Dialogue<SecretBytes> read_component(CardSerial serial, Bytes pin) {
  co_await expect_key_card(place::target, serial, KeyCardKind::officer);
  co_await give_pin(place::target, "officer", pin);
  SecretBytes component{co_await cards::read_file(sfi::component, component_bytes)};
  co_return component;
}

}  // namespace kwota::key_cards
