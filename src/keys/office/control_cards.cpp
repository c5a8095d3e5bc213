#include "keys/office/control_cards.h"

#include <fmt/format.h>

#include "keys/journal/note.h"
#include "keys/office/devices.h"

namespace kwota::keys {

using books::Decision;
using books::KeyDevice;

Result<Decision<Permission>> permit_issues(const books::Reader& books, const IssuesOrder& order, std::int64_t most,
                                           const people::Context& context) {
  TRY(device, known_device(books, order.serial));
  if (device.kind != books::KeyDeviceKind::control) return unknown_device(order.serial);
  MUST(check_device(books, order.serial));
  if (order.issues <= 0 || order.issues > most)
    return error(Fault::request, "bad_issues",
                 fmt::format("A control card is allowed 1 to {} issues at a time. Nothing was changed.", most),
                 {{"most", fmt::format("{}", most)}});
  if (!order.valid_to.empty()) MUST(parse_date(order.valid_to));
  const auto content = people::Proposal(people::Proposed::allow_issues).text(people::Part::serial, device.serial).count(people::Part::issues, order.issues).day(people::Part::valid_to, order.valid_to);
  const StepRequest step{"key_cards", "issues_permitted", content, order.reason, order.approval};
  TRY(permitted, permit_step(books, step, context));
  for (auto& row : permitted.changes.append)
    if (auto* event = row.as<books::KeyEvent>()) event->object = "device/" + device.serial;
  return permitted;
}

Result<Decision<KeyDevice>> note_issues(const books::Reader& books, const IssuesOrder& order, const Permission& permission,
                                        std::int64_t left, const people::Context& context) {
  TRY(device, known_device(books, order.serial));
  device.quota_count += order.issues;
  device.used_count = device.quota_count - left;
  device.valid_to = order.valid_to;
  auto event = note(context, "issues_refilled", "device/" + device.serial);
  event.second = permission.second;
  event.reason = permission.reason;
  event.details = fmt::format(R"({{"left":"{}","valid_to":"{}"}})", left, order.valid_to);
  return Decision<KeyDevice>{{{device}, {event}}, device};
}

}  // namespace kwota::keys
