#include "keys/office/renewal.h"


#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "people/permissions.h"

namespace kwota::keys {

using books::Decision;
using books::KeyDevice;

Result<Decision<KeyDevice>> permit_renewal(const books::Reader& books, const KeyDevice& device, const std::string& reason,
                                           std::int64_t approval, const people::Context& context) {
  MUST(people::require(context.who, "key_cards"));
  MUST(check_device(books, device.serial));
  const auto content = people::Proposal(people::Proposed::renew_device).word(people::Part::device, "key_device", word_of(device.kind)).text(people::Part::serial, device.serial)
                           .number(people::Part::key_version, device.key_version);
  const StepRequest step{"key_cards", "renewal_permitted", content, reason, approval};
  TRY(permitted, permit_step(books, step, context));
  return Decision<KeyDevice>{std::move(permitted.changes), device};
}

Result<Decision<KeyDevice>> note_renewed(const books::Reader& books, const KeyDevice& device, bool complete,
                                         const people::Context& context) {
  auto event = note(context, complete ? "device_renewed" : "device_not_renewed", "device/" + device.serial);
  event.version = device.key_version;
  Decision<KeyDevice> decision{{{}, {event}}, device};
  // Declared void while it lay on the reader: it stays void.
  auto row = books.find<books::KeyDevice>(device.serial);
  if (!complete || !row) return decision;
  row->key_version = device.key_version;
  decision.answer = *row;
  decision.changes.put.emplace_back(*row);
  return decision;
}

}  // namespace kwota::keys
