// kwota town meters: many virtual meters in one process – on one listener for anybody's software, or a whole day of them in
// virtual time, sold to, read and troubled, that has to add up in the end. kwota town season: farmers, cards and wells through a season, likewise.
// Everything under the TEST KEY SET.
#include "sim/town/town.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/decimal.h"
#include "kwota/own_folder.h"
#include "kwota/server/end_signals.h"
#include "kwota/verb.h"
#include "sim/line/line_port.h"
#include "sim/season/season.h"
#include "sim/town/fill.h"
#include "sim/town/meters.h"

namespace kwota::app {
namespace {

struct TownOptions {
  sim::DaySettings day;
  std::string listen, zone = default_zone;
  bool quiet_lines = false, json = false;
};

boost::json::object to_json(const sim::DayReport& day) {
  return {{"seed", day.seed},
          {"meters", day.meters},
          {"lines", day.lines},
          {"sales", day.sales},
          {"readings", day.readings},
          {"contacts", day.contacts},
          {"exchanges", day.exchanges},
          {"lost", day.lost},
          {"refused", day.refused},
          {"sold", format_money(day.sold, 2)},
          {"applied", format_money(day.applied, 2)},
          {"in_transit", format_money(day.in_transit, 2)},
          {"credited", format_money(day.credited, 2)},
          {"energy_wh", day.energy.wh()},
          {"adds_up", day.adds_up()}};
}

/// Exit status 1 when a law was broken.
Result<int> run_a_day(const TownOptions& options) {
  auto settings = options.day;
  settings.trouble = !options.quiet_lines;
  TRY(day, sim::run_day(settings));
  if (options.json) {
    fmt::print("{}\n", boost::json::serialize(to_json(day)));
    return day.adds_up() ? 0 : 1;
  }
  for (const auto& law : day.broken) fmt::print("{}\n", law);
  const auto average = [](std::chrono::milliseconds all, std::size_t of) {
    return of == 0 ? 0.0 : static_cast<double>(all.count()) / 1000.0 / static_cast<double>(of);
  };
  fmt::print(
      "{} contacts, {} questions, {} without an answer; a sale waited {:.1f} s for its line ({:.1f} s at most) and was settled "
      "after {:.1f} s\n",
      day.contacts, day.exchanges, day.lost, average(day.sale_waited, day.sales),
      static_cast<double>(day.sale_waited_most.count()) / 1000.0, average(day.sale_took, day.settled));
  fmt::print("{}\n", day.sum());
  if (!day.adds_up())
    fmt::print("Again: kwota town meters --count {} --line {} --hours {} --seed {}\n", settings.meters, settings.a_line,
               settings.hours, settings.seed);
  return day.adds_up() ? 0 : 1;
}

/// Frames for any of the meters out of one connection's bytes.
class Bus {
 public:
  explicit Bus(sim::Meters& meters) : meters_(meters) {}
  Bytes receive(ByteView bytes) {
    receiver_.feed(bytes);
    return answers();
  }
  Bytes silence() {
    receiver_.silence();
    return answers();
  }

 private:
  Bytes answers() {
    Bytes all;
    while (const auto frame = receiver_.next()) append(all, meters_.receive(dlt645::encode(*frame)));
    return all;
  }
  sim::Meters& meters_;
  dlt645::Receiver receiver_;
};

Result<int> serve_meters(const TownOptions& options) {
  const int stop = EndSignals{}.descriptor();
  SystemClock clock;
  TRY(zone, Zone::find(options.zone));
  auto now = clock.now();
  TRY(meters,
      sim::Meters::make(
          {.count = options.day.meters, .a_line = options.day.a_line, .seed = options.day.seed, .clock = zone.local(now)}));
  TRY(port, sim::LinePort::open({.listen = options.listen}));
  fmt::print("{} meters, {} to {}, are reached at {}\nTEST KEY SET: worthless keys, the same in every copy of this program.\n",
             meters->all().size(), meters->all().front().number.value(), meters->all().back().number.value(), port->name());
  std::fflush(stdout);
  Bus bus(*meters);
  port->run({.receive = [&](ByteView bytes) { return bus.receive(bytes); },
             .silence = [&] { return bus.silence(); },
             .baud = [] { return 2400U; },
             .let_time_pass =
                 [&] {
                   const auto later = clock.now();
                   if (later - now < Duration::seconds(1)) return;
                   for (auto& one : meters->all()) one.meter->advance(later - now);
                   now = later;
                 }},
            stop);
  ::close(stop);
  return 0;
}

Result<int> run_town(const TownOptions& options) { return options.listen.empty() ? run_a_day(options) : serve_meters(options); }

/// Says before it begins how much the disk will hold; ends when it is broken off, and goes on when it is started again.
Result<void> run_fill(const sim::FillSettings& settings) {
  constexpr double gib = 1024.0 * 1024.0 * 1024.0;
  std::error_code failed;
  std::filesystem::create_directories(settings.folder, failed);
  const auto free = std::filesystem::space(settings.folder, failed).available;
  fmt::print("{} customers, {} sales in {} years: about {:.2f} GiB in {}, where {:.2f} GiB are free.\n", settings.customers, settings.sales, settings.years,
             static_cast<double>(sim::fill_bytes(settings)) / gib, settings.folder.string(), static_cast<double>(free) / gib);
  std::fflush(stdout);
  auto reported = settings;
  reported.tell = [next = std::int64_t{0}](std::int64_t customers, std::int64_t sales) mutable {
    if (sales < next) return;
    fmt::print("{} customers, {} sales\n", customers, sales);
    std::fflush(stdout);
    next = sales + 100'000;
  };
  TRY(filled, sim::fill(reported));
  fmt::print("{} customers, {} sales, {} of them made now. TEST KEY SET: sample books.\n", filled.customers, filled.sales, filled.made);
  return Done{};
}

struct SeasonOptions {
  sim::SeasonSettings season;
  bool quiet = false;
};

/// Exit status 1 when a law was broken.
Result<int> run_a_season(const SeasonOptions& options) {
  auto settings = options.season;
  settings.trouble = !options.quiet;
  std::unique_ptr<OwnFolder> own;
  if (settings.folder.empty()) {
    TRY(made, OwnFolder::make(std::filesystem::temp_directory_path(), "season"));
    own = std::move(made);
    settings.folder = own->path();
  }
  const auto season = sim::run_season(settings);
  if (!season.ok()) return season.error();
  for (const auto& law : season->broken) fmt::print("{}\n", law);
  fmt::print("{}\n", season->sum());
  if (!season->adds_up())
    fmt::print("Again: kwota town season --farmers {} --wells {} --days {} --seed {}\n", settings.farmers, settings.wells, settings.days, settings.seed);
  return season->adds_up() ? 0 : 1;
}

Verb season_verb() {
  auto options = std::make_shared<SeasonOptions>();
  auto& season = options->season;
  return {.name = "season",
          .help = "A season of farmers, cards, wells and a handheld in virtual time; books, cards and wells have to agree to the fen",
          .options = {{"--farmers", &season.farmers, "How many", {.shows_default = true, .range = Range{1, 10'000}}},
                      {"--wells", &season.wells, "How many, six to an area number", {.shows_default = true, .range = Range{1, 1'000}}},
                      {"--days", &season.days, "How long", {.shows_default = true, .range = Range{1, 366}}},
                      {"--seed", &season.seed, "The same seed makes the same season", {.shows_default = true}},
                      {"--quiet", &options->quiet, "Nothing goes wrong"},
                      {"--folder", &season.folder, "Keep the season's books here; without it they are thrown away"}},
          .example = "kwota town season --farmers 300 --wells 60 --seed 7",
          .run = run_with(options, run_a_season)};
}

}  // namespace

Verb town_verb() {
  auto filling = std::make_shared<sim::FillSettings>();
  auto options = std::make_shared<TownOptions>();
  auto& day = options->day;
  Verb meters{.name = "meters",
              .help = "A day of many meters in virtual time, or all of them on one listener",
              .options = {{"--count", &day.meters, "How many", {.shows_default = true, .range = Range{1, 100'000}}},
                          {"--line", &day.a_line, "How many behind each concentrator", {.shows_default = true, .range = Range{1, 128}}},
                          {"--hours", &day.hours, "How much of the day", {.shows_default = true, .range = Range{1, 24}}},
                          {"--seed", &day.seed, "The same seed makes the same day", {.shows_default = true}},
                          {"--buyers", &day.buyers_percent, "Of a hundred meters, how many are sold to", {.shows_default = true, .range = Range{0, 100}}},
                          {"--readings", &day.readings, "Of each meter", {.shows_default = true, .range = Range{0, 96}}},
                          {"--quiet-lines", &options->quiet_lines, "Nothing goes wrong"},
                          {"--listen", &options->listen, "No day: all of them answer at tcp://ADDRESS:PORT, in real time"},
                          {"--zone", &options->zone, "With --listen: time zone of their clocks", {.shows_default = true}},
                          {"--json", &options->json, "As JSON"}},
              .example = "kwota town meters --count 10000 --seed 7",
              .run = run_with(options, run_town)};
  return {.name = "town",
          .help = "Many virtual meters and a day of them, a season of farmers, or books of many years",
          .options = {{"--fill", &filling->folder, "Fill this folder with a sample, through the program's own decisions; goes on where it was left"},
                      {"--customers", &filling->customers, "With --fill", {.shows_default = true, .range = Range{1, 10'000'000}}},
                      {"--sales", &filling->sales, "With --fill", {.shows_default = true, .range = Range{1, 100'000'000}}},
                      {"--years", &filling->years, "With --fill: over how many years", {.shows_default = true, .range = Range{1, 25}}},
                      {"--seed", &filling->seed, "With --fill: the same seed makes the same books", {.shows_default = true}}},
          .example = "kwota town --fill /var/tmp/sample --customers 100000 --sales 1000000 --years 5",
          .verbs = {std::move(meters), season_verb()},
          .wrong_usage = [filling] { return std::string(filling->folder.empty() ? "Say meters, season, or --fill FOLDER." : ""); },
          .run = run_with(filling, run_fill)};
}

}  // namespace kwota::app
