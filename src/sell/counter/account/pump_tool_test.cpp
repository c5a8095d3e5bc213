// Who may have a pump crew's tool card, and what it will carry: a technician asks, another person agrees to exactly that.
#include "sell/counter/account/pump_tool.h"

#include "people/approval.h"
#include "sell/counter/account/test_world.h"

namespace kwota::counter {
namespace {

constexpr std::uint8_t crew_card = 201;

PumpToolRequest test_run(std::int64_t seconds = 30) { return {.tool = PumpTool::test, .days = 3, .seconds = seconds}; }
PumpToolBooking booked(std::int64_t approval = 0) { return {"main", "the crew goes round", serial(crew_card), approval}; }

std::int64_t said_yes(World& world, const people::Proposal& content) {
  const auto asked = world.apply(people::ask_approval(world.books, {"tool_cards", content.canonical(), "the crew goes round"}, world.as("qian"))).value();
  EXPECT_TRUE(world.apply(people::decide_approval(world.books, {asked.number, true, ""}, world.as("zhao"))).ok());
  return asked.number;
}

TEST(PumpToolCard, two_persons_and_the_journal_know_it_before_it_is_written) {
  World world;
  const auto alone = permit_pump_tool(world.books, test_run(), booked(), world.as("qian"));
  ASSERT_FALSE(alone.ok());
  EXPECT_EQ(alone.error().code, "approval_needed");
  const auto content = pump_tool_content(world.books, test_run(), world.as("qian"));
  ASSERT_TRUE(content.ok());
  const auto number = said_yes(world, approval_content(*content));
  const auto longer = permit_pump_tool(world.books, test_run(31), booked(number), world.as("qian"));
  EXPECT_EQ(longer.error().code, "approval_differs") << "for thirty seconds and no more";
  const auto permitted = world.apply(permit_pump_tool(world.books, test_run(), booked(number), world.as("qian")));
  ASSERT_TRUE(permitted.ok()) << permitted.error().code;
  EXPECT_EQ(permitted->approved_by, "zhao");
  const auto order = world.books.find<books::ToolOrder>(permitted->number).value();
  EXPECT_EQ(order.state, books::ToolOrderStatus::permitted) << "in the register before anything is sealed";
  EXPECT_EQ(order.tool, PumpTool::test);
  EXPECT_EQ(order.content, approval_content(*content).canonical());
  EXPECT_EQ(world.apply(pump_tool_written(world.books, order.number, world.as("qian")))->state, books::ToolOrderStatus::written);
  EXPECT_EQ(pump_tool_written(world.books, order.number + 1, world.as("qian")).error().code, "unknown_tool_order");
  EXPECT_EQ(permit_pump_tool(world.books, test_run(), booked(number), world.as("qian")).error().code, "approval_used") << "a card each";
  EXPECT_EQ(permit_pump_tool(world.books, test_run(), booked(), world.as("wang")).error().code, "permission_denied");
}

TEST(PumpToolCard, its_number_is_its_moment_so_that_older_books_give_none_again) {
  World world;
  const auto given = [](World& in) {
    const auto content = pump_tool_content(in.books, test_run(), in.as("qian"));
    return in.apply(permit_pump_tool(in.books, test_run(), booked(said_yes(in, approval_content(*content))), in.as("qian")))->number;
  };
  const auto first = given(world), second = given(world);
  EXPECT_EQ(second, first + 1) << "two in one minute";
  World older;  // the copy from before both
  auto later = older.as("qian");
  later.now = later.now + Duration::minutes(5);
  const auto content = pump_tool_content(older.books, test_run(), later);
  const auto number = said_yes(older, approval_content(*content));
  EXPECT_GT(older.apply(permit_pump_tool(older.books, test_run(), booked(number), later))->number, second) << "no pump has gone beyond it, or obeyed it";
}

TEST(PumpToolCard, a_black_list_card_after_an_edition_leaves_out_nothing_of_a_pump_that_came_to_another_area) {
  World world;
  for (std::int64_t edition : {3, 4, 6}) world.books.put(books::BlackListed{.edition = edition, .card = CardSerial{{static_cast<std::uint8_t>(edition)}}});
  world.books.put(books::FormerArea{.meter = MeterNumber::from(700000000017), .area_number = "33010001", .edition = 5, .left = {}});
  const auto asked = [&](std::int64_t after) { return pump_tool_content(world.books, {.tool = PumpTool::black_list, .after_edition = after}, world.as("qian")); };
  EXPECT_EQ(asked(3).error().code, "black_list_begins_anew") << "that pump has the third one, of its former area";
  EXPECT_EQ(asked(5)->cards.size(), 1u);
  ASSERT_TRUE(asked(0).ok());
  EXPECT_EQ(asked(0)->cards.size(), 3u) << "all of them are whole";
  EXPECT_EQ(asked(0)->edition, 6);
  world.books.put(books::UnknownEdition{.meter = MeterNumber::from(700000000018), .told = 8, .edition = 9, .found = {}});
  EXPECT_EQ(asked(6).error().code, "black_list_begins_anew") << "nobody knows what another pump has with its eighth one";
  EXPECT_EQ(asked(0)->edition, 9) << "which no pump takes for an older one";
}

TEST(PumpToolCard, a_list_that_is_too_long_for_a_card_is_refused_before_anybody_is_asked) {
  World world;
  const auto most = static_cast<std::int64_t>(pump_tool_cards_max);
  for (std::int64_t edition = 1; edition <= most; ++edition) world.books.put(books::BlackListed{.edition = edition, .card = CardSerial{{static_cast<std::uint8_t>(edition)}}});
  const auto asked = [&](std::int64_t after) { return pump_tool_content(world.books, {.tool = PumpTool::black_list, .after_edition = after}, world.as("qian")); };
  ASSERT_TRUE(asked(0).ok());
  EXPECT_EQ(asked(0)->cards.size(), pump_tool_cards_max);
  world.books.put(books::BlackListed{.edition = most + 1, .card = CardSerial{{static_cast<std::uint8_t>(most + 1)}}});
  const auto refused = asked(0);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "black_list_too_long");
  EXPECT_EQ(refused.error().details.at("most"), std::to_string(most));
  EXPECT_EQ(permit_pump_tool(world.books, {.tool = PumpTool::black_list}, booked(), world.as("qian")).error().code, "black_list_too_long");
  EXPECT_EQ(asked(1)->cards.size(), pump_tool_cards_max) << "after an edition that the pump has";
}

TEST(PumpToolCard, what_no_pump_takes_is_refused_at_the_desk) {
  World world;
  const auto code = [&](const PumpToolRequest& request) {
    const auto content = pump_tool_content(world.books, request, world.as("qian"));
    return content.ok() ? std::string("good") : content.error().code;
  };
  EXPECT_EQ(code(test_run(600)), "good");
  EXPECT_EQ(code(test_run(601)), "pump_tool_value");
  EXPECT_EQ(code({.tool = PumpTool::collect, .days = 31}), "pump_tool_days");
  EXPECT_EQ(code({.tool = PumpTool::clock}), "pump_tool_value") << "no moment";
  EXPECT_EQ(code({.tool = PumpTool::bind}), "unknown_meter");
  EXPECT_EQ(code({.tool = PumpTool::black_list}), "black_list_nothing_new") << "nobody is on it";
  PumpToolRequest prices{.tool = PumpTool::prices, .at = LocalTime{{2026, 12, 1}, 0, 0, 0}, .set = 3};
  EXPECT_EQ(code(prices), "pump_tool_value") << "no price";
  prices.prices = {{1, 5'000}, {2, 10'000}};
  prices.periods = {{8, 0, 2}, {20, 30, 1}};
  EXPECT_EQ(code(prices), "good");
  prices.periods = {{8, 0, 2}, {8, 0, 1}};
  EXPECT_EQ(code(prices), "pump_tool_value") << "two at once";
  prices.periods = {};
  prices.basis = basis_numbered(5);
  EXPECT_EQ(code(prices), "pump_tool_value") << "no basis has that number";
}

TEST(PumpToolCard, a_value_that_no_pump_takes_comes_onto_no_card_for_then_it_obeys_nothing_of_it) {
  World world;
  const auto code = [&](std::int64_t number, std::int64_t value) {
    const auto content = pump_tool_content(world.books, {.tool = PumpTool::parameters, .parameters = {{1, 15}, {number, value}}}, world.as("qian"));
    return content.ok() ? std::string("good") : content.error().details.at("what");
  };
  for (std::size_t place = 0; place < pump_parameters.size(); ++place) {
    const auto& row = pump_parameters[place];
    const auto number = static_cast<std::int64_t>(place) + 1;
    EXPECT_EQ(code(number, row.least), "good");
    EXPECT_EQ(code(number, row.most), "good");
    EXPECT_NE(code(number, std::int64_t{row.most} + 1), "good") << number;
    EXPECT_NE(code(number, std::int64_t{row.least} - 1), "good") << number;
  }
  EXPECT_EQ(code(9, 24), "settlement_hour = 24 (0–23)");
  EXPECT_EQ(code(10, 0), "parameter 10 = 0");
}

TEST(PumpToolCard, what_a_basis_charges_has_its_price_and_no_order_says_one_twice) {
  World world;
  const auto code = [&](ChargeBasis basis, std::vector<PumpToolRequest::Price> prices) {
    const auto content = pump_tool_content(world.books, {.tool = PumpTool::prices, .at = LocalTime{{2026, 12, 1}, 0, 0, 0}, .set = 3, .basis = basis, .prices = std::move(prices)}, world.as("qian"));
    return content.ok() ? std::string("good") : content.error().details.at("what");
  };
  EXPECT_EQ(code(ChargeBasis::energy, {{1, 5'000}}), "good");
  EXPECT_EQ(code(ChargeBasis::energy, {{2, 5'000}}), "price 1");
  for (const auto basis : {ChargeBasis::time, ChargeBasis::volume}) {
    EXPECT_EQ(code(basis, {{5, 5'000}}), "good");
    EXPECT_EQ(code(basis, {{1, 5'000}}), "price 5");
  }
  EXPECT_EQ(code(ChargeBasis::energy_and_volume, {{1, 5'000}}), "price 5");
  EXPECT_EQ(code(ChargeBasis::energy_and_volume, {{5, 5'000}}), "price 1");
  EXPECT_EQ(code(ChargeBasis::energy_and_volume, {{1, 5'000}, {5, 8'000}}), "good");
  EXPECT_EQ(code(ChargeBasis::energy, {{1, 5'000}, {6, 8'000}}), "price 6");
}

}  // namespace
}  // namespace kwota::counter
