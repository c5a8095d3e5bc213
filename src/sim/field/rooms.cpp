// What an office wants of meters beside prices, and who lives behind them.
#include <algorithm>
#include <array>
#include <sstream>

#include "books/lookup.h"
#include "carry/lines/all.h"
#include "sell/remote/queue.h"
#include "sell/rooms/occupants.h"
#include "sell/rooms/profile.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

using devices::Settings;

/// "curfew_from 2300 curfew_to 0600".
Result<Settings> settings_of(const Sentence& sentence) {
  Settings out;
  std::istringstream words(sentence["settings"]);
  for (std::string name, text; words >> name;) {
    if (!(words >> text)) return mistake("say what " + name + " shall be");
    out[name] = text;
  }
  return out;
}

Facts facts_of_order(const books::MeterCommand& row) {
  return Facts{}.say("state", row.number == 0 ? "nothing_to_tell" : std::string(word_of(row.state))).say("approved_by", row.approved_by);
}

Result<Facts> want(World& world, const std::string& who, const remote::ParametersRequest& asked) {
  TRY(context, world.context(who, nullptr));
  TRY(row, world.with_second_person("meter_parameters", context, [&](std::int64_t approval) {
    return decide(world, who, "meter_parameters", nullptr, [&](const books::Reader& reader, const people::Context& now) {
      auto request = asked;
      request.approval = approval;
      return remote::order_parameters(reader, request, now);
    });
  }));
  return facts_of_order(row);
}

Result<Facts> want_of_meter(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(set, settings_of(sentence));
  return want(world, sentence["who"], {.meter = meter->number, .set = std::move(set)});
}

Result<Facts> want_no_more(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  return want(world, sentence["who"], {.meter = meter->number, .set = {{sentence["item"], ""}}});
}

Result<Facts> read_parameters(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  return want(world, sentence["who"], {.meter = meter->number});
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out.empty() ? "none" : out;
}

/// How far the newest order has come, and each parameter as the meter said it last.
Result<Facts> parameters_of(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    Facts facts;
    if (const auto row = reader.last(books::MeterCommand::of_kind, meter->number, books::CommandKind::parameters))
      facts.say("state", row->state).say("error", row->error).say("tries", std::to_string(row->tries));
    const auto rows = reader.select<books::MeterParameter>(meter->number);
    facts.say("differ", joined(rooms::differing(rows)));
    facts.ask([rows](const std::string& name) -> std::optional<std::string> {
      const auto found = std::ranges::find(rows, name, &books::MeterParameter::item);
      if (found == rows.end() && devices::parameter(name) == nullptr) return std::nullopt;
      if (found == rows.end() || !found->received) return "unheard";
      return found->held.empty() ? "none" : found->held;
    });
    return facts;
  });
}

Result<Facts> want_of_area(World& world, const Sentence& sentence) {
  TRY(set, settings_of(sentence));
  const auto& who = sentence["who"];
  TRY(context, world.context(who, nullptr));
  TRY(rooms, world.with_second_person("meter_parameters", context, [&](std::int64_t approval) {
    return decide(world, who, "meter_parameters", nullptr, [&](const books::Reader& reader, const people::Context& now) {
      return rooms::apply_profile(reader, {sentence["area"], set, approval}, now);
    });
  }));
  const auto ordered = std::ranges::count_if(rooms, [](const auto& room) { return room.command != 0; });
  std::vector<std::string> refused;
  for (const auto& room : rooms)
    if (!room.refused.empty()) refused.push_back(room.refused);
  return Facts{}.say("rooms", std::to_string(rooms.size())).say("told", std::to_string(ordered)).say("refused", joined(refused));
}

Result<Facts> rooms_of_area(World& world, const Sentence& sentence) {
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto rows = rooms::progress(reader, sentence["area"]);
    const auto in = [&](books::CommandStatus state) {
      return std::to_string(std::ranges::count_if(rows, [&](const auto& row) { return row.state == state; }));
    };
    const auto differ = std::ranges::count_if(rows, [](const auto& row) { return !row.differ.empty(); });
    return Facts{}
        .say("rooms", std::to_string(rows.size()))
        .say("queued", in(books::CommandStatus::queued))
        .say("done", in(books::CommandStatus::done))
        .say("refused", in(books::CommandStatus::refused))
        .say("differ", std::to_string(differ));
  });
}

// ---- who lives there

Result<std::string> room_of(World& world, const FieldMeter& meter) {
  return world.books->read([&](const books::Reader& reader) -> Result<std::string> {
    const auto row = reader.find<books::Meter>(meter.number);
    if (!row || row->service_point.empty()) return mistake("this meter hangs in no room: open an account at it first");
    return row->service_point;
  });
}

Result<Facts> facts_of_room(World& world, const FieldMeter& meter, const std::string& code) {
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    TRY(context, remote::context_of(reader, meter.number, world.now()));
    const auto people = reader.select<books::Occupant>(code);
    const auto account = books::account_of_meter(reader, meter.number);
    return Facts{}
        .say("residents", std::to_string(rooms::residents_on(people, context.zone.local(world.now()).date)))
        .say("ever", std::to_string(people.size()))
        .say("heads", account ? std::to_string(account->household_persons) : "none");
  });
}

/// The room of a log is named by its meter. Its meter and its account follow at once, as after each move at the office.
template <class Move>
Result<Facts> moves(World& world, const Sentence& sentence, Move move) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(room, room_of(world, *meter));
  MUST(decide(world, sentence["who"], "occupants_write", nullptr,
              [&](const books::Reader& reader, const people::Context& context) { return move(reader, room, context); }));
  const std::array meters{meter->number};
  TRY(commands, world.books->run({sentence["who"], "occupants_write", ""}, [&](const books::Reader& reader) {
    return rooms::follow(reader, meters, world.now(), lines::known_devices(), sentence["who"]);
  }));
  TRY(facts, facts_of_room(world, *meter, room));
  return facts.say("commands", std::to_string(commands.size()));
}

Result<Facts> move_in(World& world, const Sentence& sentence) {
  return moves(world, sentence, [&](const books::Reader& reader, const std::string& room, const people::Context& context) {
    return rooms::move_in(reader, {.service_point = room, .name = sentence["person"], .moved_in = sentence.or_else("date", "")}, context);
  });
}

Result<Facts> move_out(World& world, const Sentence& sentence) {
  return moves(world, sentence, [&](const books::Reader& reader, const std::string& room, const people::Context& context) {
    const auto all = reader.select<books::Occupant>(room);
    const auto one = std::ranges::find(all, sentence["person"], &books::Occupant::name);
    return rooms::move_out(reader, room, one == all.end() ? 0 : one->number, sentence.or_else("date", ""), context);
  });
}

Result<Facts> room(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(code, room_of(world, *meter));
  return facts_of_room(world, *meter, code);
}

}  // namespace

std::span<const Phrase> room_phrases() {
  static constexpr Phrase phrases[] = {
      {"<who> wants of meter <meter> <settings...>", want_of_meter},
      {"<who> wants no more <item> of meter <meter>", want_no_more},
      {"<who> wants of area <area> <settings...>", want_of_area},
      {"<who> orders the parameters of meter <meter>", read_parameters},
      {"parameters of meter <meter>", parameters_of},
      {"rooms of area <area>", rooms_of_area},
      {"<who> moves <person> into the room of meter <meter> [ on <date> ]", move_in},
      {"<who> moves <person> out of the room of meter <meter> [ on <date> ]", move_out},
      {"room of meter <meter>", room},
  };
  return phrases;
}

}  // namespace kwota::field
