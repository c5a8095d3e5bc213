#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "books/memory.h"
#include "sell/customer/change.h"
#include "sell/customer/csv.h"
#include "sell/customer/import_groups.h"

namespace kwota::customer {
namespace {

const Instant now = parse_instant("2026-11-20T08:00:00Z").value();

books::Memory registers() {
  books::Memory books;
  books.put(books::Station{"E", "East", "R3"});
  books.put(books::Place{"v1", books::PlaceKind::village, "East village", "E", ""});
  books.put(books::Code{"model", "DDSY1352", "", "", "", "", true});
  books.put(books::Plan{"steps", "Steps", "", "{}"});
  return books;
}

template <class Answer>
Answer done(books::Memory& books, Result<books::Decision<Answer>> decision) {
  EXPECT_TRUE(decision.ok()) << decision.error().code;
  books.apply(decision->changes);
  return decision->answer;
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

TEST(Import, says_what_it_would_do_and_takes_all_or_nothing) {
  auto books = registers();
  const std::string good = "number,name,place\n1001,Li Ming,v1\n1002,Wang Fang,v1\n";
  const auto trial = import_rows(books, Table::customers, good, now).value();
  EXPECT_EQ(trial.answer.created, 2);
  books.apply(trial.changes);
  const auto again = import_rows(books, Table::customers, "number,name,place\n1001,Li Ming,v1\n1002,Wang F.,v1\n1003,New,v1\n", now).value();
  EXPECT_EQ(again.answer.same, 1);
  EXPECT_EQ(again.answer.changed, 1);
  EXPECT_EQ(again.answer.created, 1);
  const auto bad = import_rows(books, Table::customers, "number,name,place\n1004,Ok,v1\nx,Bad,v1\n1004,Twice,v1\n1005,,v1\n1006,Far,v9\n", now).value();
  ASSERT_EQ(bad.answer.errors.size(), 4u);
  EXPECT_EQ(bad.answer.errors[0].code, "bad_customer_number");
  EXPECT_EQ(bad.answer.errors[0].row, 3u);
  EXPECT_EQ(bad.answer.errors[0].column, "number");
  EXPECT_EQ(bad.answer.errors[1].code, "duplicate_row");
  EXPECT_EQ(bad.answer.errors[2].code, "name_missing");
  EXPECT_EQ(bad.answer.errors[3].code, "unknown_place");
  EXPECT_TRUE(bad.changes.put.empty()) << "all or nothing";
}

TEST(Import, meters_keep_their_books_and_accounts_become_drafts) {
  auto books = registers();
  books::Meter meter;
  meter.number = MeterNumber::from(12);
  meter.model = "DDSY1352";
  meter.sold = SequenceNumber{7};
  books.put(meter);
  books.apply(import_rows(books, Table::meters, "number,model,ct\n12,DDSY1352,30\n13,DDSY1352,1\n", now).value().changes);
  EXPECT_EQ(books.find<books::Meter>(MeterNumber::from(12))->sold, SequenceNumber{7});
  EXPECT_EQ(books.find<books::Meter>(MeterNumber::from(12))->ct, 30u);
  EXPECT_EQ(import_rows(books, Table::meters, "number,model\n14,ABC\n", now).value().answer.errors[0].code, "unknown_meter_model");
  EXPECT_EQ(import_rows(books, Table::meters, "number,model,ct\n14,DDSY1352,many\n", now).value().answer.errors[0].column, "ct");
  books.apply(import_rows(books, Table::customers, "number,name\n1,Li\n2,Wang\n", now).value().changes);
  books.apply(import_rows(books, Table::service_points, "code,address,place\np1,Hill Rd 1,v1\np2,Hill Rd 2,v1\n", now).value().changes);
  const std::string accounts = "meter,customer,service_point,plan\n12,1,p1,steps\n13,2,p2,steps\n";
  const auto out = import_rows(books, Table::accounts, accounts, now).value();
  ASSERT_TRUE(out.answer.errors.empty()) << out.answer.errors[0].code;
  books.apply(out.changes);
  EXPECT_EQ(books.find<books::Account>(100001)->state, books::AccountStatus::draft);
  EXPECT_EQ(books.find<books::Account>(100002)->meter, MeterNumber::from(13));
  EXPECT_EQ(import_rows(books, Table::accounts, accounts, now).value().answer.same, 2);
}

/// Books whose groups are looked at: what each wrote, what happens before it, and which one the disk has no room for.
struct Watched {
  books::Memory books = registers();
  std::vector<std::size_t> groups;
  std::function<void(std::size_t group)> before_group = [](std::size_t) {};
  std::size_t no_room_for = 0;

  ImportWay way() {
    return {.look = [this](const ImportDecide& whole) -> Result<ImportReport> {
              TRY(seen, whole(books));
              return seen.answer;
            },
            .write = [this](const ImportDecide& group, bool last) -> Result<ImportReport> {
              before_group(groups.size() + 1);
              if (groups.size() + 1 == no_room_for) return error(Fault::ours, "disk_full", "The disk is full.");
              TRY(decision, group(books));
              books.apply(decision.changes);
              groups.push_back(decision.changes.put.size());
              ended = ended || last;
              return decision.answer;
            }};
  }
  bool ended = false;
};

std::string customers_file(int rows) {
  std::string text = "number,name\n";
  for (int i = 1; i <= rows; ++i) text += std::to_string(i) + ",Customer " + std::to_string(i) + "\n";
  return text;
}

TEST(ImportInGroups, a_long_file_is_written_in_groups_between_which_others_write) {
  Watched watched;
  watched.before_group = [&](std::size_t group) { watched.books.put(books::Station{"W" + std::to_string(group), "", "R" + std::to_string(group)}); };
  const auto file = read_import(Table::customers, customers_file(1201)).value();
  const auto done = import_in_groups(file, watched.way(), now).value();
  EXPECT_EQ(watched.groups, (std::vector<std::size_t>{500, 500, 201}));
  EXPECT_TRUE(watched.ended);
  EXPECT_TRUE(watched.books.find<books::Station>("W2")) << "what came while the file was written";
  EXPECT_EQ(done.created, 1201);
  EXPECT_EQ(done.written, 1201);
  EXPECT_EQ(import_in_groups(file, watched.way(), now).value().same, 1201);
  EXPECT_EQ(watched.groups.size(), 3u) << "nothing is new, nothing is written";
}

TEST(ImportInGroups, broken_off_it_names_the_line_and_the_same_file_goes_on_without_doubles) {
  Watched watched;
  watched.no_room_for = 3;
  const auto file = read_import(Table::customers, customers_file(1201)).value();
  const auto broken = import_in_groups(file, watched.way(), now).value();
  EXPECT_EQ(broken.written, 1000);
  ASSERT_EQ(broken.errors.size(), 1u);
  EXPECT_EQ(broken.errors[0].row, 1002u) << "with the header";
  EXPECT_EQ(broken.errors[0].code, "disk_full");
  watched.no_room_for = 0;
  const auto again = import_in_groups(file, watched.way(), now).value();
  EXPECT_EQ(again.same, 1000);
  EXPECT_EQ(again.created, 201);
  EXPECT_EQ(again.written, 201);
}

TEST(ImportInGroups, what_became_wrong_meanwhile_is_named_and_the_first_group_s_refusal_is_the_file_s) {
  Watched watched;
  watched.before_group = [&](std::size_t group) {
    books::Customer row;
    row.number = CustomerNumber::from(90'000);
    row.name = "At the counter";
    row.identity_number = "ID-700";
    if (group == 2) watched.books.put(row);
  };
  auto text = std::string("number,name,identity_number\n");
  for (int i = 1; i <= 1000; ++i) text += std::to_string(i) + ",Customer,ID-" + std::to_string(i) + "\n";
  const auto done = import_in_groups(read_import(Table::customers, text).value(), watched.way(), now).value();
  EXPECT_EQ(done.written, 500);
  ASSERT_EQ(done.errors.size(), 1u);
  EXPECT_EQ(done.errors[0].row, 701u);
  EXPECT_EQ(done.errors[0].code, "duplicate_identity");
  Watched full;
  full.no_room_for = 1;
  EXPECT_EQ(import_in_groups(read_import(Table::customers, text).value(), full.way(), now).error().code, "disk_full");
}

TEST(ImportInGroups, nothing_is_written_while_a_row_is_wrong_wherever_it_stands) {
  Watched watched;
  const auto wrong = import_in_groups(read_import(Table::customers, customers_file(1200) + "x,Bad\n").value(), watched.way(), now).value();
  ASSERT_EQ(wrong.errors.size(), 1u);
  EXPECT_EQ(wrong.errors[0].row, 1202u);
  const auto twice = import_in_groups(read_import(Table::customers, customers_file(1200) + "7,Other\n").value(), watched.way(), now).value();
  ASSERT_EQ(twice.errors.size(), 1u) << "the row that it doubles is of another group";
  EXPECT_EQ(twice.errors[0].code, "duplicate_row");
  const auto same_person = read_import(Table::customers, "number,name,identity_number\n1,Li,ID-1\n2,Li,ID-1\n").value();
  EXPECT_EQ(import_in_groups(same_person, watched.way(), now).value().errors.at(0).column, "identity_number");
  EXPECT_TRUE(watched.groups.empty());
  EXPECT_EQ(wrong.written + twice.written, 0);
}

TEST(Import, files_in_gb18030_and_windows_1251_are_read_as_what_they_are) {
  auto books = registers();
  const auto gb = import_rows(books, Table::customers, "number,name,address\n1,\xB8\xDF\xBA\xA3\xD3\xF1,\xB3\xC7\xB6\xAB\xB4\xE5\xC8\xFD\xD7\xE9\n", now).value();
  ASSERT_TRUE(gb.answer.errors.empty());
  EXPECT_EQ(gb.answer.encoding, Encoding::gb18030);
  EXPECT_EQ(std::get<books::Customer>(gb.changes.put.at(0)).name, "高海玉");
  const auto russian = import_rows(books, Table::customers, "number;name\n2;\xC8\xE2\xE0\xED\xEE\xE2 \xCF\xB8\xF2\xF0\n", now).value();
  EXPECT_EQ(russian.answer.encoding, Encoding::windows1251);
  EXPECT_EQ(std::get<books::Customer>(russian.changes.put.at(0)).name, "Иванов Пётр");
  EXPECT_EQ(import_rows(books, Table::customers, "number,name\n3,\xFF\x98\x81\n", now).error().code, "encoding_unknown");
}

TEST(Import, an_error_stands_under_its_own_column_and_empty_rows_are_none) {
  auto books = registers();
  const auto out = import_rows(books, Table::customers,
                               "number,name,kind,language,place\n1,Li,robot,zh,v1\n,,,,\n2,Wang,,zh,v9\n3,,,zh,v1\n4," + std::string(100'000, 'x') + ",,zh,v1\n5,A\x1B[2J,,,\n",
                               now).value();
  const auto& errors = out.answer.errors;
  ASSERT_EQ(errors.size(), 5u);
  EXPECT_EQ(errors[0].column, "kind");
  EXPECT_EQ(errors[1].column, "place");
  EXPECT_EQ(errors[2].column, "name");
  EXPECT_EQ(errors[3].code, "text_too_long");
  EXPECT_EQ(errors[3].column, "name");
  EXPECT_EQ(errors[4].code, "text_character");
  const auto unknown = import_rows(books, Table::customers, "number,surname\n", now);
  EXPECT_NE(unknown.error().what.find("surname"), std::string::npos) << "the column is named";
}

TEST(Import, a_meter_hangs_where_the_books_know_of) {
  auto books = registers();
  const auto out = import_rows(books, Table::meters, "number,model,service_point\n12,DDSY1352,nowhere\n", now).value();
  ASSERT_EQ(out.answer.errors.size(), 1u);
  EXPECT_EQ(out.answer.errors[0].code, "unknown_service_point");
  EXPECT_EQ(out.answer.errors[0].column, "service_point");
}

TEST(Import, what_was_exported_comes_back_as_it_is) {
  auto books = registers();
  books.apply(import_rows(books, Table::customers, "number,name,place\n1001,Li Ming,v1\n", now).value().changes);
  const auto back = import_rows(books, Table::customers,
                                "number,name,kind,phone,identity_number,address,language,place,state,state_reason,created,accounts\r\n"
                                "000000001001,Li Ming,person,,,,,v1,active,,2026-11-20 12:00:00,0\r\n", now).value();
  EXPECT_TRUE(back.answer.errors.empty());
  EXPECT_EQ(back.answer.same, 1);
}

TEST(Import, the_header_is_checked_first) {
  auto books = registers();
  EXPECT_EQ(import_rows(books, Table::customers, "number,surname\n", now).error().code, "column_unknown");
  EXPECT_EQ(import_rows(books, Table::customers, "number\n", now).error().code, "column_missing");
  EXPECT_EQ(import_rows(books, Table::customers, "", now).error().code, "bad_csv");
  EXPECT_EQ(parse_table("ghosts").error().code, "unknown_kind");
  EXPECT_EQ(parse_table("service-points").value(), Table::service_points);
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
}

TEST(Registers, wrong_forms_are_refused) {
  auto books = registers();
  EXPECT_EQ(put_customer(books, {}, now).error().code, "name_missing");
  EXPECT_EQ(put_service_point(books, {"p", "", "", "", "active"}).error().code, "address_missing");
  EXPECT_EQ(put_meter(books, {}).error().code, "bad_meter_number");
  EXPECT_EQ(put_place(books, {"x", books::PlaceKind::area, "X", "W", ""}).error().code, "unknown_station");
  EXPECT_EQ(put_station(books, {"W", "West", "r3"}).error().code, "bad_value");
  EXPECT_EQ(put_station(books, {"E", "East", "R9"}).error().code, "in_use") << "receipts bear the prefix";
  EXPECT_EQ(put_till(books, {"W", "T-01", "", 9, 9}).error().code, "unknown_station");
  EXPECT_EQ(put_code(books, {"ghost", "x", "", "X", "", "", true}).error().code, "unknown_kind");
  EXPECT_EQ(block_customer(books, CustomerNumber::from(5), true, "x").error().code, "unknown_customer");
}

TEST(Registers, a_building_lies_in_a_village_and_a_room_is_once_in_it) {
  auto books = registers();
  done(books, put_place(books, {"B9", books::PlaceKind::building, "Hostel", "E", "v1"}));
  EXPECT_EQ(put_place(books, {"v2", books::PlaceKind::village, "West", "E", "B9"}).error().code, "unknown_place");
  books::ServicePoint room{"9-101", "Hostel 101", "v1", "", "active", "B9", "101"};
  done(books, put_service_point(books, room));
  done(books, put_service_point(books, room));
  room.code = "9-102";
  EXPECT_EQ(put_service_point(books, room).error().code, "room_taken");
  room.building = "v1";
  EXPECT_EQ(put_service_point(books, room).error().code, "unknown_place") << "a village is no building";
}

TEST(Registers, what_is_out_of_use_is_chosen_by_nobody_and_kept_by_who_has_it) {
  auto books = registers();
  books::Meter meter{.number = MeterNumber::from(7), .model = "DDSY1352", .maker = "HB", .service_point = ""};
  done(books, put_meter(books, meter));
  books.put(books::Code{"maker", "HB", "", "", "", "", false});
  done(books, put_meter(books, meter));
  meter.number = MeterNumber::from(8);
  EXPECT_EQ(put_meter(books, meter).error().code, "code_out_of_use");
}

TEST(Registers, a_till_keeps_its_running_numbers) {
  auto books = registers();
  books.put(books::Till{"E", "T-01", "", 42, 7});
  const auto till = done(books, put_till(books, {"E", "T-01", "Window", 1, 1}));
  EXPECT_EQ(till.next_receipt, 42);
  EXPECT_EQ(till.next_shift, 7);
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
