#include "keys/office/versions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "keys/journal/note.h"
#include "keys/office/tree.h"
#include "people/permissions.h"

namespace kwota::keys {
namespace {

using books::Decision;
using books::KeyVersion;

Error version_unknown(std::int64_t version) {
  return error(Fault::request, "version_unknown", "There is no key of this version. Nothing was changed.",
               {{"version", fmt::format("{}", version)}});
}

/// Keys are asked about without an amount: a second person always.
Result<Decision<Permission>> ask(const books::Reader& books, books::Right action, const people::Proposal& content,
                                 const std::string& reason, std::int64_t approval, books::KeyEvent event,
                                 const people::Context& context) {
  MUST(people::require(context.who, action));
  if (reason.empty())
    return error(Fault::request, "reason_missing", "Say why; the journal of the keys keeps it.", {{"action", action.word()}});
  TRY(agreed, people::second_person(books, {action, content, {}, Money{}, approval}, context));
  Permission permission{event.version, reason, agreed ? agreed->decided_by : ""};
  event.second = permission.second;
  event.reason = reason;
  books::Changes changes{{}, {event}};
  if (agreed) changes.put.emplace_back(*agreed);
  return Decision<Permission>{std::move(changes), permission};
}

/// Keys of a version on their way to the counters.
Result<Decision<Permission>> ask_for_counters(const books::Reader& books, const char* what, const people::Proposal& content,
                                              const VersionRequest& request, const people::Context& context) {
  auto event = note(context, what, std::string(sealing_vault));
  event.version = request.version;
  return ask(books, "key_export", content, request.reason, request.approval, std::move(event), context);
}

books::KeyEvent step(const people::Context& context, const char* what, std::string_view vault, const FormedKey& key,
                     const Permission& permission) {
  auto event = note(context, what, object_name(vault, key.key.purpose));
  event.second = permission.second;
  event.reason = permission.reason;
  event.version = key.key.version;
  event.check_value = text_of(key.check_value);
  return event;
}

/// What a new version in use does to the ones before it.
void retire_older(const books::Reader& books, std::string_view vault, const seal::KeyRef& key, Instant now,
                  books::Changes& changes) {
  for (auto row : books.all<books::KeyVersion>()) {
    if (row.vault != vault || row.purpose != seal::name_of(key.purpose) || row.version >= key.version || row.state != books::KeyStatus::active)
      continue;
    row.state = books::KeyStatus::retiring;
    row.valid_to = now;
    changes.put.emplace_back(row);
  }
}

bool pending_of(const KeyVersion& row, std::int64_t version) {
  return row.vault == sealing_vault && row.version == version && row.state == books::KeyStatus::pending;
}

/// Nobody's money may hang on keys that everybody knows: real books that gave out cards before they had keys of their own – which no
/// release does any more – never become a utility's own. In sample books nothing was sold, and their cards are not counted.
Result<void> nothing_sold_under_test_keys(const books::Reader& books, const Result<std::int64_t>& cards) {
  for (const auto& row : books.all<books::KeyVersion>())
    if (row.vault == sealing_vault && row.purpose != seal::name_of(seal::Purpose::card_transport) && row.state != books::KeyStatus::pending) return {};
  if (!cards.ok()) return books::nature_of(books) == books::Nature::sample ? Result<void>{} : Result<void>(cards.error());
  if (*cards == 0) return {};
  return error(Fault::refused, "sold_under_test_keys",
               "Cards were given out in these real books under the published test keys, and anybody can make credit for them. Nothing was "
               "activated. Begin new books in an empty folder (kwota serve --data NEW), take customers and meters over by import, form keys there, "
               "and give these customers new cards.",
               {{"cards", fmt::format("{}", *cards)}});
}

}  // namespace

std::int64_t newest_version(const books::Reader& books, std::string_view vault, seal::Purpose purpose) {
  std::int64_t newest = 0;
  for (const auto& row : books.all<books::KeyVersion>())
    if (row.vault == vault && row.purpose == seal::name_of(purpose) && row.state != books::KeyStatus::destroyed)
      newest = std::max(newest, row.version);
  return newest;
}

Result<Decision<Permission>> permit_delivery(const books::Reader& books, const VersionRequest& request,
                                             const people::Context& context) {
  const auto root = books.find<books::KeyVersion>(office_vault, seal::name_of(seal::Purpose::seed), request.version);
  if (!root || root->state == books::KeyStatus::destroyed) return version_unknown(request.version);
  MUST(county_factors(books.only<books::KeyFactors>()));
  return ask_for_counters(books, "delivery_permitted",
                          people::Proposal(people::Proposed::deliver_keys).number(people::Part::key_version, request.version), request, context);
}

Result<Decision<Done>> note_delivered(const books::Reader& books, const Permission& permission,
                                      const std::vector<FormedKey>& keys, const people::Context& context) {
  Decision<Done> decision;
  if (auto factors = fixed_by(books, permission.version)) decision.changes.put.emplace_back(*factors);
  for (const auto& key : keys) {
    const auto name = seal::name_of(key.key.purpose);
    if (const auto there = books.find<books::KeyVersion>(sealing_vault, name, key.key.version); there && there->state != books::KeyStatus::pending) continue;
    KeyVersion row;
    row.vault = sealing_vault;
    row.purpose = name;
    row.version = key.key.version;
    row.suite = suite_text(key.suite);
    row.check_value = text_of(key.check_value);
    row.state = books::KeyStatus::pending;
    row.origin = books::KeyOrigin::delivered;
    row.created = context.now;
    decision.changes.put.emplace_back(row);
    decision.changes.append.emplace_back(step(context, "key_delivered", sealing_vault, key, permission));
  }
  return decision;
}

Result<Decision<Permission>> permit_activation(const books::Reader& books, const VersionRequest& request,
                                               const people::Context& context, const Result<std::int64_t>& cards) {
  const auto rows = books.all<books::KeyVersion>();
  if (std::none_of(rows.begin(), rows.end(), [&](const KeyVersion& row) { return pending_of(row, request.version); }))
    return error(Fault::refused, "nothing_pending",
                 "No delivered key of this version waits for its activation. Nothing was changed.",
                 {{"version", fmt::format("{}", request.version)}});
  if (newest_version(books, sealing_vault, seal::Purpose::card_transport) == 0)
    return error(Fault::refused, Cause::transport_key_missing,
                 "The supplier's transport key of blank cards has not been entered: no card could be issued under the new keys. "
                 "Nothing was changed.");
  MUST(nothing_sold_under_test_keys(books, cards));
  return ask_for_counters(books, "activation_permitted",
                          people::Proposal(people::Proposed::activate_keys).number(people::Part::key_version, request.version), request, context);
}

Result<Decision<Done>> note_activated(const books::Reader& books, const Permission& permission,
                                      const std::vector<FormedKey>& keys, const people::Context& context) {
  Decision<Done> decision;
  for (const auto& key : keys) {
    for (const auto vault : {office_vault, sealing_vault}) {
      auto row = books.find<books::KeyVersion>(vault, seal::name_of(key.key.purpose), key.key.version);
      if (!row || row->state == books::KeyStatus::active) continue;
      row->state = books::KeyStatus::active;
      row->valid_from = context.now;
      decision.changes.put.emplace_back(*row);
      retire_older(books, vault, key.key, context.now, decision.changes);
    }
    decision.changes.append.emplace_back(step(context, "key_activated", sealing_vault, key, permission));
  }
  auto seed = books.find<books::KeyVersion>(office_vault, seal::name_of(seal::Purpose::seed), permission.version);
  if (seed && seed->state == books::KeyStatus::created) {
    seed->state = books::KeyStatus::active;
    seed->valid_from = context.now;
    decision.changes.put.emplace_back(*seed);
    retire_older(books, office_vault, {seal::Purpose::seed, static_cast<std::uint8_t>(permission.version)}, context.now,
                 decision.changes);
  }
  return decision;
}

Result<Decision<Permission>> permit_destruction(const books::Reader& books, const DestructionRequest& request,
                                                const people::Context& context) {
  const auto name = seal::name_of(request.key.purpose);
  const auto row = books.find<books::KeyVersion>(request.vault, name, request.key.version);
  if (!row || row->state == books::KeyStatus::destroyed) return version_unknown(request.key.version);
  if (row->state == books::KeyStatus::active || row->state == books::KeyStatus::retiring)
    return error(Fault::refused, "key_in_use",
                 "Cards or meters live by this key; it is retired by a finished campaign first. Nothing was destroyed.",
                 {{"purpose", std::string(name)}, {"version", fmt::format("{}", request.key.version)}});
  auto event = note(context, "destruction_permitted", object_name(request.vault, request.key.purpose));
  event.version = request.key.version;
  event.check_value = row->check_value;
  return ask(books, "key_destroy",
             people::Proposal(people::Proposed::destroy_key).word(people::Part::key_purpose, "key_purpose", name).number(people::Part::key_version, request.key.version)
                 .word(people::Part::vault, "key_vault", request.vault),
             request.reason, request.approval, std::move(event), context);
}

Result<Decision<KeyVersion>> note_destroyed(const books::Reader& books, const DestructionRequest& request,
                                            const Permission& permission, const people::Context& context) {
  auto row = books.find<books::KeyVersion>(request.vault, seal::name_of(request.key.purpose), request.key.version);
  if (!row) return version_unknown(request.key.version);
  row->state = books::KeyStatus::destroyed;
  row->valid_to = context.now;
  auto event = note(context, "key_destroyed", object_name(request.vault, request.key.purpose));
  event.second = permission.second;
  event.reason = permission.reason;
  event.version = row->version;
  event.check_value = row->check_value;
  return Decision<KeyVersion>{{{*row}, {event}}, *row};
}

Result<Decision<Permission>> permit_step(const books::Reader& books, const StepRequest& request, const people::Context& context) {
  return ask(books, request.action, request.content, request.reason, request.approval, note(context, request.what, "vaults"),
             context);
}

}  // namespace kwota::keys
