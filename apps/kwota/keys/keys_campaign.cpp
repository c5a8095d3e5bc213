// kwota keys campaign start|show|finish|stop: a change of keys in the field. Looking at it works beside a server that runs.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "books/lookup.h"
#include "keys/campaign/campaign.h"
#include "kwota/books/books_folder.h"
#include "kwota/keys/keys_desk.h"
#include "kwota/keys/keys_verb.h"
#include "store/draft/moment.h"
#include "work/key_office/campaign_missing.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

struct StartOptions {
  TwoManagers people;
  std::int64_t version = 0;
  std::string until;
};

struct EndOptions {
  TwoManagers people;
  std::int64_t campaign = 0;
};

struct CampaignOptions {
  BooksFolder books;
  std::int64_t campaign = 0;
  bool json = false;
};

Result<int> run_start(const StartOptions& options) {
  TRY(desk, KeyDesk::open(options.people.data));
  TRY(made, desk->with_second(options.people, [&](const people::Context& who, std::int64_t approval) {
    return desk->books().run({who.who.name, "key_campaign", ""}, [&](const books::Reader& reader) {
      return keys::start_campaign(reader, {options.version, options.until, options.people.reason, approval}, who);
    });
  }));
  fmt::print("Key change {} to version {} has begun; the old keys are refused after {}.\n", made.number, made.to_version,
             made.refuse_after);
  return 0;
}

/// What is missing only the counters know; while they are away it is all of it.
std::int64_t missing_at_counters(KeyDesk& desk, std::int64_t campaign) {
  const auto counters = desk.link().campaign(campaign);
  return counters ? keys::missing_in(counters->progress) : 1;
}

using End = Result<books::Decision<books::Campaign>> (*)(const books::Reader&, const keys::Ending&, const people::Context&);

Result<int> end_campaign(const EndOptions& options, End end, const char* done) {
  TRY(desk, KeyDesk::open(options.people.data));
  const auto missing = missing_at_counters(*desk, options.campaign);
  TRY(row, desk->with_second(options.people, [&](const people::Context& who, std::int64_t approval) {
    return desk->books().run({who.who.name, "key_campaign", ""}, [&](const books::Reader& reader) {
      return end(reader, {options.campaign, options.people.reason, approval, missing}, who);
    });
  }));
  fmt::print("Key change {} to version {} {}.\n", row.number, row.to_version, done);
  return 0;
}

Result<int> run_finish(const EndOptions& options) {
  return end_campaign(options, keys::finish_campaign, "is finished; the old version is retired");
}

Result<int> run_stop(const EndOptions& options) {
  return end_campaign(options, keys::stop_campaign, "is stopped; both versions stay in use");
}

/// The one that was named, else the last that was begun.
Result<books::Campaign> chosen(const books::Reader& reader, std::int64_t number) {
  const auto wanted = number != 0 ? number : books::next_number<books::Campaign>(reader) - 1;
  if (const auto row = reader.find<books::Campaign>(wanted)) return *row;
  return error(Fault::request, "unknown_campaign", "There is no such key change.", {{"campaign", fmt::format("{}", wanted)}});
}

json::object as_json(const books::Campaign& row, const std::vector<keys::Progress>& progress,
                     const std::vector<key_office::Missing>& missing) {
  json::array rows, left;
  for (const auto& one : missing)
    left.push_back(json::object{{"kind", word_of(one.kind)}, {"what", one.what}, {"where", one.where}, {"version", one.version}});
  for (const auto& one : progress) rows.push_back(json::object{{"kind", word_of(one.kind)}, {"done", one.done}, {"total", one.total}});
  return {{"number", row.number},         {"from_version", row.from_version}, {"to_version", row.to_version},
          {"state", word_of(row.state)},           {"refuse_after", row.refuse_after}, {"started", format_utc(row.started)},
          {"started_by", row.started_by}, {"approved_by", row.approved_by},   {"reason", row.reason},
          {"progress", std::move(rows)},  {"missing", std::move(left)}};
}

Result<int> run_show(const CampaignOptions& options) {
  TRY(connection, open_to_read(options.books));
  const store::BooksReader reader(*connection);
  TRY(row, chosen(reader, options.campaign));
  const auto progress = keys::progress_of(reader, row);
  TRY(missing, key_office::missing_of(*connection, row));
  if (options.json) {
    std::cout << json::serialize(as_json(row, progress, missing)) << "\n";
    return 0;
  }
  fmt::print("Key change {} from version {} to {}: {}. The old keys are refused after {}.\n", row.number, row.from_version,
             row.to_version, word_of(row.state), row.refuse_after);
  for (const auto& one : progress) fmt::print("{:<8} {} of {}\n", word_of(one.kind), one.done, one.total);
  for (const auto& one : missing) fmt::print("missing: {:<8} {} v{} {}\n", word_of(one.kind), one.what, one.version, one.where);
  return 0;
}

Verb start_verb() {
  auto options = std::make_shared<StartOptions>();
  return {.name = "start",
          .help = "Begin to change the keys to a version that is in use",
          .options = together(two_managers(options->people),
                              {{"version", &options->version, "The new version", {.required = true, .range = Range{1, 255}}},
                               {"--until", &options->until, "Last day of the old version, YYYY-MM-DD", {.required = true}}}),
          .example = "kwota keys campaign start 2 --until 2027-06-30 --manager keller --second orlova --reason \"the next version\"",
          .run = run_with(options, run_start)};
}

Verb show_verb() {
  auto options = std::make_shared<CampaignOptions>();
  return {.name = "show",
          .help = "How far it is, and what it has not reached yet",
          .options = {data_option(options->books),
                      {"campaign", &options->campaign, "Its number; none: the last that was begun"},
                      {"--json", &options->json, "As JSON"}},
          .example = "kwota keys campaign show 1 --json",
          .run = run_with(options, run_show)};
}

Verb end_verb(const char* name, const char* what, Result<int> (*work)(const EndOptions&)) {
  auto options = std::make_shared<EndOptions>();
  return {.name = name,
          .help = what,
          .options = together(two_managers(options->people), {{"campaign", &options->campaign, "Its number", {.required = true}}}),
          .example = fmt::format("kwota keys campaign {} 1 --manager keller --second orlova --reason \"the day has passed\"", name),
          .run = run_with(options, work)};
}

}  // namespace

Verbs keys_campaign_verbs() {
  return {{.name = "campaign",
           .help = "A change of keys in the field",
           .verbs = {start_verb(), show_verb(),
                     end_verb("finish", "Retire the old version, when nothing misses the new one or the date has passed", run_finish),
                     end_verb("stop", "Change no more; both versions stay in use", run_stop)}}};
}

}  // namespace kwota::app
