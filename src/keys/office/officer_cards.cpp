#include "keys/office/officer_cards.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "keys/journal/note.h"
#include "people/permissions.h"

namespace kwota::keys {
namespace {

using books::Decision;
using books::KeyDevice;

Error of_another(const KeyDevice& device) {
  return error(Fault::refused, Cause::officer_card_of_another,
               "This is the card of another officer. Nothing was read or written; put down your own.",
               {{"device", device.serial}, {"holder", device.holder}});
}

KeyDevice card_of(const std::string& serial, const people::Context& context) {
  KeyDevice device;
  device.serial = serial;
  device.kind = books::KeyDeviceKind::officer;
  device.holder = context.who.name;
  device.state = books::KeyDeviceStatus::active;
  device.issued = context.now;
  return device;
}

books::KeyEvent about(const people::Context& context, const char* what, const std::string& serial) {
  return note(context, what, "device/" + serial);
}

}  // namespace

Result<Decision<KeyDevice>> begin_officer_card(const books::Reader& books, const std::string& serial,
                                               const people::Context& context) {
  if (const auto known = books.find<books::KeyDevice>(serial); known && known->state != books::KeyDeviceStatus::voided) {
    if (known->kind != books::KeyDeviceKind::officer)
      return error(Fault::card, "device_spoiled",
                   "This card was torn out while it was written and is worthless: issue another one.", {{"device", serial}});
    if (known->holder != context.who.name) return of_another(*known);
  }
  return register_device(books, card_of(serial, context), "key_ceremony", context);
}

Result<Decision<KeyDevice>> note_officer_card(const books::Reader& books, const std::string& serial,
                                              bool whole, const people::Context& context) {
  TRY(noted, note_issued(books, serial, whole, context));
  if (!whole) return noted;
  auto event = about(context, "device_issued", serial);
  event.details = fmt::format(R"({{"kind":"{}"}})", word_of(books::KeyDeviceKind::officer));
  return Decision<KeyDevice>{{{noted.answer}, {event}}, noted.answer};
}

Result<void> may_bring(const books::Reader& books, const std::string& serial, const people::Context& context) {
  MUST(people::require(context.who, "key_ceremony"));
  const auto known = books.find<books::KeyDevice>(serial);
  if (!known) return Done{};
  if (known->state == books::KeyDeviceStatus::voided) return check_device(books, serial);
  if (known->kind == books::KeyDeviceKind::officer && known->holder != context.who.name) return of_another(*known);
  return Done{};
}

Result<Decision<Done>> note_brought(const books::Reader& books, const std::string& serial, const people::Context& context) {
  auto event = about(context, "component_brought", serial);
  Decision<Done> decision{{{}, {event}}, Done{}};
  auto device = books.find<books::KeyDevice>(serial).value_or(card_of(serial, context));
  device.state = books::KeyDeviceStatus::active;
  decision.changes.put.emplace_back(device);
  return decision;
}

Result<Decision<Done>> note_not_brought(const std::string& serial, const std::string& why, const people::Context& context) {
  auto event = about(context, "component_not_brought", serial);
  event.details = fmt::format(R"({{"why":"{}"}})", why);
  return Decision<Done>{{{}, {event}}, Done{}};
}

}  // namespace kwota::keys
