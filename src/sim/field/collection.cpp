// Collection: plans by which meters are read, what was read and what is missing, who is silent, what an area loses.
#include "collect/readings/due.h"
#include "collect/readings/findings.h"
#include "collect/readings/keep.h"
#include "collect/readings/losses.h"
#include "collect/review/decide.h"
#include "models/all.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

constexpr auto readings_alone = "registers,balance,settlement,states,events,waterings";
constexpr auto everything = "registers,balance,settlement,states,events,network,freezes,waterings";

Result<Facts> area(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  if (world.station.empty()) return mistake("say `station …` before its areas");
  MUST(put(world, books::Place{.code = sentence["area"], .kind = books::PlaceKind::area, .name = sentence["area"], .station = world.station, .parent = ""}));
  books::AreaMeter row{.area = sentence["area"], .meter = meter->number};
  if (sentence.has("factor")) {
    TRY(factor, parse_decimal(sentence["factor"], 0));
    row.factor = factor;
  }
  MUST(put(world, row));
  return Facts{};
}

Result<Facts> belongs_to_area(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(row, world.books->read([&](const books::Reader& reader) -> Result<books::Meter> { return *reader.find<books::Meter>(meter->number); }));
  if (row.service_point.empty()) row.service_point = "SP-" + sentence["meter"];
  row.state = books::MeterStatus::installed;
  MUST(put(world, books::ServicePoint{.code = row.service_point, .address = sentence["meter"], .place = "", .area = sentence["area"]}));
  MUST(put(world, row));
  return Facts{};
}

Result<Facts> plan(World& world, const Sentence& sentence) {
  books::ReadingPlan row{.code = sentence["plan"], .name = sentence["plan"], .place = sentence["area"], .items = sentence.has("freezes") ? readings_alone : everything};
  if (sentence.has("time")) row.at = sentence["time"];
  if (sentence.has("hours")) {
    TRY(hours, parse_decimal(sentence["hours"], 0));
    row.every_hours = hours;
  }
  TRY(kept, decide(world, sentence["who"], "collection_write", nullptr, [&](const books::Reader& reader, const people::Context& context) {
        return readings::put_plan(reader, row, context);
      }));
  return Facts{}.say("state", kept.state);
}

// ---- reading days

constexpr auto day_route = "everybody";

Result<Facts> read_by_hand(World& world, const Sentence& sentence) {
  TRY(day, parse_decimal(sentence["day"], 0));
  const books::ReadingRoute row{.code = day_route, .name = day_route, .of_place = "", .day_of_month = day, .since = world.zone().local(world.now()).date};
  TRY(kept, decide(world, sentence["who"], "collection_write", nullptr,
                   [&](const books::Reader& reader, const people::Context& context) { return review::put_route(reader, row, context); }));
  return Facts{}.say("state", kept.state);
}

Facts facts_of(const books::ReviewedReading& row) {
  return Facts{}.say("state", row.state).say("energy", format_kwh(row.energy)).say("at_day", format_kwh(row.at_day)).say("finding", row.finding.empty() ? "none" : row.finding);
}

Result<Facts> type_reading(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(day, parse_date(sentence["day"]));
  const review::Typed typed{.meter = meter->number, .day = day, .energy = sentence["register"], .read_on = world.zone().local(world.now()).date, .remark = ""};
  TRY(row, decide(world, sentence["who"], "readings_write", nullptr,
                  [&](const books::Reader& reader, const people::Context& context) { return review::type_in(reader, typed, context); }));
  return facts_of(row);
}

Result<Facts> release_readings(World& world, const Sentence& sentence) {
  TRY(day, parse_date(sentence["day"]));
  TRY(done, decide(world, sentence["who"], "readings_review", nullptr,
                   [&](const books::Reader& reader, const people::Context& context) { return review::release_day(reader, day_route, day, {}, context); }));
  return Facts{}.say("changed", std::to_string(done.changed));
}

/// What a rule found in it a person has looked at.
Result<Facts> release_reading(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(day, parse_date(sentence["day"]));
  TRY(row, decide(world, sentence["who"], "readings_review", nullptr, [&](const books::Reader& reader, const people::Context& context) {
        const auto seen = reader.find<books::ReviewedReading>(meter->number, day);
        return review::change(reader, {meter->number, day, books::ReviewState::released, sentence["reason"], seen ? seen->changes : 0}, context);
      }));
  return facts_of(row);
}

// ---- what is seen

std::string text_of(const std::optional<Energy>& energy) { return energy ? format_kwh(*energy) : "none"; }

Result<Facts> newest_reading(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto rows = reader.newest<books::MeterReading>(2, meter->number);
    if (rows.empty()) return mistake("meter " + sentence["meter"] + " was never to be read");
    const auto& row = rows.front();
    const auto before = rows.size() > 1 ? std::optional{rows.back()} : std::nullopt;
    const auto& facts_of_model = models::facts_of(meter->model);
    std::string found;
    for (const auto& one : readings::findings(row, before, facts_of_model)) found += (found.empty() ? "" : " ") + one.code;
    Facts facts;
    facts.say("state", row.state).say("tries", std::to_string(row.tries)).say("error", row.error);
    facts.say("energy", text_of(row.energy)).say("settlement", text_of(row.settlement_energy)).say("rate1", text_of(row.rate1));
    facts.say("remaining", row.remaining ? world.money(*row.remaining) : "none").say("count", row.count ? std::to_string(*row.count) : "none");
    facts.say("relay", readings::relay_of(row)).say("drift", row.drift_seconds ? std::to_string(*row.drift_seconds) : "none");
    facts.say("network", row.network.all.empty() ? "none" : to_text(row.network));
    return facts.say("findings", found.empty() ? "none" : found);
  });
}

/// What a meter froze as days began, as far as the books have it.
Result<Facts> freezes(World& world, const Sentence& sentence) {
  TRY(from, parse_date(sentence["date"]));
  TRY(meter, world.meter(sentence["meter"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto rows = reader.since<books::DayFreeze>(from, meter->number);
    Facts facts;
    facts.say("days", std::to_string(rows.size()));
    if (!rows.empty()) facts.say("first", format_date(rows.front().day)).say("last", format_date(rows.back().day)).say("energy", format_kwh(rows.back().energy));
    return facts;
  });
}

/// The newest record of that kind, as the books have it.
Result<Facts> newest_event(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.last<books::MeterEvent>(meter->number, sentence["kind"]);
    Facts facts;
    facts.say("number", row ? std::to_string(row->number) : "0");
    if (row) facts.say("began", row->began ? format_local(*row->began) : "none").say("ended", row->ended ? format_local(*row->ended) : "open").say("noted", row->snapshot);
    return facts;
  });
}

Result<Facts> readings_of_day(World& world, const Sentence& sentence) {
  TRY(day, parse_date(sentence["date"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    TRY(material, readings::material_since(reader, day, world.now()));
    readings::DayCount all;
    for (const auto& one : readings::days(material, day, day)) {
      all.expected += one.expected;
      all.read += one.read;
      all.by_other_way += one.by_other_way;
      all.missing += one.missing;
    }
    return Facts{}
        .say("expected", std::to_string(all.expected))
        .say("read", std::to_string(all.read))
        .say("by_other_way", std::to_string(all.by_other_way))
        .say("missing", std::to_string(all.missing));
  });
}

Result<Facts> silent(World& world, const Sentence& sentence) {
  TRY(days, parse_decimal(sentence["days"], 0));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto points = reader.meter_points();
    const auto found = readings::silent(points, reader.last_contacts(), world.now(), Duration::days(days), Duration::days(45));
    Facts facts;
    facts.say("silent", std::to_string(found.size()));
    for (const auto& [name, meter] : world.meters)
      if (!found.empty() && found.front().point.meter == meter.number) facts.say("first", name);
    return facts;
  });
}

Result<Facts> losses(World& world, const Sentence& sentence) {
  TRY(from, parse_date(sentence["from"]));
  TRY(to, parse_date(sentence["to"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto area = reader.find<books::AreaMeter>(sentence["area"]);
    if (!area) return mistake("there is no area `" + sentence["area"] + "`");
    TRY(material, readings::material_since(reader, from, world.now()));
    const auto loss = readings::losses(material, *area, from, to);
    return Facts{}
        .say("total", text_of(loss.total))
        .say("used", format_kwh(loss.used))
        .say("loss", text_of(loss.loss))
        .say("percent", loss.per_myriad ? format_decimal(*loss.per_myriad, 2) : "none")
        .say("meters", std::to_string(loss.meters))
        .say("without", std::to_string(loss.without.size()))
        .say("complete", loss.complete());
  });
}

}  // namespace

std::span<const Phrase> collection_phrases() {
  static constexpr Phrase phrases[] = {
      {"area <area> is counted by meter <meter> [ times <factor> ]", area},
      {"meter <meter> belongs to area <area>", belongs_to_area},
      {"<who> has meters read by plan <plan> daily at <time> [ without <freezes:freezes> ] [ in <kind:area|village|station> <area> ]", plan},
      {"<who> has meters read by plan <plan> every <hours> hours [ in <kind:area|village|station> <area> ]", plan},
      {"<who> has meters read by hand on day <day> of the month", read_by_hand},
      {"<who> reads <register> off meter <meter> for <day>", type_reading},
      {"<who> releases the readings of <day>", release_readings},
      {"<who> releases the reading of meter <meter> for <day> because <reason>", release_reading},
      {"newest reading of meter <meter>", newest_reading},
      {"days frozen by meter <meter> since <date>", freezes},
      {"newest event <kind> of meter <meter>", newest_event},
      {"readings of <date>", readings_of_day},
      {"silent for <days> days", silent},
      {"losses of area <area> from <from> to <to>", losses},
  };
  return phrases;
}

}  // namespace kwota::field
