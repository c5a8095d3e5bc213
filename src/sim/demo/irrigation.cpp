// Fields by the river: three wells, farmers whose cards are their purses, waterings that a handheld brings home – one of them hangs, one card is lost.
#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "base/ids_text.h"
#include "collect/waterings/take_in.h"
#include "people/permissions.h"
#include "seal/handheld_store/hand_over.h"
#include "seal/pump_records/records.h"
#include "seal/recipes/purse_sessions.h"
#include "sell/counter/account/pump_tool.h"
#include "sell/customer/change.h"
#include "sell/customer/wells.h"
#include "sell/purse/application.h"
#include "sell/purse/areas.h"
#include "sell/purse/load.h"
#include "sell/purse/lost_card.h"
#include "sell/purse/outcome.h"
#include "sim/demo/household.h"
#include "sim/demo/subjects.h"
#include "work/handheld_office/handheld_office.h"

namespace kwota::demo {
namespace {

constexpr auto village_of_farmers = "V03", area_of_wells = "A031";
constexpr const char* area_numbers[] = {"09250001", "09250002"};
constexpr const char* farmers[] = {"赵长河", "钱有田", "孙满仓", "李春耕", "周水生", "吴大壮", "郑丰年", "王禾苗", "冯雨顺", "陈秋实"};
constexpr int wells_there = 3, first_well_meter = 50, begins_on = 8, first_season = 16;
/// Of a handheld that the sample's technician carries: nobody has its private half.
constexpr auto device_key = "3059301306072a8648ce3d020106082a8648ce3d03010703420004289cc46822b00f9918caafe5c2018970e4c487531446af57c4a6e4f33433eb6f406a98485a73c549a796e865ea65aa2e4246b10e8692c755e96519fd661e265d";
/// Ten fen less than a peasant's kWh, in 10^-4 of the currency.
constexpr std::int64_t water_price = 5'400;

std::string well_name(int well) { return fmt::format("W-{:02}", well + 1); }
MeterNumber well_meter(int well) { return extra_meter(first_well_meter + well); }
std::string terminal_of(int well) { return fmt::format("09252{:07}", well + 17); }

struct Farmer {
  std::string name;
  std::int64_t account = 0;
  CardSerial card;          ///< its application's number; before it is made the chip's
  SequenceNumber online;
  std::uint16_t offline = 0;
  Money balance;
  bool grey = false, has_card = false, lost = false;
};

/// What a pump keeps until somebody reads it.
struct WellBook {
  std::int64_t number = 0;
  Energy total;
  std::int64_t water = 0;
  Money charged;
  std::vector<waterings::Brought> unread;
  int month_told = 0;  ///< the newest month that was frozen and brought home
  Instant busy_until{};
};

class Fields {
 public:
  Result<void> lay_out(History& now);
  Result<void> apply(History& now, int index);
  Result<void> load(History& now, Farmer& farmer, std::int64_t whole);
  Result<void> water(History& now, Farmer& farmer, int well, bool goes_away);
  Result<void> bring_home(History& now);
  Result<void> lose(History& now, Farmer& farmer);
  Result<void> turn_to_the_mill(History& now, const Farmer& farmer);
  Result<void> test_run(History& now);
  Result<void> season(History& now);
  std::deque<Farmer> people;

 private:
  Result<void> write_card(History& now, const Post& post, Farmer& farmer, const purse::CardOrder& order);
  Result<void> bring_areas(History& now, const Post& post, const Farmer& farmer);
  Result<pump::Proof> proof_of(History& now, const Farmer& farmer, int well, std::int64_t number, Money amount, const LocalTime& at);
  WellBook wells_[wells_there];
  std::int64_t chips_ = 0;
  std::int64_t ordered_ = 0;  ///< of a tool card that a pump has obeyed and nobody has heard of yet
};

Post of_the_river() { return {"zhou", "E02", ""}; }

Result<void> digs(History& now, int well) {
  books::Well row{.number = well_name(well), .name = fmt::format("东河{}号井", well + 1), .village = village_of_farmers, .area = area_of_wells, .area_number = area_numbers[well / 2], .usage_class = "irrigation"};
  row.put_in = now.today();
  row.depth_m = 60 + 15 * well;
  row.pump_w = 7'500;
  MUST(now.decide(of_the_river(), "customers_write", [&](const books::Reader& reader, const people::Context&) { return customer::put_well(reader, row); }));
  return {};
}

Result<void> Fields::lay_out(History& now) {
  const auto zhou = of_the_river();
  for (int i = 0; i < 2; ++i)
    MUST(now.decide(zhou, "customers_write", [&](const books::Reader& reader, const people::Context&) {
      return customer::put_area_number(reader, {.number = area_numbers[i], .name = i == 0 ? "东河滩地" : "磨坊地", .village = village_of_farmers, .station = "E02"});
    }));
  for (int well = 0; well < wells_there; ++well) {
    MUST(digs(now, well));
    MUST(now.decide(at_desk("tech"), "meters_write", [&](const books::Reader& reader, const people::Context&) {
      books::Meter row{.number = well_meter(well), .model = model_where([](const models::Model& one) { return one.transformer_connected; }), .maker = "示例电表厂"};
      row.state = books::MeterStatus::installed;
      return customer::put_meter(reader, row);
    }));
    MUST(now.decide(at_desk("tech"), "meters_write", [&](const books::Reader& reader, const people::Context&) {
      return customer::put_well_meter(reader, {.well = well_name(well), .meter = well_meter(well), .from = now.today(), .to = {}, .multiplier = 1, .terminal = terminal_of(well)});
    }));
  }
  const waterings::Certify device{.number = handheld_office::device_number(from_hex(device_key).value()).value(), .name = "东河抄表机1号", .station = "E02", .public_key = books::Hex(device_key)};
  MUST(now.decide_by_two(at_desk("tech"), "handheld_certify", "抄表机启用", "miller", [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    auto asked = device;
    asked.approval = approval;
    return waterings::certify(reader, asked, context);
  }));
  return {};
}

Result<void> Fields::apply(History& now, int index) {
  auto& farmer = people.emplace_back();
  farmer.name = farmers[index];
  books::Customer row;
  row.name = farmer.name;
  row.phone = fmt::format("150{:08}", 31'415'926 + index * 27'183);
  row.address = fmt::format("东河村{}组{}号", 1 + index % 4, 10 + index);
  row.place = village_of_farmers;
  row.language = "zh";
  row.station = "E02";
  TRY(kept, now.decide(of_the_river(), "customers_write", [&](const books::Reader& reader, const people::Context& context) { return customer::put_customer(reader, row, context.now); }));
  const purse::ApplyRequest asked{.customer = kept.number, .station = "E02", .terms = {.village = village_of_farmers, .area = area_of_wells, .area_1 = area_numbers[0], .area_2 = area_numbers[1], .area_3 = {}, .area_4 = {}, .price_class = 1}, .remark = {}};
  TRY(application, now.decide(cashier("E02"), "purse_apply", [&](const books::Reader& reader, const people::Context& context) { return purse::apply(reader, asked, context); }));
  if (index == static_cast<int>(std::size(farmers)) - 1) {
    people.pop_back();  // his application waits
    return {};
  }
  TRY(granted, now.decide(of_the_river(), "purse_grant", [&](const books::Reader& reader, const people::Context& context) { return purse::grant(reader, application.number, context); }));
  farmer.account = granted.account;
  return load(now, farmer, 100 + 20 * index);
}

/// Sealed, written, read back.
Result<void> Fields::write_card(History& now, const Post& post, Farmer& farmer, const purse::CardOrder& order) {
  const purse::CardEvent event{now.vault(), order.sale, order.card, order.n, "", true};
  const bool moves = !order.amount.is_zero();
  if (moves) MUST(now.decide(post, "sell", [&](const books::Reader& reader, const people::Context& context) { return purse::sealing(reader, event, context); }));
  if (order.work == purse::CardWork::issue) farmer.card = order.card, farmer.has_card = true, farmer.balance = {}, farmer.online = {};
  farmer.balance += order.amount;
  if (moves) farmer.online = farmer.online.next();
  if (!moves) {
    MUST(now.decide(post, "replace_card", [&](const books::Reader& reader, const people::Context& context) { return purse::issued(reader, event, true, context); }));
    return {};
  }
  const purse::CardShows shows{farmer.online, farmer.balance, fmt::format("{:08X}", 0x16EAD500 + order.n.value()), true};
  MUST(now.decide(post, "sell", [&](const books::Reader& reader, const people::Context& context) { return purse::settle(reader, event, shows, context); }));
  return {};
}

Result<void> Fields::load(History& now, Farmer& farmer, std::int64_t whole) {
  const auto post = cashier("E02");
  if (!farmer.has_card) farmer.card = card_serial(900'000 + ++chips_);
  const purse::CardSeen seen{farmer.card, farmer.balance, farmer.grey};
  const auto pay = fmt::format("{}.00", whole);
  const auto claim = now.claim();
  TRY(booked, now.decide(post, "sell", [&](const books::Reader& reader, const people::Context& context) -> purse::Booked {
    TRY(quote, purse::quote_load(reader, {farmer.account, pay, farmer.has_card ? Result<purse::CardSeen>(seen) : purse::no_card()}, context));
    return purse::load(reader, {.claim = claim, .quote = quote.id, .seen = seen, .paying = {}, .confirmed = counter::codes_of(quote.confirm)}, context);
  }));
  if (booked.order) MUST(write_card(now, post, farmer, *booked.order));
  return bring_areas(now, post, farmer);
}

/// What the card shall say since somebody asked for it, it says since it lay on a reader.
Result<void> Fields::bring_areas(History& now, const Post& post, const Farmer& farmer) {
  MUST(now.decide(post, "carry", [&](const books::Reader& reader, const people::Context& context) -> Result<books::Decision<Done>> {
    const auto wanted = purse::areas_to_write(reader, farmer.card);
    return wanted ? purse::areas_stand(reader, farmer.card, *wanted, context) : books::Decision<Done>{};
  }));
  return {};
}

/// He waters by the mill from now on, and by the river second.
Result<void> Fields::turn_to_the_mill(History& now, const Farmer& farmer) {
  const purse::ChangeAreas asked{.account = farmer.account, .areas = {area_numbers[1], area_numbers[0], {}, {}}};
  MUST(now.decide(of_the_river(), "purse_grant", [&](const books::Reader& reader, const people::Context& context) { return purse::change_areas(reader, asked, context); }));
  return {};
}

std::uint8_t two_digits(std::int64_t number) { return static_cast<std::uint8_t>((number / 10 % 10) << 4 | number % 10); }

/// That the card makes over the debit, as the office asks the vault for it when the record comes home.
Result<pump::Proof> Fields::proof_of(History& now, const Farmer& farmer, int well, std::int64_t number, Money amount, const LocalTime& at) {
  seal::purse::Trade trade{.terminal_sequence = static_cast<std::uint32_t>(number), .amount = amount, .type = seal::purse::TransactionType::purse_grey_debit};
  std::ranges::copy(from_hex(terminal_of(well)).value(), trade.terminal.begin());
  trade.moment = {two_digits(at.date.year / 100), two_digits(at.date.year % 100), two_digits(at.date.month), two_digits(at.date.day), two_digits(at.hour), two_digits(at.minute), two_digits(at.second)};
  TRY(code, now.sealing_vault().perform(seal::TransactionCode{.key = {seal::Purpose::tac, 1}, .factors = {farmer.card.bytes}, .message = seal::purse::debit(trade)}));
  pump::Proof proof{};
  std::ranges::copy(ByteView(code).first(proof.size()), proof.begin());
  return proof;
}

pump::Moment moment_of(const LocalTime& at) {
  return {static_cast<std::uint8_t>(at.date.year % 100), static_cast<std::uint8_t>(at.date.month), static_cast<std::uint8_t>(at.date.day), static_cast<std::uint8_t>(at.hour), static_cast<std::uint8_t>(at.minute), static_cast<std::uint8_t>(at.second)};
}

template <std::size_t size>
books::Hex image_text(const std::array<std::uint8_t, size>& image) { return books::Hex(to_hex(image)); }

waterings::Brought brought(MeterNumber meter, books::PumpRecordKind kind, std::int64_t number, const auto& image) {
  waterings::Brought out{.meter = meter, .kind = kind, .number = number};
  out.crc = image[image.size() - 2] | image[image.size() - 1] << 8;
  out.image = image_text(image);
  return out;
}

/// He waters; when he goes away without his second swipe his card is grey.
Result<void> Fields::water(History& now, Farmer& farmer, int well, bool goes_away) {
  const auto amount = std::min(Money::minor(now.dice().between(300, 2'600)), farmer.balance);
  if (farmer.grey || farmer.lost || amount < Money::minor(100)) return {};
  auto& book = wells_[well];
  // A pump serves one card at a time: he waits until it is free, and goes home when that is late.
  const auto begins = std::max(now.at(now.day(), 6, static_cast<unsigned>(now.dice().between(0, 59))), book.busy_until + Duration::seconds(240));
  if (begins > now.at(now.day(), 17) && !goes_away) return {};
  const auto start = now.zone().local(begins);
  pump::UsageRecord record;
  record.number = static_cast<std::uint32_t>(++book.number);
  record.card = farmer.card;
  record.start = moment_of(start);
  constexpr std::int64_t of_a_price = 10'000 / 100 * 1'000, steps = 10, seconds_of_a_wh = 2, litres_of_a_wh = 4, litres_step = 100;
  record.energy = Energy::wh(amount.minor() * of_a_price / water_price / steps * steps);
  record.seconds = static_cast<std::uint32_t>(record.energy.wh() / seconds_of_a_wh);
  const auto ends = begins + Duration::seconds(record.seconds);
  book.busy_until = ends;
  record.water = Volume::litres(record.energy.wh() * litres_of_a_wh / litres_step * litres_step);
  book.total += record.energy;
  book.water += record.water.litres();
  record.total = book.total;
  record.amount = amount;
  record.after = farmer.balance - amount;
  record.cause = goes_away ? pump::Cause::mains : pump::Cause::swipe;
  record.price_set = 1;
  const auto offline = farmer.offline++;
  if (goes_away) {
    record.flags = pump::flag::hung;
    farmer.grey = true;
    pump::HungRecord hung{.number = record.number, .card = farmer.card, .start = record.start, .seconds = record.seconds, .energy = record.energy, .amount = amount, .balance = farmer.balance, .offline = offline};
    std::ranges::copy(from_hex(terminal_of(well)).value(), hung.terminal.begin());
    hung.gmac = {0x5A, 0x17, 0xC3, static_cast<std::uint8_t>(record.number)};
    const auto image = pump::encode(hung);
    auto told = brought(well_meter(well), books::PumpRecordKind::hung, record.number, image.value());
    told.terminal = terminal_of(well);
    book.unread.push_back(std::move(told));
  } else {
    TRY(proof, proof_of(now, farmer, well, record.number, amount, now.zone().local(ends)));
    record.tac = proof;
    farmer.balance -= amount;
    book.charged += amount;
  }
  book.unread.push_back(brought(well_meter(well), books::PumpRecordKind::usage, record.number, pump::encode(record).value()));
  return {};
}

/// What else a pump keeps: the month that ended, a clock that was set, a card that was pulled away too early.
void told_beside(History& now, int well, WellBook& book, const LocalTime& at, std::vector<waterings::Reported>& told) {
  const auto last = date_of_day(day_number({at.date.year, at.date.month, 1}) - 1);
  const int month = last.year * 100 + static_cast<int>(last.month);
  if (book.month_told != month && !book.total.is_zero()) {
    told.emplace_back(books::WellMonth{.meter = well_meter(well), .month = format_date(last).substr(0, 7), .energy = book.total, .water = book.water, .charged = book.charged});
    book.month_told = month;
  }
  const auto then = moment_of(at);
  if (now.day() % 60 == 4) {
    const pump::ParameterRecord record{.at = then, .by = {0, 0, 0, 0, 0, 0, 0x10, 0x01}, .parameter = 1, .before = 0, .after = static_cast<std::uint32_t>(30 + well)};
    told.emplace_back(books::WellChange{.meter = well_meter(well), .image = to_hex(pump::encode(record).value()), .changed = at, .by = to_hex(record.by), .parameter = record.parameter, .before = record.before, .after = record.after});
  }
  if (now.day() % 50 == 24) {
    const pump::CardFault record{.at = then, .card = {}, .cause = 35, .status = 0, .step = 3, .balance = {}};
    told.emplace_back(books::CardFault{.meter = well_meter(well), .image = to_hex(pump::encode(record).value()), .seen = at, .error_class = record.cause, .status = "0000", .step = record.step});
  }
}

/// What a pump has written down of a test card: it has done it.
books::WellChange said_to(std::int64_t order, MeterNumber meter, const LocalTime& at) {
  constexpr std::uint16_t answer_to_a_test = 126;
  const pump::ParameterRecord record{.at = moment_of(at), .by = {0, 0, 0, 0, 0, 0, 0x20, 0x01}, .parameter = answer_to_a_test, .before = static_cast<std::uint32_t>(order), .after = 0};
  return {.meter = meter, .image = to_hex(pump::encode(record).value()), .changed = at, .by = to_hex(record.by), .parameter = record.parameter, .before = record.before, .after = record.after};
}

/// A pump was repaired, and a tool card lets it run for half a minute.
Result<void> Fields::test_run(History& now) {
  const counter::PumpToolRequest asked{.tool = books::PumpTool::test, .seconds = 30};
  counter::PumpToolBooking booking{.vault = now.vault(), .reason = "水泵检修后试运行", .card = card_serial(950'000)};
  TRY(permitted, now.decide_by_two(at_desk("tech"), "tool_cards", booking.reason, "miller", [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    booking.approval = approval;
    return counter::permit_pump_tool(reader, asked, booking, context);
  }));
  ordered_ = permitted.number;
  MUST(now.decide(at_desk("tech"), "tool_cards", [&](const books::Reader& reader, const people::Context& context) { return counter::pump_tool_written(reader, ordered_, context); }));
  return {};
}

/// The technician has been at the wells.
Result<void> Fields::bring_home(History& now) {
  std::vector<waterings::Brought> all;
  std::vector<waterings::HeadSeen> heads;
  std::vector<waterings::Reported> told;
  for (int well = 0; well < wells_there; ++well) {
    auto& book = wells_[well];
    const auto read = now.at(now.day(), 7, static_cast<unsigned>(10 * well));
    waterings::HeadSeen head{.meter = well_meter(well), .read = read, .clock = now.zone().local(read), .price_set = 1, .key_version = 1, .energy = book.total, .water = book.water, .edition_since = {}, .records_read = read};
    head.hung = std::ranges::count_if(book.unread, [](const auto& one) { return one.kind == books::PumpRecordKind::hung; });
    heads.push_back(head);
    told_beside(now, well, book, now.zone().local(read), told);
    std::ranges::move(book.unread, std::back_inserter(all));
    book.unread.clear();
  }
  if (all.empty()) return {};
  if (ordered_ != 0) told.emplace_back(said_to(ordered_, well_meter(0), now.zone().local(now.at(now.day() - 1, 9, 30))));
  ordered_ = 0;
  const auto tech = Post{"tech", "E02", ""};
  const waterings::Manifest manifest{.device = handheld_office::device_number(from_hex(device_key).value()).value(), .hash = books::Hex(fmt::format("{:064x}", now.day())), .made = now.at(now.day(), 7, 50),
                                     .meters = wells_there, .entries = static_cast<std::int64_t>(all.size())};
  TRY(begun, now.decide(tech, "handheld_import", [&](const books::Reader& reader, const people::Context& context) { return waterings::begin(reader, manifest, context); }));
  auto counts = begun;
  TRY(taken, now.decide(tech, "handheld_import", [&](const books::Reader& reader, const people::Context& context) { return waterings::take_in(reader, begun.number, all, context); }));
  MUST(now.decide(tech, "handheld_import", [&](const books::Reader& reader, const people::Context& context) { return waterings::take_in(reader, begun.number, told, context); }));
  counts.fresh = taken.fresh;
  counts.known = taken.known;
  counts.hung = std::ranges::count_if(all, [](const auto& one) { return one.kind == books::PumpRecordKind::hung; });
  counts.usage = static_cast<std::int64_t>(all.size()) - counts.hung;
  handheld::Receipt receipt{.device = manifest.device, .manifest = {}, .utility = {}, .taken_in = {}, .at = {}};
  std::ranges::copy(from_hex(manifest.hash).value(), receipt.manifest.begin());
  receipt.taken_in[static_cast<std::size_t>(handheld::Kind::usage)] = static_cast<std::uint64_t>(counts.usage);
  receipt.taken_in[static_cast<std::size_t>(handheld::Kind::hung)] = static_cast<std::uint64_t>(counts.hung);
  counts.receipt = handheld::encode(receipt);
  MUST(now.decide(tech, "handheld_import", [&](const books::Reader& reader, const people::Context& context) { return waterings::stored(reader, counts, heads, context); }));
  handheld_office::HandheldOffice office(now.books(), now.sealing_vault());
  TRY(context, now.context_of(tech));
  MUST(office.clean(begun.number, context));
  MUST(office.receipt(begun.number, context));
  return {};
}

/// It fell into the canal: blocked at once, a new one is made, and what the old one held waits.
Result<void> Fields::lose(History& now, Farmer& farmer) {
  const auto post = cashier("E02");
  MUST(now.decide(supervisor("E02"), "block", [&](const books::Reader& reader, const people::Context& context) { return purse::block_purse(reader, {farmer.account, "卡掉进渠里"}, context); }));
  const auto claim = now.claim();
  const auto chip = card_serial(900'000 + ++chips_);
  TRY(booked, now.decide(post, "replace_card", [&](const books::Reader& reader, const people::Context& context) { return purse::replace_card(reader, {claim, farmer.account, chip, {}}, context); }));
  farmer.lost = true;  // until what he had is paid over he waters with his neighbour's
  return booked.order ? write_card(now, post, farmer, *booked.order) : Result<void>{};
}

/// From March to October the fields want water: who has some money left goes to his well.
Result<void> Fields::season(History& now) {
  const auto month = now.today().month;
  if (month < 3 || month > 11) return {};
  MUST(now.settle());
  for (auto& farmer : people) {
    if (!now.dice().one_in(month > 4 && month < 10 ? 6 : 16)) continue;
    if (farmer.balance < Money::minor(30'00) && !farmer.grey && !farmer.lost) MUST(load(now, farmer, now.dice().between(4, 12) * 20));
    MUST(water(now, farmer, static_cast<int>(now.dice().between(0, wells_there - 1)), false));
  }
  return now.day() % 10 == 4 ? bring_home(now) : Result<void>{};
}

}  // namespace

Result<void> water_fields(History& history, Village&) {
  if (history.last() < begins_on + first_season) return {};  // a short history has none
  auto fields = std::make_shared<Fields>();
  history.on(begins_on, [fields](History& now) { return fields->lay_out(now); });
  for (int index = 0; index < static_cast<int>(std::size(farmers)); ++index)
    history.on(index == static_cast<int>(std::size(farmers)) - 1 ? history.last() - 3 : begins_on + 1 + index / 3, [fields, index](History& now) { return fields->apply(now, index); });
  history.daily([fields](History& now) { return now.day() > begins_on + 5 ? fields->season(now) : Result<void>{}; });
  history.on(std::max(begins_on + 2, history.last() - 33), [](History& now) { return digs(now, wells_there); });  // dry so far
  history.on(history.last() - 8, [fields](History& now) { return fields->test_run(now); });
  history.on(history.last() - 7, [fields](History& now) { return fields->water(now, fields->people[2], 1, true); });
  history.on(history.last() - 6, [fields](History& now) { return fields->bring_home(now); });
  history.on(history.last() - 4, [fields](History& now) { return fields->lose(now, fields->people[5]); });
  history.on(history.last() / 2, [fields](History& now) { return fields->turn_to_the_mill(now, fields->people[1]); });
  history.on(history.last() - 1, [fields](History& now) { return fields->turn_to_the_mill(now, fields->people[7]); });  // his card has not been read since
  return {};
}

}  // namespace kwota::demo
