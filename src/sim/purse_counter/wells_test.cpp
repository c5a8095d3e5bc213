// From the well to the ledger: a pump with a real module takes money off a farmer's card, a handheld brings its records home, and the office checks
// each proof with its vault. What the card has, what the ledger has and what the pump has charged are the same fens.
#include <latch>
#include <thread>

#include "sim/purse_counter/wells.h"
#include "work/handheld_office/from_line.h"
#include "work/handheld_office/one_ahead.h"
#include "work/handheld_office/orders.h"

namespace kwota::sim {
namespace {

TEST_F(Wells, what_the_card_paid_at_two_wells_is_used_to_the_fen_and_signed_for) {
  water(mill, 1'000);
  water(road, 2'000);
  reader.read(mill);
  reader.read(road);
  reader.add(mill.meter, handheld::Kind::head, *pump::encode(mill.well.pump().head({0x70, 0, 0, 0, 0, 0x17})));
  const auto row = bring_home();
  EXPECT_EQ(row.state, HandOverStatus::cleaned);
  EXPECT_EQ(row.proven, 2);
  EXPECT_EQ(row.amount, Money::minor(3'00));
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(3'00));
  EXPECT_EQ(-ledger_of("prepaid/purse"), look().seen->balance) << "the liability is what lies on the card";
  const auto paper = desk().receipt(row.number, as("li"));
  ASSERT_TRUE(paper.ok()) << paper.error().code;
  const auto receipt = handheld::parse_receipt(paper->text);
  ASSERT_TRUE(receipt.ok());
  EXPECT_EQ(receipt->taken_in[static_cast<std::size_t>(handheld::Kind::head)], 1u) << "entries of every kind, or the device keeps its store";
  EXPECT_EQ(to_hex(receipt->manifest), to_hex(handheld::digest_of(reader.hand_over().manifest)));
  EXPECT_TRUE(seal::verify_signature(vault.root_public_key().value(), handheld::digest_of(paper->text), handheld::parse_signature(paper->signature).value()));
  books_stand();
}

TEST_F(Wells, the_same_records_again_are_nothing_new_and_a_gap_has_a_name) {
  water(mill, 1'000);
  water(mill, 1'000);
  water(mill, 1'000);
  reader.read(mill);
  auto& brought = reader.entries[mill.meter];
  const auto missing = brought[1];
  brought.erase(brought.begin() + 1);
  EXPECT_EQ(bring_home().gaps, 1);
  const auto again = desk().import(reader.hand_over(), as("li"));
  EXPECT_EQ(again->number, 1) << "the very same hand-over is the same row";
  brought.push_back(missing);
  const auto second = bring_home();
  EXPECT_EQ(second.number, 2);
  EXPECT_EQ(second.fresh, 1);
  EXPECT_EQ(second.known, 2);
  EXPECT_EQ(second.gaps, 0);
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(3'00));
  books_stand();
}

/// Both begin when both are there.
template <class Work>
void at_once(Work work) {
  std::latch both_there{2};
  std::array<std::jthread, 2> offices;
  for (std::size_t office = 0; office < 2; ++office)
    offices[office] = std::jthread([&, office] {
      both_there.arrive_and_wait();
      work(office);
    });
}

TEST_F(Wells, what_two_handhelds_read_at_the_same_well_and_two_offices_take_in_at_the_same_moment_is_paid_once) {
  Reader second;
  run("import", [&](const auto&, const auto&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::Handheld{.number = handheld::device_of(second.key.public_key()), .name = "Two", .station = "3", .public_key = books::Hex(to_hex(second.key.public_key()))});
    return decision;
  });
  constexpr std::int64_t rounds = 10;
  for (std::int64_t round = 1; round <= rounds; ++round) {
    water(mill, 1'000);
    water(road, 2'000);
    for (auto* one : {&reader, &second}) {
      one->entries.clear();
      one->read(mill);
      one->read(road);
    }
    const bool the_very_same = round % 2 == 0;  // one handheld's folder, sent twice
    const std::array handed{reader.hand_over(), the_very_same ? reader.hand_over() : second.hand_over()};
    const std::array contexts{as("li"), as("sun")};
    std::array<std::optional<Result<books::HandOver>>, 2> taken, cleaned;
    at_once([&](std::size_t office) {
      taken[office] = desk().import(handed[office], contexts[office]);
      if (taken[office]->ok()) cleaned[office] = desk().clean((*taken[office])->number, contexts[office]);
    });
    for (std::size_t office = 0; office < 2; ++office) {
      ASSERT_TRUE(taken[office]->ok()) << round << " " << taken[office]->error().code;
      ASSERT_TRUE(cleaned[office]->ok()) << round << " " << cleaned[office]->error().code;
      EXPECT_EQ((*cleaned[office])->contradicting, 0) << round;
    }
    EXPECT_EQ((*taken[0])->number == (*taken[1])->number, the_very_same) << round;
    EXPECT_EQ((*cleaned[0])->proven + (the_very_same ? 0 : (*cleaned[1])->proven), 2) << round << ": each record is one hand-over's";
    EXPECT_EQ(ledger_of("used/irrigation"), -yuan(3 * round)) << round;
    EXPECT_EQ(-ledger_of("prepaid/purse"), look().seen->balance) << round;
    for (const auto* pump : {&mill, &road})
      for (std::int64_t number = 0; number < round; ++number) EXPECT_EQ(watering(*pump, number).others, 0) << round;
  }
  const auto records = office->read([](const books::Reader& books) -> Result<std::vector<books::PumpRecord>> { return books.all<books::PumpRecord>(); }).value();
  EXPECT_EQ(records.size(), static_cast<std::size_t>(2 * rounds)) << "each record stands there once, whoever brought it";
  books_stand();
}

TEST_F(Wells, where_the_meter_was_exchanged_both_tell_of_the_well_and_the_new_one_is_named_until_somebody_has_entered_it) {
  constexpr pump::TerminalNumber new_terminal{0x01, 0x02, 0x20, 0x00, 0x00, 0x19};
  Pump exchanged{new_terminal, 700000000019};
  water(mill, 1'000);
  water(exchanged, 2'000);
  reader.read(mill);
  reader.read(exchanged);
  const auto before = bring_home();
  EXPECT_EQ(before.proven, 1);
  EXPECT_EQ(before.foreign, 1) << "a meter that hangs at no well is named";
  EXPECT_EQ(watering(exchanged, 0).state, WateringStatus::unknown_well);
  EXPECT_EQ(watering(exchanged, 0).amount, yuan(2));
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(1'00));
  ASSERT_TRUE(office->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::WellMeter{.well = "W-1", .meter = mill.meter, .from = {2026, 1, 1}, .to = LocalDate{2026, 11, 21}, .multiplier = 1, .terminal = to_hex(mill_terminal)});
    decision.changes.put.emplace_back(books::WellMeter{.well = "W-1", .meter = exchanged.meter, .from = {2026, 11, 21}, .to = {}, .multiplier = 1, .terminal = to_hex(new_terminal)});
    return decision;
  }).ok());
  const auto after = desk().clean(before.number, as("li"));
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(after->proven, 2);
  EXPECT_EQ(after->gaps, 0) << "two meters, two rows of numbers";
  for (const auto* pump : {&mill, &exchanged}) EXPECT_EQ(watering(*pump, 0).well, "W-1");
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(3'00));
  EXPECT_EQ(-ledger_of("prepaid/purse"), look().seen->balance);
  books_stand();
}

/// A well whose pump got another module – or another meter under the number of the one before – so that its numbers began anew.
struct ExchangedUnderOneNumber : Wells {
  static constexpr pump::TerminalNumber new_terminal{0x01, 0x02, 0x20, 0x00, 0x00, 0x29};
  std::optional<Pump> now;
  void exchange(const pump::TerminalNumber& terminal, std::uint8_t hour = 20) { now.emplace(terminal, mill.meter.value(), hour); }
  /// From that day on the books have the new one in this meter.
  void enter(const std::string& former, const std::string& terminal) {
    ASSERT_TRUE(office->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      const bool is_written_over = former == terminal;
      decision.changes.put.emplace_back(
          books::WellMeter{.well = "W-1", .meter = mill.meter, .from = {2026, 1, 1}, .to = is_written_over ? std::nullopt : std::optional(LocalDate{2026, 11, 20}), .multiplier = 1, .terminal = former});
      if (!is_written_over) decision.changes.put.emplace_back(books::WellMeter{.well = "W-1", .meter = mill.meter, .from = {2026, 11, 21}, .to = {}, .multiplier = 1, .terminal = terminal});
      return decision;
    }).ok());
  }
};

TEST_F(ExchangedUnderOneNumber, what_the_new_module_numbers_from_nothing_on_is_paid_beside_what_the_old_one_did) {
  for (int i = 0; i < 3; ++i) water(mill, 1'000);
  reader.read(mill);
  bring_home();
  exchange(new_terminal);
  enter(to_hex(mill_terminal), to_hex(new_terminal));
  water(*now, 2'000);
  water(*now, 2'000);
  leave_running(*now);
  reader.read(*now);
  const auto row = bring_home();
  EXPECT_EQ(row.contradicting, 0);
  EXPECT_EQ(row.proven, 2) << "of what it brought";
  EXPECT_EQ(row.open, 1);
  EXPECT_EQ(row.gaps, 0);
  for (std::int64_t number = 0; number < 2; ++number)
    for (const std::int64_t series : {1, 2}) {
      EXPECT_EQ(watering(mill, number, series).state, WateringStatus::proven) << series << "/" << number;
      EXPECT_EQ(watering(mill, number, series).others, 0);
      EXPECT_EQ(watering(mill, number, series).terminal, to_hex(series == 1 ? mill_terminal : new_terminal));
    }
  EXPECT_EQ(watering(mill, 2, 2).state, WateringStatus::hung) << "who went away from the new one owes under a number that the old one had, too";
  auto on = on_reader();
  const auto settled = desk_of_cards().settle_grey(on, look(), as("li"));
  ASSERT_TRUE(settled.ok() && settled->watering) << (settled.ok() ? settled->written.evidence : settled.error().code);
  EXPECT_EQ(settled->watering->series, 2);
  EXPECT_EQ(ledger_of("used/irrigation"), -yuan(8));
  EXPECT_EQ(-ledger_of("prepaid/purse"), look().seen->balance);
  books_stand();
}

/// Whose terminal number the new module has, at what hour its clock began – the old one's was at twelve –, and which of the two is read first.
struct Exchange {
  pump::TerminalNumber terminal;
  std::uint8_t hour;
  bool new_first;
};
struct HowItWasExchanged : ExchangedUnderOneNumber, testing::WithParamInterface<Exchange> {};

TEST_P(HowItWasExchanged, each_watering_is_paid_once) {
  mill.well.run(300);  // no two of them begin in one second
  exchange(GetParam().terminal, GetParam().hour);
  enter(to_hex(mill_terminal), to_hex(GetParam().terminal));
  water(mill, 1'000);
  water(mill, 1'000);
  water(*now, 2'000);
  reader.read(GetParam().new_first ? *now : mill);
  bring_home();
  reader.read(GetParam().new_first ? mill : *now);
  bring_home();
  EXPECT_EQ(ledger_of("used/irrigation"), -yuan(4));
  EXPECT_EQ(-ledger_of("prepaid/purse"), look().seen->balance);
  bring_home();
  EXPECT_EQ(ledger_of("used/irrigation"), -yuan(4)) << "once";
  books_stand();
}

INSTANTIATE_TEST_SUITE_P(Wells, HowItWasExchanged,
                         testing::Values(Exchange{ExchangedUnderOneNumber::new_terminal, 20, false}, Exchange{ExchangedUnderOneNumber::new_terminal, 20, true}, Exchange{ExchangedUnderOneNumber::new_terminal, 10, false},
                                         Exchange{ExchangedUnderOneNumber::new_terminal, 10, true}, Exchange{mill_terminal, 20, false}, Exchange{mill_terminal, 20, true}, Exchange{mill_terminal, 12, false},
                                         Exchange{mill_terminal, 12, true}));

TEST_F(ExchangedUnderOneNumber, a_gap_is_one_of_its_series_and_a_contradiction_within_one_is_named_still) {
  for (int i = 0; i < 2; ++i) water(mill, 1'000);
  reader.read(mill);
  bring_home();
  exchange(new_terminal);
  enter(to_hex(mill_terminal), to_hex(new_terminal));
  for (int i = 0; i < 3; ++i) water(*now, 1'000);
  reader.read(*now);
  auto& brought = reader.entries[mill.meter];
  const auto missing = brought[3];
  brought.erase(brought.begin() + 3);
  pump::Image<pump::UsageRecord> image{};
  std::ranges::copy(brought[2].bytes, image.begin());
  auto changed = *pump::decode_usage(image);
  changed.amount = yuan(30);
  reader.add(mill.meter, handheld::Kind::usage, *pump::encode(changed));
  const auto row = bring_home();
  EXPECT_EQ(row.gaps, 1);
  EXPECT_EQ(watering(mill, 0, 2).others, 1) << "somebody has changed what it says";
  EXPECT_EQ(watering(mill, 0, 1).others, 0);
  const auto gaps = office->read([](const books::Reader& books) -> Result<std::vector<books::RecordGap>> { return books.all<books::RecordGap>(); }).value();
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ((std::tuple{gaps[0].series, gaps[0].first, gaps[0].last, gaps[0].well}), (std::tuple{std::int64_t{2}, std::int64_t{1}, std::int64_t{1}, std::string("W-1")}));
  brought.push_back(missing);
  EXPECT_EQ(bring_home().gaps, 0) << "told late, it is in the series that it lacked";
  EXPECT_EQ(watering(mill, 1, 2).state, WateringStatus::proven);
  EXPECT_EQ(ledger_of("used/irrigation"), -yuan(5));
  books_stand();
}

TEST_F(ExchangedUnderOneNumber, a_pump_hears_nothing_of_the_users_that_a_module_before_had) {
  leave_running(mill);
  reader.read(mill);
  bring_home();
  auto on = on_reader();
  ASSERT_TRUE(desk_of_cards().settle_grey(on, look(), as("li")).ok());
  const auto device = handheld::device_of(reader.key.public_key());
  const auto released = [&] { return handheld::parse_orders(desk().orders(device, as("li"))->text)->released.size(); };
  EXPECT_EQ(released(), 1u);
  exchange(new_terminal);
  enter(to_hex(mill_terminal), to_hex(new_terminal));
  leave_running(*now);
  reader.read(*now);
  bring_home();
  EXPECT_EQ(watering(mill, 0, 2).state, WateringStatus::hung);
  EXPECT_EQ(released(), 0u) << "it would free whoever hangs there now";
  books_stand();
}

TEST_F(Wells, pieces_of_a_hand_over_are_large_alone_and_small_beside_a_till) {
  handheld_office::Piece piece{*office, 400};
  EXPECT_EQ(piece.next(), 400u);
  run("sell", [](const auto&, const auto&) { return Result<books::Decision<Done>>(books::Decision<Done>{}); });  // somebody at a window
  EXPECT_EQ(piece.next(), 25u);
  EXPECT_EQ(piece.next(), 50u) << "he has gone";
  for (int i = 0; i < 3; ++i) piece.next();
  EXPECT_EQ(piece.next(), 400u);
}

TEST_F(Wells, who_hangs_owes_until_another_wells_proof_comes_home) {
  leave_running(mill);
  reader.read(mill);
  auto row = bring_home();
  EXPECT_EQ(row.open, 1);
  EXPECT_EQ(ledger_of("used/irrigation"), Money{});
  pump::Image<pump::HungRecord> carried[1]{};
  ASSERT_EQ(mill.well.pump().hung_from(0, carried), 1u);
  const auto number = pump::decode_hung(carried[0])->number;
  EXPECT_EQ(watering(mill, number).state, WateringStatus::hung);
  const auto orders = desk().orders(row.device, as("li"));
  ASSERT_TRUE(orders.ok());
  EXPECT_EQ(handheld::parse_orders(orders->text)->hung.size(), 1u) << "the office sends his record to every well";
  ASSERT_TRUE(road.well.pump().take_released(*pump::decode_hung(carried[0])));
  EXPECT_EQ(road.well.swipe(in_hand()).refusal, PumpRefusal::none);
  reader.read(road);
  row = bring_home();
  EXPECT_EQ(watering(mill, number).state, WateringStatus::proven);
  EXPECT_EQ(watering(mill, number).paid, WateringPaid::elsewhere);
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(1'00));
  EXPECT_EQ(-ledger_of("prepaid/purse"), look().seen->balance);
  const auto released = handheld::parse_orders(desk().orders(row.device, as("li"))->text);
  EXPECT_EQ(released->released.size(), 1u) << "and tells his own well that he is free";
  EXPECT_TRUE(released->hung.empty());
  books_stand();
}

TEST_F(Wells, a_line_brings_to_a_pump_what_a_handheld_carries_for_it) {
  const auto carried = [&] { return handheld::parse_orders(desk().orders(handheld::device_of(reader.key.public_key()), as("li"))->text).value(); };
  const auto by_line = [&](const Pump& pump, const handheld::Known& known) {
    return office->read([&](const books::Reader& books) -> Result<handheld::ToBring> { return handheld_office::for_pump(books, pump.meter, known, as("li")); }).value();
  };
  const auto listed = [&](const Pump& pump) { return handheld::listed_at(*by_line(pump, {}).orders, pump.meter); };
  ASSERT_TRUE(office->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::BlackListed{.edition = 1, .card = CardSerial{{1}}, .area_1 = "33010001"});
    decision.changes.put.emplace_back(books::BlackListed{.edition = 2, .card = CardSerial{{2}}, .area_1 = "33010002"});
    return decision;
  }).ok());
  leave_running(mill);
  reader.read(mill);
  bring_home();
  EXPECT_EQ(by_line(road, {}).orders->edition, carried().edition);
  EXPECT_EQ(listed(road), handheld::listed_at(carried(), road.meter));
  EXPECT_EQ(listed(road).size(), 1u) << "the other card is of another area";
  EXPECT_EQ(by_line(road, {}).hung, handheld::hung_for(carried(), road.meter));
  ASSERT_EQ(by_line(road, {}).hung.size(), 1u);
  const handheld::Known told{reader.entries[mill.meter]};
  EXPECT_TRUE(by_line(mill, told).hung.empty()) << "its own pump has him";
  EXPECT_TRUE(by_line(mill, told).orders->released.empty()) << "he has not paid yet";
  auto on = on_reader();
  ASSERT_TRUE(desk_of_cards().settle_grey(on, look(), as("li")).ok());
  EXPECT_EQ(by_line(mill, told).orders->released, carried().released);
  EXPECT_EQ(by_line(mill, told).orders->released.size(), 1u);
  EXPECT_TRUE(by_line(mill, {}).orders->released.empty()) << "a pump that has given his place away is not told of him";
  EXPECT_TRUE(by_line(road, {}).hung.empty());
}

TEST_F(Wells, who_was_brought_to_a_pump_by_a_handheld_is_not_brought_there_by_its_line) {
  leave_running(mill);
  reader.read(mill);
  bring_home();
  const auto still_for_road = [&] {
    return office->read([&](const books::Reader& books) -> Result<std::vector<Bytes>> {
      return handheld_office::for_pump(books, road.meter, handheld::Known{handheld_office::known_of_pump(books, road.meter)}, as("li")).hung;
    }).value();
  };
  const auto records = still_for_road();
  ASSERT_EQ(records.size(), 1u);
  reader.add(road.meter, handheld::Kind::hung_brought, records.front());
  bring_home();
  EXPECT_TRUE(still_for_road().empty());
}

TEST_F(Wells, a_file_that_was_cut_or_signed_by_somebody_else_is_not_taken_in) {
  water(mill, 1'000);
  reader.read(mill);
  auto cut = reader.hand_over();
  cut.files.begin()->second.pop_back();
  EXPECT_EQ(desk().import(cut, as("li")).error().code, "hand_over_file_differs");
  auto lost = reader.hand_over();
  lost.files.clear();
  EXPECT_EQ(desk().import(lost, as("li")).error().code, "hand_over_file_missing");
  auto forged = reader.hand_over();
  forged.signature = handheld::signature_text(seal::SigningKey::generate().sign(handheld::digest_of(forged.manifest)));
  EXPECT_EQ(desk().import(forged, as("li")).error().code, "handheld_signature_wrong");
  Reader stranger;
  stranger.read(mill);
  EXPECT_EQ(desk().import(stranger.hand_over(), as("li")).error().code, "unknown_handheld");
  const auto row = desk().import(reader.hand_over(), as("li"));
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(desk().receipt(row->number, as("li")).error().code, "hand_over_not_cleaned") << "clear asked before it is judged";
  books_stand();
}

TEST_F(Wells, a_proof_one_bit_wrong_moves_nothing_until_the_right_one_comes) {
  water(mill, 1'000);
  reader.read(mill);
  auto& entry = reader.entries[mill.meter].front();
  const auto whole = entry;
  pump::Image<pump::UsageRecord> image{};
  std::ranges::copy(entry.bytes, image.begin());
  auto record = *pump::decode_usage(image);
  record.tac[3] ^= 1;
  std::ranges::copy(*pump::encode(record), entry.bytes.begin());
  EXPECT_EQ(bring_home().unproven, 1);
  EXPECT_EQ(ledger_of("used/irrigation"), Money{});
  reader.entries[mill.meter].push_back(whole);
  EXPECT_EQ(bring_home().proven, 1);
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(1'00));
  books_stand();
}

TEST_F(Wells, at_the_counter_a_grey_card_pays_with_the_record_that_has_come_home) {
  leave_running(mill);
  auto grey = look();
  ASSERT_TRUE(grey.seen->grey);
  auto on = on_reader();
  EXPECT_EQ(desk_of_cards().settle_grey(on, grey, as("li")).error().code, "record_missing");
  reader.read(mill);
  bring_home();
  auto again = on_reader();
  const auto settled = desk_of_cards().settle_grey(again, look(), as("li"));
  ASSERT_TRUE(settled.ok()) << settled.error().code;
  ASSERT_TRUE(settled->watering) << (settled->written.cause ? settled->written.cause->what : settled->written.evidence);
  EXPECT_EQ(settled->watering->state, WateringStatus::proven);
  EXPECT_EQ(settled->watering->paid, WateringPaid::at_counter);
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(1'00));
  EXPECT_EQ(look().seen->balance, yuan(199));
  EXPECT_FALSE(look().seen->grey);
  mill.well.swipe(in_hand());  // his own well hears of it, and charges nothing
  mill.well.run(20);
  reader.read(mill);
  bring_home();
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(1'00)) << "one debit, always";
  books_stand();
}

TEST_F(Wells, torn_at_the_debit_the_lock_says_at_the_next_look_what_was_done) {
  for (const bool received : {false, true}) {
    leave_running(mill);
    reader.read(mill);
    bring_home();
    const auto before = ledger_of("used/irrigation");
    constexpr std::uint8_t debit_for_unlock = 0x7E;
    auto torn = gone_at(debit_for_unlock, received);
    const auto found = look();
    const auto settled = desk_of_cards().settle_grey(torn, found, as("li"));
    ASSERT_TRUE(settled.ok());
    EXPECT_FALSE(settled->watering) << "nobody knows yet";
    auto on = on_reader();
    auto next = look();
    if (next.seen->grey) {
      EXPECT_TRUE(desk_of_cards().settle_grey(on, next, as("li"))->watering);
    } else {
      EXPECT_TRUE(next.watering) << "the look has told what was done";
    }
    EXPECT_EQ(next.seen->grey, !received);
    EXPECT_EQ(before - ledger_of("used/irrigation"), Money::minor(1'00));
    EXPECT_EQ(-ledger_of("prepaid/purse"), look().seen->balance);
    mill.well.swipe(in_hand());
    if (mill.well.pump().relay_closed()) mill.well.swipe(in_hand());
    mill.well.run(20);
  }
  books_stand();
}

TEST_F(Wells, without_a_record_two_persons_free_it_after_the_holding_time_and_the_late_record_moves_nothing) {
  leave_running(mill);
  const auto grey = look();
  ASSERT_TRUE(grey.seen->grey);
  purse::ReleaseRequest request{.claim = claim(), .account = account, .amount = "0.60", .reason = "pump burnt", .seen = grey.for_shop(), .lock = *teller::lock_of(*grey.contents),
                                .locked = teller::locked_at(*grey.contents), .approval = 0};
  const auto now = as("li");
  EXPECT_EQ(office->read([&](const books::Reader& books) { return purse::release(books, request, now); }).error().code, "held_until");
  clock.set(now.zone.instant(*request.locked) + Duration::hours(49));
  two_free_it(request);
  EXPECT_EQ(look().seen->balance, Money::minor(199'40));
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(60)) << "what two persons said";
  EXPECT_EQ(-ledger_of("prepaid/purse"), look().seen->balance);
  reader.read(mill);
  pump::Image<pump::HungRecord> carried[1]{};
  ASSERT_EQ(mill.well.pump().hung_from(0, carried), 1u);
  const auto row = bring_home();
  EXPECT_EQ(row.open, 0);
  EXPECT_EQ(watering(mill, pump::decode_hung(carried[0])->number).state, WateringStatus::released);
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(60)) << "never a second payment";
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied) << "the counters of books and card go on together";
  books_stand();
}

TEST_F(Wells, a_lost_cards_rest_is_paid_over_once_its_wells_were_read_and_a_late_record_is_an_exception) {
  water(mill, 1'000);
  run("block", [&](const auto& reader_, const auto& context) { return purse::block_purse(reader_, {account, "lost"}, context); });
  const auto orders = handheld::parse_orders(desk().orders(handheld::device_of(reader.key.public_key()), as("li"))->text);
  EXPECT_EQ(orders->edition, 1);
  ASSERT_EQ(orders->cards.size(), 1u) << "it stands on the black list";
  EXPECT_EQ(orders->cards[0].areas, std::vector<std::uint32_t>{33'010'001}) << "of the wells where it was good";
  EXPECT_EQ(orders->wells.size(), 2u);
  reader.read(mill);
  bring_home();
  const auto waits = office->read([&](const books::Reader& books) -> Result<Money> { return purse::waiting(books, account).value_or(Money{}); });
  EXPECT_EQ(*waits, yuan(199)) << "less what the well has told since";
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
