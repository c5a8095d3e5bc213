#include <gtest/gtest.h>

#include "books/memory.h"
#include "sell/customer/test_hills.h"
#include "sell/imports/groups.h"

namespace kwota::imports {
namespace {

using customer::test::hills;
using customer::test::pump;

const Instant now = parse_instant("2026-11-20T08:00:00Z").value();

books::Memory registers() {
  books::Memory books;
  books.put(books::Station{"E", "East", "R3"});
  books.put(books::Place{"v1", books::PlaceKind::village, "East village", "E", ""});
  books.put(books::Code{books::CodeKind::model, "DDSY1352", "", "", "", "", true});
  books.put(books::Code{books::CodeKind::debt_kind, "arrears", "", "Arrears", "", "", true});
  books.put(books::Plan{"steps", "Steps", "", "{}"});
  return books;
}

TEST(Import, says_what_it_would_do_and_takes_all_or_nothing) {
  auto books = registers();
  const std::string good = "number,name,place\n1001,Li Ming,v1\n1002,Wang Fang,v1\n";
  const auto trial = import_rows(books, "customers", good, now).value();
  EXPECT_EQ(trial.answer.created, 2);
  books.apply(trial.changes);
  const auto again = import_rows(books, "customers", "number,name,place\n1001,Li Ming,v1\n1002,Wang F.,v1\n1003,New,v1\n", now).value();
  EXPECT_EQ(again.answer.same, 1);
  EXPECT_EQ(again.answer.changed, 1);
  EXPECT_EQ(again.answer.created, 1);
  const auto bad = import_rows(books, "customers", "number,name,place\n1004,Ok,v1\nx,Bad,v1\n1004,Twice,v1\n1005,,v1\n1006,Far,v9\n", now).value();
  ASSERT_EQ(bad.answer.errors.size(), 4u);
  EXPECT_EQ(bad.answer.errors[0].code, "bad_customer_number");
  EXPECT_EQ(bad.answer.errors[0].row, 3u);
  EXPECT_EQ(bad.answer.errors[0].column, "number");
  EXPECT_EQ(bad.answer.errors[1].code, "duplicate_row");
  EXPECT_EQ(bad.answer.errors[2].code, "name_missing");
  EXPECT_EQ(bad.answer.errors[3].code, "unknown_place");
  EXPECT_TRUE(bad.changes.put.empty()) << "all or nothing";
}

TEST(Import, what_stands_in_the_books_as_the_file_says_it_is_the_same_though_no_form_would_take_it_today) {
  auto books = registers();
  books.put(books::ServicePoint{.code = "M0001/01", .address = "Market / 01", .place = "gone"});
  books.put(books::Account{.number = 100301, .station = "E", .customer = CustomerNumber::from(1), .state = books::AccountStatus::open});
  const auto point = [&](const char* address) { return import_rows(books, "service-points", std::string("code,address,place\nM0001/01,") + address + ",gone\n", now).value().answer; };
  EXPECT_EQ(point("Market / 01").same, 1) << "a circuit's point was named by the program, and its village is in use no more";
  ASSERT_EQ(point("Market / 1").errors.size(), 1u);
  EXPECT_EQ(point("Market / 1").errors[0].code, "code_malformed");
  const auto account = [&](const char* number, const char* meter) {
    return import_rows(books, "accounts", std::string("number,meter,customer,service_point,plan,station\n") + number + "," + meter + ",1,,,E\n", now).value().answer;
  };
  EXPECT_EQ(account("100301", "000000000000").same, 1) << "money on a card hangs at no meter";
  EXPECT_EQ(account("100301", "").same, 1);
  ASSERT_EQ(account("", "000000000000").errors.size(), 1u);
  EXPECT_EQ(account("", "").errors[0].code, "bad_meter_number");
  EXPECT_EQ(account("100302", "000000000000").errors[0].code, "bad_meter_number") << "nobody has this number";
}

TEST(Import, the_mistake_of_a_formula_is_no_value) {
  auto books = registers();
  const auto read = import_rows(books, "customers", "number,name,phone,place\n1001,#N/A,,v1\n1002,Li,#REF!,v1\n1003,#1 West,,v1\n", now).value().answer;
  ASSERT_EQ(read.errors.size(), 2u);
  EXPECT_EQ(read.errors[0].code, "formula_failed");
  EXPECT_EQ(read.errors[0].column, "name");
  EXPECT_EQ(read.errors[1].column, "phone");
  EXPECT_EQ(read.created, 1);
}

TEST(Import, meters_keep_their_books_and_accounts_become_drafts) {
  auto books = registers();
  books::Meter meter;
  meter.number = MeterNumber::from(12);
  meter.model = "DDSY1352";
  meter.sold = SequenceNumber{7};
  books.put(meter);
  books.apply(import_rows(books, "meters", "number,model,ct\n12,DDSY1352,30\n13,DDSY1352,1\n", now).value().changes);
  EXPECT_EQ(books.find<books::Meter>(MeterNumber::from(12))->sold, SequenceNumber{7});
  EXPECT_EQ(books.find<books::Meter>(MeterNumber::from(12))->ct, 30u);
  EXPECT_EQ(import_rows(books, "meters", "number,model\n14,ABC\n", now).value().answer.errors[0].code, "unknown_meter_model");
  EXPECT_EQ(import_rows(books, "meters", "number,model,ct\n14,DDSY1352,many\n", now).value().answer.errors[0].column, "ct");
  books.apply(import_rows(books, "customers", "number,name\n1,Li\n2,Wang\n", now).value().changes);
  books.apply(import_rows(books, "service-points", "code,address,place\np1,Hill Rd 1,v1\np2,Hill Rd 2,v1\n", now).value().changes);
  const std::string accounts = "meter,customer,service_point,plan\n12,1,p1,steps\n13,2,p2,steps\n";
  const auto out = import_rows(books, "accounts", accounts, now).value();
  ASSERT_TRUE(out.answer.errors.empty()) << out.answer.errors[0].code;
  books.apply(out.changes);
  EXPECT_EQ(books.find<books::Account>(100001)->state, books::AccountStatus::draft);
  EXPECT_EQ(books.find<books::Account>(100002)->meter, MeterNumber::from(13));
  EXPECT_EQ(import_rows(books, "accounts", accounts, now).value().answer.same, 2);
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
  const auto file = read_import(*find_importable("customers").value(), customers_file(1201)).value();
  const auto done = import_in_groups(file, watched.way(), setting_up(now)).value();
  EXPECT_EQ(watched.groups, (std::vector<std::size_t>{500, 500, 201}));
  EXPECT_TRUE(watched.ended);
  EXPECT_TRUE(watched.books.find<books::Station>("W2")) << "what came while the file was written";
  EXPECT_EQ(done.created, 1201);
  EXPECT_EQ(done.written, 1201);
  EXPECT_EQ(import_in_groups(file, watched.way(), setting_up(now)).value().same, 1201);
  EXPECT_EQ(watched.groups.size(), 3u) << "nothing is new, nothing is written";
}

TEST(ImportInGroups, broken_off_it_names_the_line_and_the_same_file_goes_on_without_doubles) {
  Watched watched;
  watched.no_room_for = 3;
  const auto file = read_import(*find_importable("customers").value(), customers_file(1201)).value();
  const auto broken = import_in_groups(file, watched.way(), setting_up(now)).value();
  EXPECT_EQ(broken.written, 1000);
  ASSERT_EQ(broken.errors.size(), 1u);
  EXPECT_EQ(broken.errors[0].row, 1002u) << "with the header";
  EXPECT_EQ(broken.errors[0].code, "disk_full");
  watched.no_room_for = 0;
  const auto again = import_in_groups(file, watched.way(), setting_up(now)).value();
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
  const auto done = import_in_groups(read_import(*find_importable("customers").value(), text).value(), watched.way(), setting_up(now)).value();
  EXPECT_EQ(done.written, 500);
  ASSERT_EQ(done.errors.size(), 1u);
  EXPECT_EQ(done.errors[0].row, 701u);
  EXPECT_EQ(done.errors[0].code, "duplicate_identity");
  Watched full;
  full.no_room_for = 1;
  EXPECT_EQ(import_in_groups(read_import(*find_importable("customers").value(), text).value(), full.way(), setting_up(now)).error().code, "disk_full");
}

TEST(ImportInGroups, nothing_is_written_while_a_row_is_wrong_wherever_it_stands) {
  Watched watched;
  const auto wrong = import_in_groups(read_import(*find_importable("customers").value(), customers_file(1200) + "x,Bad\n").value(), watched.way(), setting_up(now)).value();
  ASSERT_EQ(wrong.errors.size(), 1u);
  EXPECT_EQ(wrong.errors[0].row, 1202u);
  const auto twice = import_in_groups(read_import(*find_importable("customers").value(), customers_file(1200) + "7,Other\n").value(), watched.way(), setting_up(now)).value();
  ASSERT_EQ(twice.errors.size(), 1u) << "the row that it doubles is of another group";
  EXPECT_EQ(twice.errors[0].code, "duplicate_row");
  const auto same_person = read_import(*find_importable("customers").value(), "number,name,identity_number\n1,Li,ID-1\n2,Li,ID-1\n").value();
  EXPECT_EQ(import_in_groups(same_person, watched.way(), setting_up(now)).value().errors.at(0).column, "identity_number");
  EXPECT_TRUE(watched.groups.empty());
  EXPECT_EQ(wrong.written + twice.written, 0);
}

TEST(Import, files_in_gb18030_and_windows_1251_are_read_as_what_they_are) {
  auto books = registers();
  const auto gb = import_rows(books, "customers", "number,name,address\n1,\xB8\xDF\xBA\xA3\xD3\xF1,\xB3\xC7\xB6\xAB\xB4\xE5\xC8\xFD\xD7\xE9\n", now).value();
  ASSERT_TRUE(gb.answer.errors.empty());
  EXPECT_EQ(gb.answer.encoding, customer::Encoding::gb18030);
  EXPECT_EQ(gb.changes.put.at(0).get<books::Customer>().name, "高海玉");
  const auto russian = import_rows(books, "customers", "number;name\n2;\xC8\xE2\xE0\xED\xEE\xE2 \xCF\xB8\xF2\xF0\n", now).value();
  EXPECT_EQ(russian.answer.encoding, customer::Encoding::windows1251);
  EXPECT_EQ(russian.changes.put.at(0).get<books::Customer>().name, "Иванов Пётр");
  EXPECT_EQ(import_rows(books, "customers", "number,name\n3,\xFF\x98\x81\n", now).error().code, "encoding_unknown");
}

TEST(Import, a_short_name_that_looks_like_another_language_is_read_as_somebody_says) {
  const auto customers = find_importable("customers").value();
  const std::string short_one = "number,name\n4,\xCB\xE8\n";
  EXPECT_EQ(read_import(*customers, short_one).value().table.rows.at(0).cells.at(1), "\u9AD3") << "both letters are a Chinese one, too";
  const auto said = read_import(*customers, short_one, customer::Encoding::windows1251).value();
  EXPECT_EQ(said.table.rows.at(0).cells.at(1), "\u041B\u0438");
  EXPECT_EQ(said.table.encoding, customer::Encoding::windows1251);
  EXPECT_EQ(read_import(*customers, short_one, customer::Encoding::utf8).error().code, "encoding_differs") << "nothing is mended";
  EXPECT_EQ(customer::encoding_said("Windows-1251").value(), customer::Encoding::windows1251);
  EXPECT_EQ(customer::encoding_said("KOI8-R").error().code, "unknown_encoding");
}

TEST(Import, an_error_stands_under_its_own_column_and_empty_rows_are_none) {
  auto books = registers();
  const auto out = import_rows(books, "customers",
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
  const auto unknown = import_rows(books, "customers", "number,surname\n", now);
  EXPECT_NE(unknown.error().what.find("surname"), std::string::npos) << "the column is named";
}

TEST(Import, a_meter_hangs_where_the_books_know_of) {
  auto books = registers();
  const auto out = import_rows(books, "meters", "number,model,service_point\n12,DDSY1352,nowhere\n", now).value();
  ASSERT_EQ(out.answer.errors.size(), 1u);
  EXPECT_EQ(out.answer.errors[0].code, "unknown_service_point");
  EXPECT_EQ(out.answer.errors[0].column, "service_point");
}

TEST(Import, what_was_exported_comes_back_as_it_is) {
  auto books = registers();
  books.apply(import_rows(books, "customers", "number,name,place\n1001,Li Ming,v1\n", now).value().changes);
  const auto back = import_rows(books, "customers",
                                "number,name,kind,phone,identity_number,address,language,place,state,state_reason,created,accounts\r\n"
                                "000000001001,Li Ming,person,,,,,v1,active,,2026-11-20 12:00:00,0\r\n", now).value();
  EXPECT_TRUE(back.answer.errors.empty());
  EXPECT_EQ(back.answer.same, 1);
}

TEST(Import, the_header_is_checked_first) {
  auto books = registers();
  EXPECT_EQ(import_rows(books, "customers", "number,surname\n", now).error().code, "column_unknown");
  EXPECT_EQ(import_rows(books, "customers", "number\n", now).error().code, "column_missing");
  EXPECT_EQ(import_rows(books, "customers", "", now).error().code, "bad_csv");
  EXPECT_EQ(find_importable("ghosts").error().code, "unknown_kind");
  EXPECT_EQ(find_importable("service-points").value()->name, "service-points");
}

TEST(Import, rows_are_judged_with_the_rows_above_them_in_their_place) {
  auto books = registers();
  const auto areas = import_rows(books, "places", "code,kind,name,station,parent\nv2,village,West,E,\nt2,area,Transformer 2,E,v2\n", now).value();
  EXPECT_TRUE(areas.answer.errors.empty()) << "its village comes with the file";
  EXPECT_EQ(import_rows(books, "places", "code,kind,name,station,parent\nt2,area,Transformer 2,E,v2\nv2,village,West,E,\n", now).value().answer.errors.at(0).row, 2u);
  books.put(books::ServicePoint{.code = "room-1", .address = "Dormitory 4, room 1", .place = "v1"});
  const auto people = import_rows(books, "occupants", "service_point,name,moved_in\nroom-1,Anna,2026-09-01\nroom-1,Boris,2026-09-01\nroom-1,Anna,2026-10-01\n", now).value();
  ASSERT_EQ(people.answer.errors.size(), 1u);
  EXPECT_EQ(people.answer.errors[0].code, "already_lives_here") << "she moved in two lines above";
}

TEST(Import, who_works_at_one_station_brings_nothing_of_anothers) {
  auto books = registers();
  books.put(books::Station{"W", "West", "R5"});
  books.put(books::Customer{.number = CustomerNumber::from(1001), .name = "Li Ming", .place = "v1"});
  books.put(books::Customer{.number = CustomerNumber::from(1002), .name = "Of nobody yet"});
  books.put(books::ServicePoint{.code = "room-1", .address = "Dormitory 4, room 1", .place = "v1"});
  books.put(books::Meter{.number = MeterNumber::from(12), .model = "DDSY1352", .service_point = "room-1"});
  books.put(books::Meter{.number = MeterNumber::from(13), .model = "DDSY1352"});
  books.put(books::AreaMeter{.area = "v1", .meter = MeterNumber::from(13), .since = {2026, 1, 1}});
  const auto verdict = [&](const std::string& station, const std::string& register_name, const std::string& text) {
    auto context = setting_up(now);
    context.who.station = context.station = station;
    const auto done = import_rows(books, register_name, text, context);
    if (!done.ok()) return done.error().code;
    return done->answer.errors.empty() ? std::string{} : done->answer.errors.front().code;
  };
  for (const auto& [name, text] : {std::pair{"customers", "number,name,phone\n1001,Li Ming,555\n"}, std::pair{"customers", "number,name,place\n1003,New,v1\n"}, std::pair{"service-points", "code,address\nroom-1,Elsewhere\n"},
                                   std::pair{"meters", "number,model,maker\n12,DDSY1352,Other\n"}, std::pair{"meters", "number,model,maker\n13,DDSY1352,Other\n"},
                                   std::pair{"meters", "number,model,service_point\n14,DDSY1352,room-1\n"}, std::pair{"occupants", "service_point,name,moved_in\nroom-1,Anna,2026-09-01\n"}}) {
    EXPECT_EQ(verdict("W", name, text), "not_found") << text;
    EXPECT_EQ(verdict("E", name, text), "") << text;
  }
  EXPECT_EQ(verdict("W", "customers", "number,name,phone\n1002,Of nobody yet,555\n"), "") << "what was never anybody's is every station's";
  books.put(books::Account{.number = 100301, .station = "W", .customer = CustomerNumber::from(1001), .state = books::AccountStatus::open});
  EXPECT_EQ(verdict("W", "customers", "number,name,phone\n1001,Li Ming,555\n"), "") << "he has an account there, wherever he lives";
}

TEST(Import, a_changed_row_says_each_cell_and_what_would_be_emptied_is_worth_a_look) {
  auto books = registers();
  books.apply(import_rows(books, "customers", "number,name,phone\n1001,Li Ming,555\n", now).value().changes);
  const auto file = read_import(*find_importable("customers").value(), "number,name,phone\n1001,Li Min,\n1002,New,\n").value();
  std::vector<Judged> rows;
  judge(books, file, file.table.rows, setting_up(now), [&](Judged&& one) {
    rows.push_back(std::move(one));
    return true;
  });
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].verdict, Verdict::changed);
  ASSERT_EQ(rows[0].cells.size(), 2u);
  EXPECT_EQ(rows[0].cells[0].column + ": " + rows[0].cells[0].before + " -> " + rows[0].cells[0].after, "name: Li Ming -> Li Min");
  ASSERT_EQ(rows[0].warnings.size(), 1u);
  EXPECT_EQ(rows[0].warnings[0].code, "cell_emptied");
  EXPECT_EQ(rows[1].verdict, Verdict::fresh);
}

TEST(Import, what_was_owed_before_comes_in_once_by_its_document) {
  auto books = registers();
  books::Utility utility;
  utility.minor_digits = 2;
  books.put(utility);
  books::Account account;
  account.number = 100001;
  account.meter = MeterNumber::from(12);
  account.state = books::AccountStatus::open;
  books.put(account);
  const std::string owed = "meter,kind,document,amount,since_day,rule,value\n12,arrears,Old system 4711,120.50,2025-12-31,percent,20\n12,arrears,Old system 4712,10.00,,at_counter,\n";
  const auto first = import_rows(books, "debts", owed, now).value();
  ASSERT_TRUE(first.answer.errors.empty()) << first.answer.errors[0].code << " in " << first.answer.errors[0].column;
  books.apply(first.changes);
  EXPECT_EQ(books.find<books::Debt>(1)->amount, Money::minor(12050));
  EXPECT_EQ(books.find<books::Debt>(2)->since, "2026-11-20");
  EXPECT_EQ(import_rows(books, "debts", owed, now).value().answer.same, 2);
  EXPECT_EQ(import_rows(books, "debts", "meter,kind,document,amount\n12,arrears,Old 1,many\n", now).value().answer.errors.at(0).column, "amount");
  EXPECT_EQ(import_rows(books, "debts", "meter,kind,document,amount\n13,arrears,Old 1,1.00\n", now).value().answer.errors.at(0).code, "no_account_at_meter") << "nobody lives there yet, or any more";
  const auto bearing = import_rows(books, "debts", "meter,kind,document,amount,since_day,interest_rate,interest_to\n12,arrears,Old 9,1200.00,2026-01-05,6.25,2026-09-01\n", now).value();
  books.apply(bearing.changes);
  const auto last = books.all<books::Debt>().back();
  EXPECT_EQ(last.interest_e2, 625) << "as the program before had agreed";
  EXPECT_EQ(last.interest_to, "2026-09-01") << "months up to there are in the amount";
  EXPECT_EQ(books.select<books::DebtRate>(last.number).front().rate_e2, 625);
  auto charged = last;
  charged.interest = Money::minor(1875), charged.amount += charged.interest;
  books.put(charged);
  const auto again = [&](const char* amount) { return import_rows(books, "debts", std::string("meter,kind,document,amount\n12,arrears,Old 9,") + amount + "\n", now).value().answer; };
  for (const auto* amount : {"1200.00", "1206.25", "1218.75"}) EXPECT_EQ(again(amount).same, 1) << "it has borne interest since, as the file before, or the list of a month ago, could not know";
  for (const auto* amount : {"1199.99", "1218.76"}) EXPECT_EQ(again(amount).errors.at(0).code, "debt_known_otherwise") << amount;
  EXPECT_EQ(import_rows(books, "debts", "meter,kind,document,amount,interest_rate\n12,arrears,Old 10,1.00,lots\n", now).value().answer.errors.at(0).code, "bad_interest");
  const auto misplaced = [&](const std::string& row) {
    const auto errors = import_rows(books, "debts", "meter,kind,document,amount,since_day,interest_rate,interest_to,rule,value,rule_from,remark\n12,arrears,Old 11,1.00," + row + "\n", now).value().answer.errors;
    return errors.empty() ? std::string{"good"} : errors.at(0).code + " under " + errors.at(0).column;
  };
  EXPECT_EQ(misplaced("1800-01-01,,,,,,"), "debt_day_too_old under since_day") << "a slip of the pen";
  EXPECT_EQ(misplaced("1990-01-01,6,1990-01-01,,,,"), "interest_too_long under interest_to");
  EXPECT_EQ(misplaced(",,,monthly,1.00,0001-01-01,"), "debt_day_too_old under rule_from");
  EXPECT_EQ(misplaced(",,,percent,200,,"), "bad_recovery under value") << "it stood under the last column";
  EXPECT_EQ(misplaced(",,,never,,,"), "bad_recovery under rule");
  EXPECT_EQ(misplaced(",,,,,2026-01-01,"), "bad_recovery under rule");
}

TEST(Import, a_comma_outside_of_quotes_makes_no_address_shorter) {
  const books::Memory books;
  const auto errors = import_rows(books, "customers", "number,name,address\n990009,Bo,5 Main St, Apt 2\n", now).value().answer.errors;
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors.front().code, "cells_beyond_head");
  EXPECT_EQ(errors.front().details.at("value"), " Apt 2");
  EXPECT_TRUE(import_rows(books, "customers", "number,name,address\n990009,Bo,5 Main St,,\n", now).value().answer.errors.empty()) << "empty cells behind it are an office program's";
}

TEST(Import, no_column_is_lost_because_its_head_is_empty_or_stands_there_twice) {
  auto books = registers();
  const auto nameless = import_rows(books, "customers", "number,name,\n990009,Bo,13800000000\n", now).error();
  EXPECT_EQ(nameless.code, "column_unknown");
  EXPECT_EQ(nameless.details.at("column"), "#3");
  EXPECT_TRUE(import_rows(books, "customers", "number,name,\n990009,Bo,\n", now).value().answer.errors.empty()) << "an office program's empty column";
  const auto twice = import_rows(books, "customers", "number,name,name\n990009,Bo,Bob\n", now).error();
  EXPECT_EQ(twice.code, "column_twice");
  EXPECT_EQ(twice.details.at("column"), "name");
}

TEST(Cells, figures_and_days_as_three_languages_write_them) {
  const std::vector<std::string> header{"amount", "day"};
  const auto read = [&](const std::string& amount, const std::string& day) {
    const customer::CsvRow row{1, {amount, day}};
    return Cells(header, row).amount("amount") + " " + Cells(header, row).day("day");
  };
  EXPECT_EQ(read("1 000,50", "15.01.2026"), "1000.50 2026-01-15");
  EXPECT_EQ(read("1\u00a0000,5", "2026/1/5"), "1000.5 2026-01-05");
  EXPECT_EQ(read("1,000.50", "2026-01-15"), "1000.50 2026-01-15");
  EXPECT_EQ(read("1000.50", "5.1.2026"), "1000.50 2026-01-05");
  EXPECT_EQ(read("1,500", "in May"), "1,500 in May") << "one and a half, or fifteen hundred: nobody guesses";
}

TEST(Import, columns_are_known_by_other_names_and_the_formula_s_apostrophe_goes) {
  const auto& customers = *find_importable("customers").value();
  const auto known = [](std::string_view column, std::string_view said) { return column == "name" && said == "Абонент"; };
  auto table = read_table("NUMBER;Абонент;Colour;Phone\n1;'=Li;red;'+86 10\n").value();
  EXPECT_EQ(table.separator, ';');
  EXPECT_EQ(guessed(customers, table.header, known), (Mapping{"number", "name", "", "phone"}));
  EXPECT_EQ(unknown_columns(customers, table.header, known), (std::vector<std::string>{"Colour"}));
  const auto mapping = guessed(customers, table.header, known);
  const auto file = mapped(customers, table, mapping).value();
  EXPECT_EQ(file.rows[0].cells, (std::vector<std::string>{"1", "=Li", "+86 10"}));
  const auto missing = mapped(customers, table, {"number", "", "", ""}).error();
  EXPECT_EQ(missing.code, "column_missing");
  EXPECT_NE(missing.what.find("\"name\""), std::string::npos) << "who imports at a terminal reads which: " << missing.what;
  EXPECT_EQ(mapped(customers, table, {"number", "name", "name", ""}).error().code, "column_twice");
  EXPECT_EQ(mapped(customers, table, {"number", "", "", ""}).error().code, "column_missing");
}

TEST(Import, a_file_of_a_million_and_one_rows_is_refused_with_a_sentence) {
  std::string text = "number\n";
  text.reserve(3'000'000);
  for (int i = 0; i < 1'000'001; ++i) text += "1\n";
  EXPECT_EQ(read_table(text).error().code, "file_too_long");
}

TEST(Wells, come_from_a_file_and_the_same_file_again_changes_nothing) {
  auto books = hills();
  const auto take = [&](std::string_view table, std::string_view csv) {
    auto decision = import_rows(books, table, csv, now).value();
    books.apply(decision.changes);
    return decision.answer;
  };
  constexpr auto wells = "number,name,village,area,area_number,usage_class,put_in,depth_m,pump_w,active\n"
                         "W-1,Behind the mill,v1,t1,11010001,irrigation,2026-03-01,80,7500,true\n"
                         "W-2,At the road,v1,,11010001,,2026-04-01,,,\n";
  EXPECT_EQ(take("wells", wells).created, 2);
  EXPECT_EQ(take("wells", wells).same, 2);
  EXPECT_EQ(books.find<books::Well>("W-1")->depth_m, 80);
  constexpr auto meters = "well,meter,first_day,last_day,multiplier\n"
                          "W-1,7000000001,2026-03-01,2026-08-31,40\n"
                          "W-2,7000000001,2026-09-01,,40\n";
  EXPECT_EQ(take("well-meters", meters).created, 2);
  EXPECT_EQ(take("well-meters", meters).same, 2) << "a well stands in as many rows as it had meters";
  const auto twice = take("well-meters", "well,meter,first_day\nW-1,7000000001,2027-01-01\nW-2,7000000001,2027-01-02\n");
  ASSERT_FALSE(twice.errors.empty());
  EXPECT_EQ(twice.errors.front().code, "meter_at_well");
  const auto bad = take("area-numbers", "number,name,village,station\n123,Short,v1,E\n");
  ASSERT_EQ(bad.errors.size(), 1u);
  EXPECT_EQ(bad.errors[0].code + " in " + bad.errors[0].column, "bad_area_number in number");
}

}  // namespace
}  // namespace kwota::imports
