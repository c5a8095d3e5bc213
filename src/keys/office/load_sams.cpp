#include "keys/office/load_sams.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "books/lookup.h"
#include "keys/journal/note.h"
#include "keys/office/devices.h"

namespace kwota::keys {
namespace {

using books::Decision;
using books::KeyDevice;

Error bad_sam_quota(const char* field) {
  return error(Fault::request, "bad_sam_quota",
               "A load SAM is given an amount, a number of sales and a last day that is still to come. Nothing was changed.",
               {{"field", field}});
}

Result<void> check_sam_refill(const SamRefillOrder& order, const people::Context& context) {
  constexpr std::int64_t sales_max = 1'000'000;
  if (order.amount.minor() <= 0) return bad_sam_quota("amount");
  if (order.count <= 0 || order.count > sales_max) return bad_sam_quota("count");
  const auto last_day = parse_date(order.valid_to);
  if (!last_day || *last_day < context.zone.local(context.now).date) return bad_sam_quota("valid_to");
  return {};
}

std::string shown(const books::Reader& books, Money money) {
  return format_money(money, books::minor_digits_of(books));
}

}  // namespace

Result<Decision<Permission>> permit_sam_refill(const books::Reader& books, const SamRefillOrder& order, const people::Context& context) {
  TRY(device, known_device(books, order.serial));
  if (device.kind != books::KeyDeviceKind::load_sam) return unknown_device(order.serial);
  MUST(check_device(books, order.serial));
  MUST(check_sam_refill(order, context));
  const auto content = people::Proposal(people::Proposed::refill_sam).text(people::Part::serial, device.serial).text(people::Part::holder, device.holder)
                           .money(people::Part::sum, order.amount, books::minor_digits_of(books)).count(people::Part::sales, order.count).day(people::Part::valid_to, order.valid_to);
  const StepRequest step{"key_cards", "sam_refill_permitted", content, order.reason, order.approval};
  TRY(permitted, permit_step(books, step, context));
  for (auto& row : permitted.changes.append)
    if (auto* event = row.as<books::KeyEvent>()) event->object = "device/" + device.serial;
  return permitted;
}

Result<Decision<KeyDevice>> note_sam_refilled(const books::Reader& books, const SamRefillOrder& order, const Permission& permission,
                                              const SamLeft& left, const people::Context& context) {
  TRY(device, known_device(books, order.serial));
  device.quota_amount = Money::minor(device.quota_amount.minor() + order.amount.minor());
  device.quota_count += order.count;
  device.used_amount = Money::minor(device.quota_amount.minor() - left.amount.minor());
  device.used_count = device.quota_count - left.count;
  device.valid_to = order.valid_to;
  auto event = note(context, "sam_refilled", "device/" + device.serial);
  event.second = permission.second;
  event.reason = permission.reason;
  event.details = fmt::format(R"({{"left":"{}","count_left":"{}","valid_to":"{}"}})", shown(books, left.amount), left.count, order.valid_to);
  return Decision<KeyDevice>{{{device}, {event}}, device};
}

}  // namespace kwota::keys
