#include "keys/office/devices.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "books/lookup.h"
#include "keys/journal/note.h"
#include "people/permissions.h"
#include "seal/user_card/files.h"

namespace kwota::keys {
namespace {

using books::Decision;
using books::KeyDevice;

books::KeyEvent about(const people::Context& context, const char* what, const KeyDevice& device) {
  auto event = note(context, what, "device/" + device.serial);
  event.version = device.key_version;
  event.details = R"({"kind":")" + std::string(word_of(device.kind)) + R"(","pair":")" + device.pair + R"("})";
  return event;
}

people::Proposal named(people::Proposed what, const KeyDevice& device) { return people::Proposal(what).word(people::Part::device, "key_device", word_of(device.kind)); }

/// A device that the second manager agrees to as `content` says.
Result<Decision<KeyDevice>> permit_device(const books::Reader& books, const KeyDevice& device, people::Proposal content,
                                          const std::string& reason, std::int64_t approval, const people::Context& context) {
  TRY(begun, register_device(books, device, "key_cards", context));
  const StepRequest step{"key_cards", "issue_permitted", std::move(content), reason, approval};
  TRY(permitted, permit_step(books, step, context));
  auto& changes = permitted.changes;
  changes.put.insert(changes.put.end(), begun.changes.put.begin(), begun.changes.put.end());
  changes.append.insert(changes.append.end(), begun.changes.append.begin(), begun.changes.append.end());
  return Decision<KeyDevice>{std::move(changes), begun.answer};
}

/// It lies at a meter or in a safe and never at a counter: who handles keys is told.
Error unusable_ukey(const KeyDevice& device) {
  if (device.state == books::KeyDeviceStatus::voided)
    return error(Fault::refused, "ukey_void",
                 fmt::format("The UKEY {} was declared void ({}): nothing was changed. Keep it and bring it to the key office.", device.serial,
                             device.state_reason),
                 {{"ukey", device.serial}, {"reason", device.state_reason}});
  return error(Fault::refused, "ukey_spoiled",
               fmt::format("The issue of the UKEY {} was broken off, and it is worthless: nothing was changed. Issue another one.", device.serial),
               {{"ukey", device.serial}});
}

}  // namespace

Result<Decision<KeyDevice>> register_device(const books::Reader& books, KeyDevice device, books::Right right,
                                            const people::Context& context) {
  MUST(people::require(context.who, right));
  if (const auto known = books.find<books::KeyDevice>(device.serial)) {
    if (known->state == books::KeyDeviceStatus::voided)
      return error(Fault::refused, Cause::device_void, "This device was declared void and is never used again. Nothing was written.",
                   {{"device", device.serial}});
    if (known->state == books::KeyDeviceStatus::active)
      return error(Fault::refused, Cause::device_known, "This device is in use already. Nothing was written. Take a blank one.",
                   {{"device", device.serial}});
  }
  device.state = books::KeyDeviceStatus::fresh;
  device.issued = context.now;
  return Decision<KeyDevice>{{{device}, {about(context, "device_begun", device)}}, device};
}

Result<Decision<KeyDevice>> permit_issue(const books::Reader& books, const KeyDevice& device, const std::string& reason,
                                         std::int64_t approval, const people::Context& context) {
  const auto content = named(people::Proposed::issue_device, device).text(people::Part::serial, device.serial).text(people::Part::code, device.code).day(people::Part::valid_to, device.valid_to);
  return permit_device(books, device, content, reason, approval, context);
}

Result<Decision<KeyDevice>> permit_ukey(const books::Reader& books, const KeyDevice& device, const std::string& reason,
                                        std::int64_t approval, const people::Context& context) {
  const auto content = named(people::Proposed::issue_device, device).text(people::Part::holder, device.holder).day(people::Part::valid_to, device.valid_to);
  return permit_device(books, device, content, reason, approval, context);
}

Result<Decision<KeyDevice>> note_issued(const books::Reader& books, const std::string& serial, bool complete,
                                        const people::Context& context) {
  auto device = books.find<books::KeyDevice>(serial);
  if (!device) return unknown_device(serial);
  device->state = complete ? books::KeyDeviceStatus::active : books::KeyDeviceStatus::spoiled;
  Decision<KeyDevice> decision{{{*device}, {about(context, complete ? "device_issued" : "device_spoiled", *device)}}, *device};
  // A control card names its mother; from now on the mother names it too.
  if (auto mother = books.find<books::KeyDevice>(device->pair); complete && mother && device->kind == books::KeyDeviceKind::control) {
    mother->pair = device->serial;
    decision.changes.put.emplace_back(*mother);
  }
  return decision;
}

Result<Decision<std::vector<KeyDevice>>> void_device(const books::Reader& books, const VoidRequest& request,
                                                     const people::Context& context) {
  MUST(people::require(context.who, "key_void"));
  auto device = books.find<books::KeyDevice>(request.serial);
  if (!device) return unknown_device(request.serial);
  if (device->state == books::KeyDeviceStatus::voided)
    return error(Fault::refused, Cause::device_void, "This device has been declared void already.", {{"device", request.serial}});
  const StepRequest step{"key_void", "voiding_permitted", named(people::Proposed::void_device, *device).text(people::Part::serial, device->serial), request.reason, request.approval};
  TRY(permitted, permit_step(books, step, context));
  Decision<std::vector<KeyDevice>> decision{std::move(permitted.changes), {}};
  std::vector<KeyDevice> lost{*device};
  for (const auto& other : books.all<books::KeyDevice>())
    if (other.state != books::KeyDeviceStatus::voided && other.serial != device->serial && (other.serial == device->pair || other.pair == device->serial))
      lost.push_back(other);
  auto number = next_void_number(books);
  for (auto& one : lost) {
    one.state = books::KeyDeviceStatus::voided;
    one.void_number = number++;
    one.state_reason = request.reason;
    auto voided = about(context, "device_void", one);
    voided.second = permitted.answer.second;
    voided.reason = request.reason;
    decision.changes.put.emplace_back(one);
    decision.changes.append.emplace_back(voided);
  }
  decision.answer = std::move(lost);
  return decision;
}

std::size_t voids_forgotten(const books::Reader& books, std::string_view today) {
  auto voided = books::voided_tools(books);
  if (voided.size() <= user_card::void_cards_kept) return 0;
  voided.resize(voided.size() - user_card::void_cards_kept);
  return static_cast<std::size_t>(std::ranges::count_if(voided, [&](const KeyDevice& device) { return !books::is_long_over(device, today); }));
}

std::int64_t next_void_number(const books::Reader& books) {
  std::int64_t newest = 0;
  for (const auto& device : books.all<books::KeyDevice>()) newest = std::max(newest, device.void_number);
  return newest + 1;
}

Error unknown_device(std::string_view serial) {
  return error(Fault::request, "unknown_device", "The books know no such key card, PSAM or UKEY. Nothing was changed.",
               {{"device", std::string(serial)}});
}

Result<KeyDevice> known_device(const books::Reader& books, std::string_view serial) {
  if (auto device = books.find<books::KeyDevice>(serial)) return *std::move(device);
  return unknown_device(serial);
}

Result<void> check_device(const books::Reader& books, std::string_view serial) {
  const auto device = books.find<books::KeyDevice>(serial);
  if (!device || device->state == books::KeyDeviceStatus::active || device->state == books::KeyDeviceStatus::fresh) return Done{};
  if (device->kind == books::KeyDeviceKind::key_ukey) return unusable_ukey(*device);
  if (device->state == books::KeyDeviceStatus::voided)
    return error(Fault::card, Cause::card_voided,
                 "This card was declared void: keep it and tell the key manager. Nothing was sold with it.",
                 {{"device", device->serial}, {"reason", device->state_reason}});
  return error(Fault::card, "device_spoiled", "This card was torn out while it was written and is worthless: issue another one.",
               {{"device", device->serial}});
}

std::vector<std::string> void_list(const books::Reader& books) {
  auto devices = books.all<books::KeyDevice>();
  std::erase_if(devices, [](const KeyDevice& device) { return device.state != books::KeyDeviceStatus::voided || device.serial.size() != 16; });
  std::ranges::sort(devices, {}, &KeyDevice::void_number);
  if (devices.size() > void_list_max) devices.erase(devices.begin(), devices.end() - static_cast<std::ptrdiff_t>(void_list_max));
  std::vector<std::string> out;
  for (const auto& device : devices) out.push_back(device.serial);
  return out;
}

}  // namespace kwota::keys
