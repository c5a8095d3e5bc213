#include "keys/ceremony/ceremony_book.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/parts.h"
#include "books/lookup.h"
#include "keys/journal/note.h"
#include "people/permissions.h"

namespace kwota::keys {
namespace {

using books::Ceremony;
using books::Decision;

constexpr std::int64_t version_max = 255;

std::string object_of(std::int64_t number) { return fmt::format("ceremony/{}", number); }

bool has_role(const books::Operator& who, people::Role role) {
  const auto roles = people::parse_roles(who.roles);
  return who.state == books::OperatorStatus::active && roles.ok() && std::find(roles->begin(), roles->end(), role) != roles->end();
}

Result<Ceremony> open_ceremony(const books::Reader& books, std::int64_t number) {
  const auto row = books.find<books::Ceremony>(number);
  if (!row)
    return error(Fault::request, "unknown_ceremony", "There is no such ceremony.", {{"ceremony", fmt::format("{}", number)}});
  if (row->state != books::CeremonyStatus::open)
    return error(Fault::refused, "ceremony_not_open", "This ceremony has ended; nothing was changed.", {{"state", std::string(word_of(row->state))}});
  return *row;
}

Result<std::int64_t> next_version(const books::Reader& books, seal::Purpose purpose) {
  std::int64_t newest = 0;
  for (const auto& row : books.all<books::KeyVersion>())
    if (row.purpose == seal::name_of(purpose)) newest = std::max(newest, row.version);
  if (newest < version_max) return newest + 1;
  return error(Fault::refused, "versions_used_up", "All 255 versions of this key have been used. Nothing was started.");
}

/// A key is kept for recovery at its birth: enough officers must hold their shares before.
Result<void> can_be_recovered(const books::Reader& books) {
  std::int64_t collected = 0, needed = 0;
  for (const auto& device : books.all<books::KeyDevice>()) {
    if (device.kind != books::KeyDeviceKind::backup_share || device.state == books::KeyDeviceStatus::voided) continue;
    needed = device.quota_count;
    if (device.state == books::KeyDeviceStatus::active) ++collected;
  }
  if (needed > 0 && collected >= needed) return Done{};
  return error(Fault::refused, "backup_key_missing",
               "No backup key, or too few of its shares have been collected: what is formed now could not be brought back. "
               "Nothing was started.",
               {{"collected", fmt::format("{}", collected)}, {"needed", fmt::format("{}", needed)}});
}

Result<void> check_officers(const books::Reader& books, const std::vector<std::string>& officers) {
  for (const auto& name : officers) {
    const auto who = books.find<books::Operator>(name);
    if (!who || !has_role(*who, people::Role::key_officer))
      return error(Fault::request, "not_a_key_officer", "This operator is no key officer. Nothing was started.",
                   {{"operator", name}});
  }
  return Done{};
}

books::KeyVersion version_of(const FormedKey& key, std::string_view vault, Instant now) {
  const bool supplier = key.key.purpose == seal::Purpose::card_transport;
  books::KeyVersion row;
  row.vault = vault;
  row.purpose = seal::name_of(key.key.purpose);
  row.version = key.key.version;
  row.suite = suite_text(key.suite);
  row.check_value = text_of(key.check_value);
  row.state = supplier ? books::KeyStatus::active : books::KeyStatus::created;
  row.origin = supplier ? books::KeyOrigin::supplier : books::KeyOrigin::ceremony;
  row.created = now;
  return row;
}

}  // namespace

std::vector<std::string> officers_of(const Ceremony& ceremony) {
  return texts_of(ceremony.officers);
}

std::size_t officers_of_a_ceremony(const books::Reader& books) {
  return static_cast<std::size_t>(books.only<books::KeyFactors>().value_or(books::KeyFactors{}).officers);
}

Result<Decision<Ceremony>> start_ceremony(const books::Reader& books, const CeremonyRequest& request,
                                          const people::Context& context) {
  MUST(people::require(context.who, "key_ceremony_begin"));
  if (request.purpose != seal::Purpose::seed && request.purpose != seal::Purpose::card_transport)
    return error(Fault::request, "not_for_a_ceremony",
                 "Officers form the seed or enter the supplier's transport key; all else is diversified.",
                 {{"purpose", std::string(seal::name_of(request.purpose))}});
  if (const auto open = books::open_ceremonies(books); !open.empty())
    return error(Fault::refused, "ceremony_open", "Another ceremony is going on; end it first. Nothing was started.",
                 {{"ceremony", fmt::format("{}", open.front().number)}});
  MUST(check_officers(books, request.officers));
  const auto required = officers_of_a_ceremony(books);
  if (request.purpose == seal::Purpose::seed && request.officers.size() != required)
    return error(Fault::request, "officers_not_as_fixed",
                 fmt::format("A seed is formed by {} officers, as the settings of the key office say; {} were named. Nothing was started.", required,
                             request.officers.size()),
                 {{"required", fmt::format("{}", required)}, {"given", fmt::format("{}", request.officers.size())}});
  MUST(can_be_recovered(books));
  TRY(next, next_version(books, request.purpose));
  const auto version = request.version > 0 ? request.version : next;
  Ceremony row;
  row.number = books::next_number<books::Ceremony>(books);
  row.purpose = seal::name_of(request.purpose);
  row.version = version;
  row.suite = suite_text(request.suite);
  row.required = static_cast<std::int64_t>(request.officers.size());
  for (const auto& name : request.officers) (row.officers += row.officers.empty() ? "" : ",") += name;
  row.state = books::CeremonyStatus::open;
  row.started_by = context.who.name;
  row.started = context.now;
  auto event = note(context, "ceremony_started", object_of(row.number));
  event.version = row.version;
  event.details = fmt::format(R"({{"purpose":"{}","officers":"{}"}})", row.purpose, row.officers);
  return Decision<Ceremony>{{{row}, {event}}, row};
}

Result<Decision<books::CeremonyPart>> note_component(const books::Reader& books, std::int64_t ceremony,
                                                     const people::Context& context, const std::string& card) {
  MUST(people::require(context.who, "key_ceremony"));
  TRY(row, open_ceremony(books, ceremony));
  const books::CeremonyPart part{ceremony, context.who.name, context.now};
  auto event = note(context, "component_given", object_of(ceremony));
  event.version = row.version;
  if (!card.empty()) event.details = fmt::format(R"({{"card":"{}"}})", card);
  return Decision<books::CeremonyPart>{{{part}, {event}}, part};
}

Result<Decision<Ceremony>> note_formed(const books::Reader& books, std::int64_t ceremony, const std::vector<FormedKey>& formed,
                                       const people::Context& context) {
  MUST(people::require(context.who, "key_ceremony"));
  TRY(row, open_ceremony(books, ceremony));
  row.state = books::CeremonyStatus::formed;
  row.ended = context.now;
  row.check_value = text_of(formed.front().check_value);
  books::Changes changes{{row}, {}};
  for (const auto& key : formed) {
    changes.put.emplace_back(version_of(key, office_vault, context.now));
    if (key.key.purpose == seal::Purpose::card_transport) changes.put.emplace_back(version_of(key, sealing_vault, context.now));
    auto event = note(context, "key_formed", object_name(office_vault, key.key.purpose));
    event.version = key.key.version;
    event.check_value = text_of(key.check_value);
    event.details = fmt::format(R"({{"ceremony":{},"officers":"{}"}})", ceremony, row.officers);
    changes.append.emplace_back(event);
  }
  return Decision<Ceremony>{std::move(changes), row};
}

Result<Decision<Ceremony>> note_abandoned(const books::Reader& books, std::int64_t ceremony, const std::string& reason,
                                          const people::Context& context) {
  TRY(row, open_ceremony(books, ceremony));
  row.state = books::CeremonyStatus::abandoned;
  row.state_reason = reason;
  row.ended = context.now;
  auto event = note(context, "ceremony_abandoned", object_of(ceremony));
  event.version = row.version;
  event.reason = reason;
  return Decision<Ceremony>{{{row}, {event}}, row};
}

}  // namespace kwota::keys
