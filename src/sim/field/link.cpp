// Meters on a line: sales without a card, what waits for a meter, and a line that loses things.
#include "base/cause.h"
#include "sell/remote/link.h"


#include <algorithm>
#include <array>

#include "base/ids_text.h"
#include "carry/dlt645/exchange.h"
#include "meter/dlt645/pump_line.h"
#include "sell/counter/order/sent_prices.h"
#include "sell/remote/sale.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"
#include "sim/field/world/field_handheld.h"
#include "sim/pump/window_keys.h"
#include "work/head_end/accounts.h"
#include "work/head_end/head_end.h"
#include "work/head_end/rooms.h"
#include "work/head_end/voids.h"

namespace kwota::field {
namespace {

constexpr auto line_address = "tcp://10.0.0.7:2404";

Result<Facts> put_on_a_link(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  MUST(put(world, books::MeterLink{.meter = meter->number, .address = line_address, .changed = world.now()}));
  return Facts{};
}

/// What the head-end has brought of this well: how often, and what was in the last.
Result<Facts> hand_overs_of_line(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto rows = reader.select(books::HandOver::of_device, "line " + to_text(well->site.number));
    Facts facts;
    facts.say("count", std::to_string(rows.size()));
    if (rows.empty()) return facts;
    const auto& row = rows.back();
    return facts.say("usage", std::to_string(row.usage)).say("hung", std::to_string(row.hung)).say("fresh", std::to_string(row.fresh)).say("known", std::to_string(row.known))
        .say("state", row.state).say("proven", std::to_string(row.proven));
  });
}

/// How its pump stood when it was read last, as the office has it.
Result<Facts> head_of_well(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto head = reader.find<books::WellHead>(well->site.number);
    if (!head) return mistake("nobody has read well " + sentence["well"] + " yet");
    Facts facts;
    facts.say("edition", std::to_string(head->edition)).say("since", head->edition_since ? format_local(world.zone().local(*head->edition_since)) : "none").say("hung", std::to_string(head->hung));
    return facts.say("settlement_day", std::to_string(head->settlement_day)).say("settlement_hour", std::to_string(head->settlement_hour));
  });
}

/// What was set at its pump, as the office has it; of the last what and by whom.
Result<Facts> changes_of_well(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(parameter, parse_decimal(sentence["parameter"], 0));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    auto rows = reader.select<books::WellChange>(well->site.number);
    std::erase_if(rows, [&](const books::WellChange& row) { return row.parameter != parameter; });
    std::ranges::stable_sort(rows, {}, &books::WellChange::changed);
    Facts facts;
    facts.say("count", std::to_string(rows.size()));
    if (rows.empty()) return facts;
    const auto& row = rows.back();
    return facts.say("after", std::to_string(row.after)).say("by", row.by);
  });
}

/// Cards that its pump did not serve, as the office has them; of the last one why.
Result<Facts> faults_of_well(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto rows = reader.select<books::CardFault>(well->site.number);
    Facts facts;
    facts.say("count", std::to_string(rows.size()));
    return rows.empty() ? facts : facts.say("error", std::to_string(rows.back().error_class)).say("status", rows.back().status);
  });
}

/// With its well, its meter and the terminal in it in the books.
Result<Facts> put_well_on_a_link(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  MUST(put(world, books::Meter{.number = well->site.number, .model = "pump"}));
  MUST(register_wells(world));
  MUST(put(world, books::MeterLink{.meter = well->site.number, .address = line_address, .changed = world.now()}));
  return Facts{};
}

Result<Facts> well_link_goes(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  well->link.down = sentence["how"] == "down";
  return Facts{};
}

Result<Facts> well_line_will_lose(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(nth, parse_decimal(sentence["nth"], 0));
  if (nth < 1) return mistake("questions and answers are counted from 1 on");
  well->link.lost = static_cast<int>(nth);
  well->link.answer_lost = sentence["what"] == "answer";
  return Facts{};
}

Result<Facts> link_goes(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  meter->link.down = sentence["how"] == "down";
  return Facts{};
}

Result<Facts> line_will_lose(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(nth, parse_decimal(sentence["nth"], 0));
  if (nth < 1) return mistake("questions and answers are counted from 1 on");
  meter->link.lost = static_cast<int>(nth);
  meter->link.answer_lost = sentence["what"] == "answer";
  meter->link.asked = 0;
  return Facts{};
}

Result<Facts> line_will_lose_credit(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  meter->link.credit_lost = true;
  meter->link.answer_lost = sentence["what"] == "answer";
  meter->link.asked = 0;
  return Facts{};
}

/// Whether a frame opens, recharges or closes: identifier 070101FF, 070102FF or 070303FF as it stands on the line, 33 added to each byte.
bool brings_credit(ByteView frame) {
  constexpr std::array<std::uint8_t, 4> opens{0x32, 0x34, 0x34, 0x3A}, recharges{0x32, 0x35, 0x34, 0x3A}, closes{0x32, 0x36, 0x36, 0x3A};
  return std::ranges::any_of(std::array{opens, recharges, closes}, [&](const auto& identifier) {
    return std::search(frame.begin(), frame.end(), identifier.begin(), identifier.end()) != frame.end();
  });
}

/// One question on the line and its answer; from the lost one on nobody hears anything in this conversation.
Result<dialogue::LineFrame> ask(FieldLink& link, const std::function<Bytes(ByteView)>& meter, const dialogue::LineFrame& frame) {
  const auto silent = error(Fault::wire, Cause::meter_silent, "The meter does not answer.");
  auto question = dlt645::Exchange::begin(frame);
  if (!question.ok()) return question.error();
  ++link.asked;
  if (link.credit_lost && link.lost == 0 && brings_credit(question->sends())) link.lost = link.asked;
  const bool lost = link.lost > 0 && link.asked >= link.lost;
  if (lost && !(link.answer_lost && link.asked == link.lost)) return silent;
  const auto answer = question->receive(meter(question->sends()));
  if (lost || !answer) return silent;
  return *answer;
}

/// Its wires; a dark pump answers nobody.
head_end::Exchange line_of(World& world, FieldWell& well) {
  auto line = std::make_shared<meter_line::PumpLine>(well.pump->pump(), *dlt645::Address::parse(to_text(well.site.number)),
                                                     sim::window_of(well.pump->pump(), well.site.number, well.pump->slot(), world.random));
  return head_end::Exchange{[&well, line](const dialogue::LineFrame& frame) {
    return ask(well.link, [&](ByteView asked) { return well.pump->powered() ? line->receive(asked) : Bytes{}; }, frame);
  }};
}

head_end::OpenLine lines_of(World& world) {
  return [&world](const books::MeterLink& link) -> Result<head_end::Exchange> {
    for (auto& [name, meter] : world.meters)
      if (meter.number == link.meter && !meter.link.down)
        return head_end::Exchange{[&one = meter](const dialogue::LineFrame& frame) {
          return ask(one.link, [&one](ByteView asked) { return one.meter->receive_line(asked); }, frame);
        }};
    for (auto& [name, well] : world.wells)
      if (well.site.number == link.meter && !well.link.down) return line_of(world, well);
    return error(Fault::wire, Cause::link_failed, "No way leads to this meter.", {{"link", link.address}, {"reason", "down"}});
  };
}

/// The head-end looks at its queue once, as it does when something was sold and again after every pause.
Result<Facts> head_end_looks(World& world, const Sentence&) {
  MUST(world.running());
  world.take_a_second();
  MUST(world.books->run({remote::head_end, remote::head_end, ""},
                        [&](const books::Reader& books) { return remote::expire(books, world.now()); }));
  MUST(head_end::look_at_accounts(*world.books, world.now()));
  MUST(head_end::look_at_rooms(*world.books, world.now()));
  MUST(head_end::call_about_voids(*world.books, world.now()));
  head_end::HeadEnd office{{.books = *world.books,
                            .vault = world.in_the_slot != nullptr ? *world.in_the_slot : *world.vault,
                            .schemes = *world.schemes,
                            .clock = world.clock(),
                            .random = world.random,
                            .open = lines_of(world),
                            .moved = {}}};
  Facts facts;
  std::size_t settled = 0, read = 0;
  std::string trouble;
  MUST(office.balances().charge_all());
  TRY(links,
      world.books->read([](const books::Reader& reader) -> Result<std::vector<books::MeterLink>> { return reader.all<books::MeterLink>(); }));
  for (const auto& link : links) {
    const auto contact = office.contact(link.meter);
    settled += contact.settled;
    read += contact.reading && contact.reading->state == books::ReadingStatus::read ? 1 : 0;
    if (contact.trouble) trouble = contact.trouble->code;
  }
  for (auto& [name, meter] : world.meters) meter.link = {.down = meter.link.down};
  for (auto& [name, well] : world.wells) well.link = {.down = well.link.down};
  return facts.say("settled", std::to_string(settled)).say("read", std::to_string(read)).say("trouble", trouble);
}

Result<Facts> sell_over_link(World& world, const Sentence& sentence) {
  MUST(world.running());
  TRY(window, world.window_of(sentence["who"]));
  TRY(account, world.account(sentence["account"]));
  TRY(context, world.context(sentence["who"], window));
  const counter::QuoteRequest wanted{.account = account, .pay = sentence["money"], .units = {}, .currency = {}};
  TRY(quoted, world.books->read([&](const books::Reader& reader) { return counter::quote(reader, wanted, context); }));
  const auto on_pending = sentence.has("unread") ? counter::OnPending::sum : counter::OnPending::refuse;
  return world.book_and_carry(
      sentence["who"], "sell", sentence["label"],
      [quote = quoted.id, on_pending, confirmed = said_yes(sentence)](const books::Reader& reader, const World::Ask& ask) {
        counter::SellRequest request;
        request.claim = ask.claim;
        request.quote = quote;
        request.on_pending = on_pending;
        request.confirmed = confirmed;
        return without_command(remote::sell(reader, request, ask.context));
      },
      false);
}

Result<Facts> take_back_over_link(World& world, const Sentence& sentence) {
  TRY(sale, world.sale(sentence["sale"]));
  return world.book_and_carry(
      sentence["who"], "take_back_own", sentence["label"],
      [sale, reason = sentence["reason"], amount = sentence["money"]](const books::Reader& reader, const World::Ask& ask) {
        counter::TakeBackRequest request;
        request.claim = ask.claim;
        request.sale = sale;
        request.reason = reason;
        request.amount = amount;
        request.approval = ask.approval;
        return without_command(remote::take_back(reader, request, ask.context));
      },
      false);
}

/// To the card: it is written when a card of the account lies there, else where it is put down next.
Result<Facts> move(World& world, const Sentence& sentence) {
  TRY(sale, world.sale(sentence["sale"]));
  TRY(window, world.window_of(sentence["who"]));
  const bool to_card = sentence["to"] == "card";
  MUST(decide(world, sentence["who"], "sell", window, [&](const books::Reader& reader, const people::Context& context) {
    return to_card ? remote::move_to_card(reader, sale, {}, context) : remote::move_to_link(reader, sale, context);
  }));
  if (to_card) world.look(*window);
  return world.facts_of_sale(sale);
}

/// "2026-12-01" of a command of kind prices.
std::string version_of(const books::MeterCommand& row) {
  return counter::sent_prices(row).version;
}

Facts facts_of_command(const books::MeterCommand& row) {
  return Facts{}
      .say("state", row.state)
      .say("kind", row.kind)
      .say("order", std::string(remote::relay_order_text(row)))
      .say("tries", std::to_string(row.tries))
      .say("n", std::to_string(row.n.value()))
      .say("revision", std::to_string(row.revision))
      .say("version", version_of(row))
      .say("error", row.error);
}

Result<Facts> command_of_sale(World& world, const Sentence& sentence) {
  TRY(number, world.sale(sentence["sale"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto sale = reader.find<books::Sale>(number);
    for (const auto& row : reader.select(books::MeterCommand::of_number, sale->meter, sale->n))
      if (row.revision == sale->revision) return facts_of_command(row);
    return mistake("sale " + number + " was never given to a line");
  });
}

/// Of a meter, or of the pump of a well.
Result<MeterNumber> number_of(World& world, const Sentence& sentence) {
  if (sentence.has("well")) {
    TRY(well, world.well(sentence["well"]));
    return well->site.number;
  }
  TRY(meter, world.meter(sentence["meter"]));
  return meter->number;
}

Result<Facts> order(World& world, const Sentence& sentence) {
  TRY(meter, number_of(world, sentence));
  TRY(relay, remote::parse_relay_order(sentence["relay"]));
  remote::OrderRequest request{.meter = meter, .kind = relay ? books::CommandKind::relay : books::CommandKind::read, .relay = relay};
  if (sentence.has("clock")) request.kind = books::CommandKind::clock, request.confirmed = sentence.has("confirmed");
  if (sentence.has("day")) {
    TRY(day, parse_decimal(sentence["day"], 0));
    TRY(hour, parse_decimal(sentence.or_else("hour", "0"), 0));
    request.kind = books::CommandKind::settlement;
    request.settlement = {day, hour};
  }
  TRY(row, decide(world, sentence["who"], "remote_orders", nullptr, [&](const books::Reader& reader, const people::Context& context) {
        return remote::order(reader, request, context);
      }));
  return facts_of_command(row);
}

Result<Facts> set_clock(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(row, decide(world, sentence["who"], "remote_orders", nullptr, [&](const books::Reader& reader, const people::Context& context) {
        return remote::order(reader, {.meter = meter->number, .kind = books::CommandKind::clock, .relay = {}}, context);
      }));
  return facts_of_command(row);
}

Result<Facts> order_prices(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  remote::OrderRequest request{.meter = meter->number, .kind = books::CommandKind::prices};
  TRY(row, decide(world, sentence["who"], "remote_orders", nullptr, [&](const books::Reader& reader, const people::Context& context) {
        return remote::order(reader, request, context);
      }));
  return facts_of_command(row);
}

/// The newest one that tells this meter its prices.
Result<Facts> prices_of(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.last(books::MeterCommand::of_kind, meter->number, books::CommandKind::prices);
    if (!row) return mistake("meter " + sentence["meter"] + " was never told its prices over a line");
    return facts_of_command(*row);
  });
}

/// The newest of that kind that was ever ordered, by whomever.
Result<Facts> newest_command(World& world, const Sentence& sentence) {
  TRY(meter, number_of(world, sentence));
  const auto kind = parse_word<books::CommandKind>(sentence["kind"]);
  if (!kind) return mistake("there is no command of kind " + sentence["kind"]);
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.last(books::MeterCommand::of_kind, meter, *kind);
    if (!row) return mistake("meter " + to_text(meter) + " was never told that");
    return facts_of_command(*row);
  });
}

Result<Facts> look_at_link(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  MUST(decide(world, sentence["who"], "links_write", nullptr, [&](const books::Reader& reader, const people::Context& context) {
    return remote::lift_trouble(reader, meter->number, context);
  }));
  return Facts{};
}

Result<Facts> link(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.find<books::MeterLink>(meter->number);
    if (!row) return mistake("meter " + sentence["meter"] + " is on no link");
    return Facts{}
        .say("state", row->state)
        .say("trouble", row->trouble)
        .say("waiting", std::to_string(reader.select(books::MeterCommand::open_of, meter->number).size()));
  });
}

}  // namespace

std::span<const Phrase> link_phrases() {
  static constexpr Phrase phrases[] = {
      {"meter <meter> is on a link", put_on_a_link},
      {"the link to meter <meter> is <how:down|up>", link_goes},
      {"the link to meter <meter> will lose <what:question|answer> <nth>", line_will_lose},
      {"the link to meter <meter> will lose the <what:question|answer> of the credit", line_will_lose_credit},
      {"link of meter <meter>", link},
      {"well <well> is on a link", put_well_on_a_link},
      {"hand-overs of the line to well <well>", hand_overs_of_line},
      {"card faults of well <well>", faults_of_well},
      {"the link to well <well> is <how:down|up>", well_link_goes},
      {"the link to well <well> will lose <what:question|answer> <nth>", well_line_will_lose},
      {"<who> orders a reading of well <well>", order},
      {"<who> orders <relay:trip|permit|close> at well <well>", order},
      {"<who> orders the <clock:clock> of well <well> [ <confirmed:confirmed> ]", order},
      {"<who> orders the settlement of well <well> on day <day> [ at <hour> ]", order},
      {"<who> orders the settlement of meter <meter> on day <day>", order},
      {"head of well <well>", head_of_well},
      {"changes of parameter <parameter> at well <well>", changes_of_well},
      {"newest command <kind> to well <well>", newest_command},
      {"the head-end looks at its queue", head_end_looks},
      {"<who> sells <money> to <account> over the link [ onto the <unread:unread> ] [ <unasked:unasked> ] [ as <label> ]", sell_over_link},
      {"<who> takes back <sale> over the link because <reason> [ as <label> ]", take_back_over_link},
      {"<who> deducts <money> from <sale> over the link because <reason> [ as <label> ]", take_back_over_link},
      {"<who> moves <sale> to the <to:card|link>", move},
      {"<who> orders a reading of meter <meter>", order},
      {"<who> sets the clock of meter <meter>", set_clock},
      {"<who> orders <relay:trip|permit|close|protect|unprotect> at meter <meter>", order},
      {"<who> orders the prices of meter <meter>", order_prices},
      {"prices of meter <meter>", prices_of},
      {"<who> has looked at the link to meter <meter>", look_at_link},
      {"command of <sale>", command_of_sale},
      {"newest command <kind> to meter <meter>", newest_command},
  };
  return phrases;
}

}  // namespace kwota::field
