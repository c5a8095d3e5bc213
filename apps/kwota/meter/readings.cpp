// kwota readings: what stands for meters on their reading days, a register that somebody read off, and what a reviewer decides – at the running server, by
// the same decisions and rights as on its pages.
#include <fmt/format.h>

#include <iostream>

#include "base/cause.h"
#include "base/ids_text.h"
#include "base/time.h"
#include "books/rows/field/review.h"
#include "kwota/books/job_verbs.h"
#include "kwota/server/server_desk.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

struct ReadingsOptions {
  ByServer server{.address = "http://127.0.0.1:8080", .as = {}, .second = {}};
  std::string act, meter, day, energy, read_on, state, reason;
  bool json = false;
};

constexpr int listed_most = 200;

Error missing_option(const char* option, const char* sentence) { return error(Fault::request, "field_missing", sentence, {{"field", option}}); }

void print_reading(const json::object& row) {
  const auto text = [&](std::string_view name) { return text_in(row, name); };
  fmt::print("{}  {}  {:<10} {:<10} {:>14}  {:>12} used  {}{}\n", text("day"), text("meter"), text("state"), text("source"), text("energy"), text("used").empty() ? "-" : text("used"), text("finding"),
             text("reason").empty() ? "" : "  " + text("reason"));
}

void show_reading(const json::object& row, bool as_json) {
  if (as_json) std::cout << json::serialize(row) << "\n";
  else print_reading(row);
}

/// What was asked, as the pages' addresses have it: nothing that was typed gets into one.
Result<std::string> asked_rows(const ReadingsOptions& options) {
  auto path = fmt::format("/reviewed-readings?page_size={}&sort=-day", listed_most);
  if (!options.meter.empty()) {
    TRY(meter, parse_meter_number(options.meter));
    path += "&filter.meter=" + to_text(meter);
  }
  if (!options.day.empty()) {
    TRY(day, parse_date(options.day));
    path += "&filter.day=" + format_date(day);
  }
  if (!options.state.empty()) path += "&filter.state=" + options.state;
  return path;
}

Result<void> list_readings(ServerDesk& desk, const ReadingsOptions& options) {
  TRY(path, asked_rows(options));
  TRY(page, desk.get(path));
  if (options.json) {
    std::cout << json::serialize(page) << "\n";
    return Done{};
  }
  for (const auto& row : page.at("rows").as_array()) print_reading(row.as_object());
  if (const auto* next = page.if_contains("next"); next != nullptr && !next->is_null()) fmt::print("There are more: name a meter, a day or a state.\n");
  return Done{};
}

Result<void> add_reading(ServerDesk& desk, const ReadingsOptions& options) {
  if (options.energy.empty()) return missing_option("--energy", "What does the register show? --energy 1234.50; nothing was typed in.");
  TRY(row, desk.post("/typed-readings", {{"meter", options.meter}, {"day", options.day}, {"energy", options.energy}, {"read_on", options.read_on}, {"remark", options.reason}}));
  show_reading(row, options.json);
  return Done{};
}

/// Of the reading that stands there now; who decides in between is told so.
Result<void> review_reading(ServerDesk& desk, const ReadingsOptions& options) {
  if (options.state.empty()) return missing_option("--state", "What is it to be? --state released, rejected, suspicious or plausible; nothing was decided.");
  TRY(meter, parse_meter_number(options.meter));
  TRY(day, parse_date(options.day));
  const auto path = fmt::format("/reviewed-readings/{}/{}", to_text(meter), format_date(day));
  TRY(seen, desk.get(path));
  const auto& reading = seen.at("reading");
  if (!reading.is_object()) return error(Fault::request, Cause::not_found, "Nothing stands for this meter on that day; type a reading first.", {{"what", options.meter}});
  TRY(row, desk.post(path + "/state", {{"state", options.state}, {"reason", options.reason}, {"changes", reading.as_object().at("changes")}}));
  show_reading(row, options.json);
  return Done{};
}

Result<void> run_readings(const ReadingsOptions& options) {
  if (options.act != "list" && options.meter.empty()) return missing_option("--meter", "Which meter? --meter 123456789012; nothing was changed.");
  if (options.act != "list" && options.day.empty()) return missing_option("--day", "Which reading day? --day 2026-11-01; nothing was changed.");
  TRY(desk, ServerDesk::sign_in(options.server));
  if (options.act == "add") return add_reading(desk, options);
  return options.act == "review" ? review_reading(desk, options) : list_readings(desk, options);
}

}  // namespace

Verb readings_verb() {
  auto options = std::make_shared<ReadingsOptions>();
  return {.name = "readings",
          .help = "Readings of reading days: what stands there, one that somebody read off, what a reviewer decides",
          .options = {{"ACT", &options->act, "list, add or review", {.required = true, .one_of = {"list", "add", "review"}}},
                      {"--meter", &options->meter, "Which meter"},
                      {"--day", &options->day, "Its reading day: 2026-11-01"},
                      {"--energy", &options->energy, "Of add: what its register shows, 1234.50"},
                      {"--read-on", &options->read_on, "Of add: the day on which it was read off, when it is another one"},
                      {"--state", &options->state, "Of list: those alone; of review: what it is to be", {.one_of = {"plausible", "suspicious", "rejected", "estimated", "released"}}},
                      {"--reason", &options->reason, "Of add: a remark; of review: why"},
                      {"--server", &options->server.address, "The server that keeps the books", {.shows_default = true}},
                      {"--as", &options->server.as, "Who signs in there", {.required = true}},
                      {"--json", &options->json, "As JSON"}},
          .example = "kwota readings add --meter 123456789012 --day 2026-11-01 --energy 1234.50 --as tech",
          .run = run_with(options, run_readings)};
}

}  // namespace kwota::app
