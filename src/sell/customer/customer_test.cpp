#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "books/lookup.h"
#include "books/memory.h"
#include "sell/customer/change.h"
#include "sell/customer/csv.h"
#include "sell/customer/receipt_numbers.h"

namespace kwota::customer {
namespace {

const Instant now = parse_instant("2026-11-20T08:00:00Z").value();

books::Memory registers() {
  books::Memory books;
  books.put(books::Station{"E", "East", "R3"});
  books.put(books::Place{"v1", books::PlaceKind::village, "East village", "E", ""});
  books.put(books::Code{books::CodeKind::model, "DDSY1352", "", "", "", "", true});
  books.put(books::Plan{"steps", "Steps", "", "{}"});
  return books;
}

template <class Answer>
Answer done(books::Memory& books, Result<books::Decision<Answer>> decision) {
  EXPECT_TRUE(decision.ok()) << decision.error().code;
  books.apply(decision->changes);
  return decision->answer;
}

TEST(Plans, of_which_all_prices_were_withdrawn_are_nobodys) {
  auto books = registers();
  EXPECT_EQ(plan_in_use(books, "none").error().code, "unknown_plan");
  EXPECT_TRUE(plan_in_use(books, "steps").ok()) << "its first prices may come later";
  books::PlanVersion version;
  version.plan = "steps", version.from = "2026-01-01", version.state = books::PlanStatus::withdrawn;
  books.put(version);
  EXPECT_EQ(plan_in_use(books, "steps").error().code, "plan_out_of_use");
  version.from = "2026-02-01", version.state = books::PlanStatus::published;
  books.put(version);
  EXPECT_TRUE(plan_in_use(books, "steps").ok()) << "others count";
}

TEST(Csv, reads_what_spreadsheets_write) {
  const auto rows = read_csv("\xEF\xBB\xBF" "number;name\r\n1;\"Li; \"\"Ming\"\"\"\r\n\r\n2;\"two\nlines\"\n").value();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].cells, (std::vector<std::string>{"1", "Li; \"Ming\""}));
  EXPECT_EQ(rows[2].line, 4u) << "the empty line counts";
  EXPECT_EQ(rows[2].cells[1], "two\nlines");
  for (const auto* bad : {"a,b\"c", "\"open", "\"a\"b,c"}) EXPECT_EQ(read_csv(bad).error().code, "bad_csv") << bad;
}

TEST(Csv, what_stands_between_quotes_neither_separates_nor_ends_a_line) {
  const auto rows = read_csv("\"a;;;\t\t\n;;;\",b\r\n\"\"\r\n").value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].cells, (std::vector<std::string>{"a;;;\t\t\n;;;", "b"}));
  EXPECT_EQ(rows[1].cells, std::vector<std::string>{""});
}

TEST(Csv, what_is_written_reads_the_same) {
  EXPECT_TRUE(rc::check([] {
    const auto cell = rc::gen::container<std::string>(rc::gen::element('a', ',', ';', '\t', '"', '\r', '\n', ' '));
    const auto cells = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(cell));
    const auto text = write_csv_row({"x,", "h,", "h,"}) + write_csv_row(cells);
    const auto rows = read_csv(text).value();
    RC_ASSERT(rows.size() == 2u);
    auto expected = cells;
    for (auto& one : expected)
      if (!one.empty() && (one.front() == '\t' || one.front() == '\r')) one = "'" + one;
    RC_ASSERT(rows[1].cells == expected);
  }));
  EXPECT_EQ(write_csv_row({"=1+1", "-5", "ok"}), "'=1+1,'-5,ok\r\n") << "no formula reaches a spreadsheet";
}

TEST(Registers, nobody_is_registered_twice) {
  auto books = registers();
  books::Customer li;
  li.name = "Li Ming";
  li.identity_number = "110101199001011234";
  const auto first = done(books, put_customer(books, li, now));
  EXPECT_EQ(put_customer(books, li, now).error().code, "duplicate_identity");
  EXPECT_EQ(put_customer(books, li, now).error().details.at("customer"), "000000100001");
  auto changed = first;
  changed.phone = "139";
  EXPECT_EQ(done(books, put_customer(books, changed, now)).phone, "139");
  li.identity_number = "11010119900101123X";
  done(books, put_customer(books, li, now));
  for (const auto* typed : {"11010119900101123x", " 110101 19900101 123X", "１１０１０１１９９００１０１１２３Ｘ"}) {
    li.identity_number = typed;
    EXPECT_EQ(put_customer(books, li, now).error().code, "duplicate_identity") << typed;
  }
  li.identity_number = "ab 12";
  done(books, put_customer(books, li, now));
  li.identity_number = "AB 12";
  EXPECT_EQ(put_customer(books, li, now).error().code, "duplicate_identity");
}

TEST(Registers, wrong_forms_are_refused) {
  auto books = registers();
  EXPECT_EQ(put_customer(books, {}, now).error().code, "name_missing");
  EXPECT_EQ(put_service_point(books, {.code = "p"}).error().code, "address_missing");
  EXPECT_EQ(put_meter(books, {}).error().code, "bad_meter_number");
  EXPECT_EQ(put_place(books, {"x", books::PlaceKind::area, "X", "W", ""}).error().code, "unknown_station");
  EXPECT_EQ(put_station(books, {"W", "West", "r3"}).error().code, "bad_value");
  EXPECT_EQ(put_station(books, {"E", "East", "R9"}).error().code, "in_use") << "receipts bear the prefix";
  EXPECT_EQ(put_till(books, {"W", "T-01", "", 9, 9}).error().code, "unknown_station");
}

TEST(Registers, no_two_receipts_bear_the_same_number) {
  auto books = registers();
  const auto prefix = books.find<books::Station>("E")->receipt_prefix;
  const auto taken = put_station(books, {"W", "West", prefix});
  ASSERT_FALSE(taken.ok()) << "the first receipt of its till would be East's";
  EXPECT_EQ(taken.error().code, "receipt_prefix_taken");
  EXPECT_EQ(taken.error().details.at("station"), "E");
  done(books, put_station(books, {"W", "West", "W9"}));
  done(books, put_station(books, {"W", "Far west", "W9"}));
  done(books, put_till(books, {"W", "T-1", "", 1, 1}));
  EXPECT_EQ(put_till(books, {"W", "T1", "", 1, 1}).error().code, "receipts_would_meet") << "hyphens stand in no number";
  done(books, put_till(books, {"W", "T-1", "Window", 1, 1}));
  done(books, put_till(books, {"W", "T-11", "", 1, 1}));
  books::Outlet bank;
  bank.code = "B-01";
  bank.station = "W";
  books.apply({.put = {bank}});
  EXPECT_EQ(put_till(books, {"W", "B01", "", 1, 1}).error().code, "receipts_would_meet") << "an outlet sells under its code";
  EXPECT_EQ(put_till(books, {"W", "B-01", "", 1, 1}).error().code, "receipts_would_meet");
  EXPECT_EQ(receipt_number(*books.find<books::Station>("W"), "T-1", 42), "W9-T1-00000042");
}

TEST(Registers, a_building_lies_in_a_village_and_a_room_is_once_in_it) {
  auto books = registers();
  done(books, put_place(books, {"B9", books::PlaceKind::building, "Hostel", "E", "v1"}));
  EXPECT_EQ(put_place(books, {"v2", books::PlaceKind::village, "West", "E", "B9"}).error().code, "unknown_place");
  books::ServicePoint room{.code = "9-101", .address = "Hostel 101", .place = "v1", .building = "B9", .room = "101"};
  done(books, put_service_point(books, room));
  done(books, put_service_point(books, room));
  room.code = "9-102";
  EXPECT_EQ(put_service_point(books, room).error().code, "room_taken");
  room.building = "v1";
  EXPECT_EQ(put_service_point(books, room).error().code, "unknown_place") << "a village is no building";
}

TEST(Registers, a_supply_stays_in_the_villages_of_its_station) {
  auto books = registers();
  auto west = *books.find<books::Station>("E");
  west.code = "W";
  books.put(west);
  done(books, put_place(books, {"w1", books::PlaceKind::village, "West village", "W", ""}));
  books::ServicePoint point{.code = "07-021", .address = "East village 21", .place = "v1"};
  books.put(point);
  books.put(books::Account{.number = 100001, .station = "E", .service_point = "07-021", .state = books::AccountStatus::open});
  point.place = "w1";
  EXPECT_EQ(put_service_point(books, point).error().code, "place_of_another_station") << "each station would see a half of it";
  books.put(books::Account{.number = 100001, .station = "E", .service_point = "07-021", .state = books::AccountStatus::closed});
  done(books, put_service_point(books, point));
}

TEST(Registers, a_point_goes_out_of_use_when_nobody_is_supplied_there_and_nobody_comes_there_until_it_is_back) {
  auto books = registers();
  books::ServicePoint point{.code = "07-021", .address = "East village 21", .place = "v1"};
  books.put(point);
  books.put(books::Account{.number = 100001, .service_point = "07-021", .state = books::AccountStatus::draft});
  books.put(books::Meter{.number = MeterNumber::from(7), .model = "DDSY1352", .service_point = "07-021"});
  point.active = false;
  EXPECT_EQ(put_service_point(books, point).error().code, "service_point_has_account") << "a prepared one counts";
  books.put(books::Account{.number = 100001, .service_point = "07-021", .state = books::AccountStatus::closed});
  EXPECT_EQ(put_service_point(books, point).error().code, "service_point_has_meter");
  books.put(books::Meter{.number = MeterNumber::from(7), .model = "DDSY1352", .service_point = ""});
  done(books, put_service_point(books, point));

  const books::Meter meter{.number = MeterNumber::from(8), .model = "DDSY1352", .service_point = "07-021"};
  EXPECT_EQ(put_meter(books, meter).error().code, "service_point_out_of_use");
  EXPECT_EQ(known_or_new(books, books::ServicePoint{.code = "07-021"}).error().code, "service_point_out_of_use") << "no account is opened there";
  point.active = true;
  done(books, put_service_point(books, point));
  done(books, put_meter(books, meter));
  EXPECT_EQ(known_or_new(books, books::ServicePoint{.code = "07-021"})->address, "East village 21");
}

TEST(Registers, what_is_out_of_use_is_chosen_by_nobody_and_kept_by_who_has_it) {
  auto books = registers();
  books::Meter meter{.number = MeterNumber::from(7), .model = "DDSY1352", .maker = "HB", .service_point = ""};
  done(books, put_meter(books, meter));
  books.put(books::Code{books::CodeKind::maker, "HB", "", "", "", "", false});
  done(books, put_meter(books, meter));
  meter.number = MeterNumber::from(8);
  EXPECT_EQ(put_meter(books, meter).error().code, "code_out_of_use");
}

TEST(Registers, a_code_belongs_to_one_of_the_tables) {
  auto books = registers();
  books::Code code{.code = "blue", .name_zh = "", .name_en = "Blue", .name_ru = "", .value = ""};
  EXPECT_EQ(put_code(books, code).error().code, "unknown_kind");
  code.kind = books::CodeKind::constant, code.value = "=1+1";
  EXPECT_EQ(put_code(books, code).error().details.at("kind"), "constant");
  code.value = "20.00";
  done(books, put_code(books, code));
  EXPECT_TRUE(books.find<books::Code>(books::CodeKind::constant, "blue"));
  EXPECT_FALSE(books.find<books::Code>(books::CodeKind::reason, "blue"));
}

TEST(Registers, a_till_keeps_its_running_numbers) {
  auto books = registers();
  books.put(books::Till{"E", "T-01", "", 42, 7});
  const auto till = done(books, put_till(books, {"E", "T-01", "Window", 1, 1}));
  EXPECT_EQ(till.next_receipt, 42);
  EXPECT_EQ(till.next_shift, 7);
}

TEST(Registers, a_card_that_is_given_to_the_crew_is_nobodys_card_any_more) {
  auto books = registers();
  const CardSerial serial{{1, 2, 3, 4, 5, 6, 7, 8}};
  books.put(books::Card{.serial = serial, .product = "purse_card", .account = 1001, .state = books::CardStatus::replaced, .valid_to = "2030-01-01"});
  done(books, put_tool_card(serial, "pump_tool", books::CardKind::preset, now));
  EXPECT_FALSE(books::card_in_use(books, 1001)) << "no sale of account 1001 may go onto it";
  EXPECT_EQ(books.find<books::Card>(serial)->kind, books::CardKind::preset);
}

TEST(Registers, a_till_without_a_place_in_the_books_has_neither_reader_nor_printer) {
  auto books = registers();
  books.put(books::Till{"E", "T-01", "", 42, 7});
  EXPECT_EQ(choose_reader(books, "E", "T-02", "Reader 1").error().code, "not_found");
  EXPECT_EQ(put_printer(books, {.station = "E", .till = "T-02"}).error().code, "not_found");
  EXPECT_EQ(done(books, choose_reader(books, "E", "T-01", "Reader 1")).before, "");
  EXPECT_EQ(done(books, choose_reader(books, "E", "T-01", "Reader 2")).before, "Reader 1");
}

TEST(Plans, a_published_version_is_never_edited) {
  auto books = registers();
  done(books, draft_version(books, {"steps", "2026-01-01", "{}", books::PlanStatus::published, "", ""}));
  done(books, draft_version(books, {"steps", "2026-01-01", R"({"a":1})", books::PlanStatus::published, "", ""}));
  done(books, publish_version(books, "steps", "2026-01-01", parse_instant("2026-01-01T00:00Z").value(), "li", "zhao", now));
  EXPECT_EQ(draft_version(books, {"steps", "2026-01-01", "{}", books::PlanStatus::published, "", ""}).error().code, "plan_version_used");
  done(books, draft_version(books, {"steps", "2026-02-01", "{}", books::PlanStatus::published, "", ""}));
  EXPECT_EQ(publish_version(books, "steps", "2026-02-01", parse_instant("2026-02-01T00:00Z").value(), "li", "zhao", now).error().code,
            "plan_version_past");
  EXPECT_EQ(draft_version(books, {"none", "2026-02-01", "{}", books::PlanStatus::published, "", ""}).error().code, "unknown_plan");
}

}  // namespace
}  // namespace kwota::customer
