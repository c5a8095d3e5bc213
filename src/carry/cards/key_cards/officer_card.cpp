// The officer's card: made before there are any keys, so nothing protects it but his PIN.
#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/cards/common/application.h"
#include "carry/cards/common/structure.h"
#include "carry/cards/key_cards/care.h"

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

Bytes encode(const TreeFactors& factors) {
  Bytes bytes = to_bytes(factors.utility);
  bytes.resize(factor_bytes);
  put_be32(bytes.data() + factors.utility.size(), factors.province);
  return bytes;
}

dialogue::JournalNote about_to_write(const ComponentOrder& order) {
  return dialogue::JournalNote{"issue_officer_card", {{"card", to_text(order.serial)}}};
}

/// Nobody else has a key to this card: what is locked stays locked.
Dialogue<Done> give_officers_pin(Bytes pin) {
  co_await ok(cards::check_pin(pin));
  const auto given = co_await attempt(give_pin(place::target, "officer", pin));
  if (given.ok()) co_return Done{};
  if (cause_of(given.error()) != Cause::key_card_pin_locked) co_return given.error();
  co_return error(Fault::refused, Cause::officer_card_locked,
                  "This officer card is locked after three wrong PINs, and nobody can unblock it. Type the component; declare "
                  "the card void and write another one.");
}

/// The application on a blank card; a card that was begun has it already.
Dialogue<Done> open_application(ComponentOrder order) {
  const auto seen = co_await look_at(place::target, order.serial);
  if (seen.condition == KeyCardState::whole) co_return cards::card_in_use();
  if (seen.condition == KeyCardState::half_written) {
    co_await to_journal(about_to_write(order));
    co_return Done{};
  }
  const auto user_card = co_await cards::transmit(cards::select(cards::application_id));
  if (user_card.sw.ok()) co_return cards::card_in_use();
  const cards::CardKeys transport{.serial = order.serial, .version = order.transport_version};
  co_await cards::transmit_ok(cards::select(cards::card_root.id));
  const auto opened = co_await attempt(cards::authenticate(transport, Purpose::card_transport, key_id::master));
  if (!opened.ok()) co_return cause_of(opened.error()) == Cause::card_key_differs ? cards::card_foreign() : opened.error();
  co_await to_journal(about_to_write(order));
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
  co_await give_officers_pin(order.pin);
  for (const auto& file : officer_card.application.files) co_await cards::put_file(file);
  co_await cards::transmit_ok(update_plain(sfi::component, order.component.view()));
  const SecretBytes stands{co_await cards::read_file(sfi::component, component_bytes)};
  if (!equal_secret(stands.view(), order.component.view())) co_return cards::card_spoiled("component");
  co_await cards::transmit_ok(update_plain(sfi::factors, encode(order.factors)));
  const Bytes parameters = encode(Parameters{.kind = KeyCardKind::officer, .version = 0, .issued = order.issued});
  co_await cards::transmit_ok(update_plain(sfi::parameters, parameters));
  co_return Done{};
}

Dialogue<SecretBytes> read_component(CardSerial serial, Bytes pin) {
  co_await expect_key_card(place::target, serial, KeyCardKind::officer);
  co_await give_officers_pin(pin);
  SecretBytes component{co_await cards::read_file(sfi::component, component_bytes)};
  co_return component;
}

Dialogue<TreeFactors> read_factors(CardSerial serial, Bytes pin) {
  co_await expect_key_card(place::target, serial, KeyCardKind::officer);
  co_await give_officers_pin(pin);
  const Bytes bytes = co_await cards::read_file(sfi::factors, factor_bytes);
  TreeFactors factors;
  std::copy_n(bytes.begin(), factors.utility.size(), factors.utility.begin());
  factors.province = get_be32(bytes.data() + factors.utility.size());
  if (factors == TreeFactors{})
    co_return error(Fault::card, "no_factors_on_card",
                    "This officer card was written before the factors of the tree were chosen. Type them.");
  co_return factors;
}

}  // namespace kwota::key_cards
