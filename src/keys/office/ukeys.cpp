#include "keys/office/ukeys.h"

#include <fmt/format.h>

#include <limits>

#include "base/decimal.h"
#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "seal/keys/ukey.h"

namespace kwota::keys {
namespace {

using books::Decision;
using books::KeyDevice;

Error bad_refill(const char* field) {
  return error(Fault::request, "bad_ukey",
               "A refill needs an amount, a number of sales and a last day that is still to come. Nothing was changed.",
               {{"field", field}});
}

Result<void> check(const RefillOrder& order, const shift::Context& context) {
  if (order.amount.minor() <= 0) return bad_refill("amount");
  if (order.count <= 0 || order.count > std::numeric_limits<std::uint32_t>::max()) return bad_refill("count");
  const auto last_day = parse_date(order.valid_to);
  if (!last_day || *last_day < context.zone.local(context.now).date) return bad_refill("valid_to");
  return {};
}

std::string money_text(const books::Reader& books, Money money) {
  const auto utility = books.utility();
  return format_money(money, utility ? utility->minor_digits : 2);
}

Error forged_quota(const KeyDevice& device) {
  return error(Fault::forged, "ukey_quota_forged",
               fmt::format("The UKEY {} says that more is left on it than it was given, or than it had: somebody has changed it or put "
                           "an older copy back. Nothing was sealed. Declare it void and hand it to the key office.",
                           device.serial),
               {{"ukey", device.serial}});
}

/// As the stick says; what it may seal in all less what is left is what it has sealed, and that never falls.
Result<KeyDevice> told_by_stick(KeyDevice device, const QuotaLeft& left) {
  const auto used = Money::minor(device.quota_amount.minor() - left.amount.minor());
  const auto count = device.quota_count - left.count;
  if (used < device.used_amount || count < device.used_count || left.amount.minor() < 0 || left.count < 0)
    return forged_quota(device);
  device.used_amount = used;
  device.used_count = count;
  device.valid_to = left.valid_to;
  return device;
}

books::KeyEvent about(const books::Reader& books, const shift::Context& context, const char* what, const KeyDevice& device,
                      const QuotaLeft& left) {
  auto event = note(context, what, "device/" + device.serial);
  event.version = device.key_version;
  event.details = fmt::format(R"({{"left":"{}","count_left":"{}","valid_to":"{}"}})", money_text(books, left.amount), left.count,
                              left.valid_to);
  return event;
}

}  // namespace

Result<KeyDevice> user_ukey(const books::Reader& books, const std::string& label) {
  TRY(device, known_device(books, label));
  if (device.kind != name_of(seal::UkeyKind::user))
    return error(Fault::request, "not_a_user_ukey",
                 fmt::format("{} is no UKEY of a counter: it has no quota. Nothing was changed.", label), {{"ukey", label}});
  MUST(check_device(books, label));
  return device;
}

Result<Decision<Permission>> permit_refill(const books::Reader& books, const RefillOrder& order, const shift::Context& context) {
  TRY(device, user_ukey(books, order.ukey));
  MUST(check(order, context));
  const auto content = fmt::format("refill {} {} of {}: {} in {} sales until {}", device.kind, device.serial, device.holder,
                                   money_text(books, order.amount), order.count, order.valid_to);
  const StepRequest step{"key_cards", "ukey_refill_permitted", content, order.reason, order.approval};
  TRY(permitted, permit_step(books, step, context));
  for (auto& row : permitted.changes.append)
    if (auto* event = std::get_if<books::KeyEvent>(&row)) event->object = "device/" + device.serial;
  return permitted;
}

Result<Decision<KeyDevice>> note_ukey_read(const books::Reader& books, const std::string& label, const QuotaLeft& left,
                                           const shift::Context& context) {
  TRY(device, user_ukey(books, label));
  TRY(now, told_by_stick(std::move(device), left));
  return Decision<KeyDevice>{{{now}, {about(books, context, "ukey_read", now, left)}}, now};
}

Result<Decision<KeyDevice>> note_refilled(const books::Reader& books, const RefillOrder& order, const Permission& permission,
                                          const QuotaLeft& left, const shift::Context& context) {
  TRY(device, user_ukey(books, order.ukey));
  device.quota_amount = Money::minor(device.quota_amount.minor() + order.amount.minor());
  device.quota_count += order.count;
  TRY(now, told_by_stick(std::move(device), left));
  auto event = about(books, context, "ukey_refilled", now, left);
  event.second = permission.second;
  event.reason = permission.reason;
  return Decision<KeyDevice>{{{now}, {event}}, now};
}

}  // namespace kwota::keys
