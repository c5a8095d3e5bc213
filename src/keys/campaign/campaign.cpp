#include "keys/campaign/campaign.h"

#include <fmt/format.h>

#include <algorithm>

#include "books/lookup.h"
#include "keys/journal/note.h"
#include "people/permissions.h"

namespace kwota::keys {
namespace {

using books::Campaign;
using books::Decision;

std::string today_of(const people::Context& context) { return context.today(); }

std::string object_of(std::int64_t number) { return fmt::format("campaign/{}", number); }

/// The newest version that counters seal with.
std::int64_t active_version(const books::Reader& books) {
  std::int64_t newest = 0;
  for (const auto& row : books.all<books::KeyVersion>())
    if (row.vault == sealing_vault && row.purpose == seal::name_of(seal::Purpose::credit) && row.state == books::KeyStatus::active)
      newest = std::max(newest, row.version);
  return newest;
}

Progress counted(KeyHolders kind, const std::vector<books::HeldVersion>& held, std::int64_t wanted) {
  Progress progress{kind, 0, 0};
  for (const auto& [version, count] : held) {
    progress.total += count;
    if (version >= wanted) progress.done += count;
  }
  return progress;
}

Progress vaults(const books::Reader& books, std::int64_t wanted) {
  return {KeyHolders::vaults, active_version(books) >= wanted ? 1 : 0, 1};
}

bool is_terminals(books::KeyDeviceKind kind) {
  using enum books::KeyDeviceKind;
  return kind == psam || kind == load_sam || kind == handheld_psam || kind == pump_psam;
}

Progress psams(const books::Reader& books, std::int64_t wanted) {
  Progress progress{KeyHolders::psams, 0, 0};
  for (const auto& device : books.all<books::KeyDevice>()) {
    if (!is_terminals(device.kind) || device.state != books::KeyDeviceStatus::active) continue;
    ++progress.total;
    if (device.key_version >= wanted) ++progress.done;
  }
  return progress;
}

Result<Campaign> running(const books::Reader& books, std::int64_t number) {
  const auto row = books.find<books::Campaign>(number);
  if (!row)
    return error(Fault::request, "unknown_campaign", "There is no such key change.", {{"campaign", fmt::format("{}", number)}});
  if (row->state != books::CampaignStatus::running)
    return error(Fault::refused, "campaign_not_running", "This key change has ended; nothing was changed.",
                 {{"state", std::string(word_of(row->state))}});
  return *row;
}

/// The second person's word, then the row with its new state.
Result<Decision<Campaign>> end(const books::Reader& books, Campaign row, const Ending& ending, books::CampaignStatus state,
                               const char* what, const people::Context& context) {
  const auto wanted = state == books::CampaignStatus::done ? people::Proposed::finish_campaign : people::Proposed::stop_campaign;
  const StepRequest step{"key_campaign", what, people::Proposal(wanted).number(people::Part::campaign, row.number), ending.reason, ending.approval};
  TRY(permitted, permit_step(books, step, context));
  row.state = state;
  row.ended = context.now;
  Decision<Campaign> decision{std::move(permitted.changes), row};
  decision.changes.put.emplace_back(row);
  auto event = note(context, what, object_of(row.number));
  event.second = permitted.answer.second;
  event.reason = ending.reason;
  event.version = row.to_version;
  decision.changes.append.emplace_back(event);
  return decision;
}

void retire(const books::Reader& books, std::int64_t version, Instant now, books::Changes& changes) {
  for (auto row : books.all<books::KeyVersion>()) {
    const bool live = row.state == books::KeyStatus::retiring || row.state == books::KeyStatus::active;
    if (!live || row.version > version || row.purpose == seal::name_of(seal::Purpose::card_transport)) continue;
    row.state = books::KeyStatus::retired;
    row.valid_to = now;
    changes.put.emplace_back(row);
  }
}

}  // namespace

namespace {

/// The newest version below that one which counters have sealed with. Versions that were formed and never activated are in no card
/// and no meter.
std::optional<std::int64_t> version_in_the_field(const books::Reader& books, std::int64_t below) {
  std::optional<std::int64_t> newest;
  for (const auto& row : books.all<books::KeyVersion>()) {
    const bool sealed = row.vault == sealing_vault && row.purpose == seal::name_of(seal::Purpose::credit) &&
                        (row.state == books::KeyStatus::active || row.state == books::KeyStatus::retiring);
    if (sealed && row.version < below && (!newest || row.version > *newest)) newest = row.version;
  }
  return newest;
}

}  // namespace

Result<Decision<Campaign>> start_campaign(const books::Reader& books, const CampaignRequest& request,
                                          const people::Context& context) {
  MUST(people::require(context.who, "key_campaign"));
  if (const auto other = books::running_campaign(books))
    return error(Fault::refused, "campaign_running", "Another key change is going on; end it first. Nothing was started.",
                 {{"campaign", fmt::format("{}", other->number)}});
  const auto row = books.find<books::KeyVersion>(sealing_vault, seal::name_of(seal::Purpose::credit), request.to_version);
  const Details version{{"version", fmt::format("{}", request.to_version)}};
  if (!row) return error(Fault::request, "version_unknown", "There is no key of this version. Nothing was changed.", version);
  if (row->state != books::KeyStatus::active)
    return error(Fault::refused, "version_not_active",
                 "The counters do not seal with this version yet: deliver and activate it first.", version);
  MUST(parse_date(request.refuse_after));
  if (request.refuse_after <= today_of(context))
    return error(Fault::request, "date_past", "The date behind which the old keys are refused lies in the past.",
                 {{"date", request.refuse_after}});
  const auto former = version_in_the_field(books, request.to_version);
  if (!former)
    return error(Fault::refused, "no_former_version",
                 "No older keys than these ever left the key office: there is nothing in the field to change. Nothing was started.",
                 version);
  const StepRequest step{
      "key_campaign", "campaign_permitted",
      people::Proposal(people::Proposed::begin_campaign).number(people::Part::from_version, *former).number(people::Part::to_version, request.to_version)
          .day(people::Part::refused_after, request.refuse_after),
      request.reason, request.approval};
  TRY(permitted, permit_step(books, step, context));
  Campaign made;
  made.number = books::next_number<books::Campaign>(books);
  made.from_version = *former;
  made.to_version = request.to_version;
  made.state = books::CampaignStatus::running;
  made.started = context.now;
  made.started_by = context.who.name;
  made.approved_by = permitted.answer.second;
  made.refuse_after = request.refuse_after;
  made.reason = request.reason;
  Decision<Campaign> decision{std::move(permitted.changes), made};
  decision.changes.put.emplace_back(made);
  auto event = note(context, "campaign_started", object_of(made.number));
  event.second = made.approved_by;
  event.reason = made.reason;
  event.version = made.to_version;
  decision.changes.append.emplace_back(event);
  return decision;
}

Result<Decision<Campaign>> stop_campaign(const books::Reader& books, const Ending& ending, const people::Context& context) {
  MUST(people::require(context.who, "key_campaign"));
  TRY(row, running(books, ending.campaign));
  return end(books, row, ending, books::CampaignStatus::stopped, "campaign_stopped", context);
}

Result<Decision<Campaign>> finish_campaign(const books::Reader& books, const Ending& ending, const people::Context& context) {
  MUST(people::require(context.who, "key_campaign"));
  TRY(row, running(books, ending.campaign));
  const auto missing = ending.missing;
  if (missing > 0 && today_of(context) <= row.refuse_after)
    return error(Fault::refused, "campaign_incomplete",
                 "Cards or meters still hold the old keys, and its date has not passed. Nothing was changed.",
                 {{"missing", fmt::format("{}", missing)}});
  TRY(ended, end(books, row, ending, books::CampaignStatus::done, "campaign_finished", context));
  retire(books, row.from_version, context.now, ended.changes);
  return ended;
}

std::vector<Progress> progress_of(const books::Reader& books, const Campaign& campaign) {
  return {vaults(books, campaign.to_version), psams(books, campaign.to_version),
          counted(KeyHolders::meters, books.meters_by_key_version(), campaign.to_version),
          counted(KeyHolders::cards, books.cards_by_key_version(), campaign.to_version)};
}

std::int64_t missing_in(const std::vector<Progress>& progress) {
  std::int64_t missing = 0;
  for (const auto& one : progress) missing += one.total - one.done;
  return missing;
}

bool is_refused(const books::Reader& books, std::uint8_t version, std::string_view today) {
  if (const auto row = books.find<books::KeyVersion>(sealing_vault, seal::name_of(seal::Purpose::credit), version);
      row && (row->state == books::KeyStatus::retired || row->state == books::KeyStatus::destroyed))
    return true;
  const auto campaign = books::running_campaign(books);
  return campaign && version < campaign->to_version && today > campaign->refuse_after;
}

}  // namespace kwota::keys
