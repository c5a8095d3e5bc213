#include "keys/office/meter_keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "seal/ukey/ukey.h"
#include "sell/counter/order/key_notes.h"

namespace kwota::keys {
namespace {

using books::Decision;

std::string object_of(MeterNumber meter) { return "meter/" + to_text(meter); }

/// The newest version that the counters seal with; without any of the utility's own, the first.
std::int64_t newest_of_the_counters(const books::Reader& books) {
  std::int64_t newest = books::KeyNumber::first;
  for (const auto& row : books.all<books::KeyVersion>())
    if (row.vault == sealing_vault && row.purpose == seal::name_of(seal::Purpose::credit) && row.state == books::KeyStatus::active)
      newest = row.version;
  return newest;
}

/// A meter gets the utility's own keys or none: sample keys of a folder the bench gives, and nobody else knows them.
Result<void> counters_work_with(const books::Reader& books, std::int64_t version) {
  const auto rows = books.all<books::KeyVersion>();
  const auto in_use = [&](const books::KeyVersion& row) {
    return row.vault == sealing_vault && row.purpose == seal::name_of(seal::Purpose::credit) && (row.state == books::KeyStatus::active || row.state == books::KeyStatus::retiring);
  };
  if (std::ranges::none_of(rows, in_use))
    return error(Fault::refused, "no_own_keys_yet",
                 "The counters have no keys of the utility yet: no meter can be given any. Nothing was changed; form keys, deliver and activate "
                 "them first.");
  if (std::ranges::any_of(rows, [&](const books::KeyVersion& row) { return in_use(row) && row.version == version; })) return {};
  return error(Fault::request, "version_unknown", "There is no key of this version. Nothing was changed.",
               {{"version", fmt::format("{}", version)}});
}

/// What is done, at which meter and by what: a second person agrees to just this.
people::Proposal content_of(const MeterKeyRequest& request, std::int64_t version) {
  people::Proposal content(people::Proposed::meter_keys);
  content.word(people::Part::meter_work, "meter_keys", name_of(request.work)).text(people::Part::meter, to_text(request.meter));
  if (meter_keys::brings_keys(request.work)) content.number(people::Part::key_version, version);
  return content.text(people::Part::ukey, request.ukey);
}

/// Labels come from a list of ours (check_key_ukey), so nothing in them needs escaping.
std::string ukey_detail(const MeterKeyRequest& request) {
  return request.ukey.empty() ? std::string{} : fmt::format(R"(,"ukey":"{}")", request.ukey);
}

/// Of a stick: a meter that is known to have a higher version takes none that is lower.
std::int64_t version_wanted(const books::Reader& books, const MeterKeyRequest& request) {
  const auto wanted = request.version != 0 ? request.version : newest_of_the_counters(books);
  const auto meter = books.find<books::Meter>(request.meter);
  return meter && request.work == meter_keys::Work::update ? std::max<std::int64_t>(wanted, meter->key_version) : wanted;
}

}  // namespace

Result<Done> check_key_ukey(const books::Reader& books, const MeterKeyRequest& request, const people::Context& context) {
  const auto& label = request.ukey;
  TRY(device, known_device(books, label));
  if (device.kind != books::KeyDeviceKind::key_ukey)
    return error(Fault::request, "not_a_key_ukey",
                 fmt::format("{} is no key UKEY: it brings no keys to meters. Nothing was changed; take a key UKEY.", label),
                 {{"ukey", label}});
  MUST(check_device(books, label));
  if (!meter_keys::brings_keys(request.work))
    return error(Fault::refused, "ukey_brings_keys_only",
                 "A UKEY brings a meter its keys and nothing else. Nothing was changed; only the key office itself puts a meter back "
                 "or makes it forget, over its line or at the bench.");
  TRY(last_day, parse_date(device.valid_to));
  if (context.zone.local(context.now).date > last_day)
    return error(Fault::refused, "ukey_expired",
                 fmt::format("The UKEY {} was valid until {}: the meter was not asked anything. Have the key office issue a new one.", label,
                             device.valid_to),
                 {{"ukey", label}, {"valid_to", device.valid_to}});
  const auto wanted = version_wanted(books, request);
  if (device.key_version == wanted) return Done{};
  const auto has = fmt::format("{}", device.key_version), needed = fmt::format("{}", wanted);
  return error(Fault::refused, "ukey_of_other_version",
               fmt::format("The UKEY {} carries keys of version {}, and version {} is wanted: the meter was not asked anything. Have the key "
                           "office issue a new one.",
                           label, has, needed),
               {{"ukey", label}, {"has", has}, {"wanted", needed}});
}

Result<Decision<Permission>> permit_meter_keys(const books::Reader& books, const MeterKeyRequest& request,
                                               const people::Context& context) {
  if (!books.find<books::Meter>(request.meter))
    return error(Fault::request, "unknown_meter", "There is no such meter.", {{"meter", to_text(request.meter)}});
  if (request.work == meter_keys::Work::forget) MUST(counter::check_may_forget_keys(books, request.meter));
  const auto version = request.version != 0 ? request.version : newest_of_the_counters(books);
  if (meter_keys::brings_keys(request.work)) MUST(counters_work_with(books, version));
  if (!request.ukey.empty()) MUST(check_key_ukey(books, request, context));
  const StepRequest step{"meter_keys", "meter_keys_begun", content_of(request, version), request.reason, request.approval};
  TRY(permitted, permit_step(books, step, context));
  permitted.answer.version = meter_keys::brings_keys(request.work) ? version : 0;
  for (auto& row : permitted.changes.append)
    if (auto* event = row.as<books::KeyEvent>()) {
      event->object = object_of(request.meter);
      event->version = permitted.answer.version;
      event->details = fmt::format(R"({{"what":"{}"{}}})", name_of(request.work), ukey_detail(request));
    }
  return permitted;
}

Result<Decision<Done>> note_meter_keys(const books::Reader& books, const MeterKeyRequest& request, const Permission& permission,
                                       const MeterKeyOutcome& outcome, const people::Context& context) {
  auto event = note(context, "meter_keys_" + outcome.outcome, object_of(request.meter));
  event.second = permission.second;
  event.reason = permission.reason;
  event.version = permission.version;
  std::string values;
  for (const auto& key : outcome.given)
    values += fmt::format(R"({}"{}":"{}")", values.empty() ? "" : ",", seal::name_of(key.key.purpose), text_of(key.check_value));
  event.details = fmt::format(R"({{"what":"{}"{},"cause":"{}","evidence":"{}","check_values":{{{}}}}})", name_of(request.work),
                              ukey_detail(request), outcome.cause, outcome.evidence, values);
  Decision<Done> decision{{{}, {event}}, Done{}};
  auto row = books.find<books::Meter>(request.meter);
  if (row && outcome.own_version && row->key_version != *outcome.own_version) {
    row->key_version = *outcome.own_version;
    decision.changes.put.emplace_back(*row);
  }
  if (!outcome.certificate.empty()) {
    TRY(known, know_modules(books, {{request.meter, outcome.module, outcome.certificate}}, books::ModuleOrigin::contact, context));
    for (auto& change : known.changes.put) decision.changes.put.push_back(std::move(change));
  }
  return decision;
}

Result<Decision<std::int64_t>> know_modules(const books::Reader& books, const std::vector<KnownModule>& modules,
                                            books::ModuleOrigin origin, const people::Context& context) {
  Decision<std::int64_t> decision{{}, 0};
  for (const auto& one : modules) {
    const auto known = books.find<books::MeterModule>(one.meter);
    if (known && known->certificate == one.certificate) continue;
    if (known && origin == books::ModuleOrigin::delivery)
      return error(Fault::refused, "meter_module_differs",
                   fmt::format("The office knows another module in meter {}: nothing was taken in. If it was exchanged, bring the "
                               "new certificate home from the meter itself.",
                               to_text(one.meter)),
                   {{"meter", to_text(one.meter)}});
    decision.changes.put.emplace_back(books::MeterModule{one.meter, one.serial, one.certificate, origin, context.now});
    ++decision.answer;
  }
  return decision;
}

}  // namespace kwota::keys
