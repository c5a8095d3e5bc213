// Files on the desk: looked at, mended, written in groups, gone on with after a kill, stopped by a row that fits no more, taken back.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "people/approval.h"
#include "people/permissions.h"
#include "sell/customer/change.h"
#include "store/verify/verify.h"
#include "work/import_desk/content.h"
#include "work/import_desk/import_desk.h"
#include "work/import_desk/undo.h"
#include "work/import_desk/whole_file.h"

namespace kwota::import_desk {
namespace {

const Instant morning = parse_instant("2026-11-20T08:00:00Z").value();

struct Office : testing::Test {
  Office() {
    std::string name = "/tmp/kwota-desk-XXXXXX";
    folder = ::mkdtemp(name.data());
    put(books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai"});
    put(books::Station{"E", "East", "R3"});
    put(books::Place{"v1", books::PlaceKind::village, "East village", "E", ""});
    for (const auto* who : {"miller", "petrov"}) put(books::Operator{.name = who, .full_name = who, .roles = "manager"});
    anew();
  }
  ~Office() override { std::filesystem::remove_all(folder); }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  void put(books::Register row) {
    books->run({"setup", "setup", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{row}, {}}, {}}; }).value();
  }
  /// As after a start of the program.
  void anew() {
    desk = std::make_unique<ImportDesk>(*books, folder, std::vector<imports::Importable>{}, [this] { return std::to_string(++drafts); });
  }
  Context context(const std::string& who = "miller") {
    Context out;
    out.who = books->read([&](const books::Reader& reader) -> Result<std::optional<books::Operator>> { return reader.find<books::Operator>(who); }).value().value();
    out.now = clock.now();
    return out;
  }
  ImportDesk::ContextOf by_name() {
    return [this](const std::string& who) -> Result<Context> { return context(who); };
  }
  DraftPtr bring(const std::string& text, const std::string& of = "customers") { return desk->open_file({.importable = of, .name = of + ".csv", .bytes = text}, context(), {}).value(); }
  /// What needs a second person, with his agreement.
  template <class Do>
  books::ImportRun by_two(Do act) {
    const auto asked = act(0);
    EXPECT_EQ(asked.error().code, "approval_needed");
    const auto wanted = asked.error().details;
    const auto number = books->run({"miller", "import", ""}, [&](const books::Reader& reader) { return people::ask_approval(reader, {"import", wanted.at("content"), "new customers"}, context()); }).value().number;
    books->run({"petrov", "import", ""}, [&](const books::Reader& reader) { return people::decide_approval(reader, {number, true, ""}, context("petrov")); }).value();
    auto done = act(number);
    EXPECT_TRUE(done.ok()) << done.error().code;
    return done.value();
  }
  books::ImportRun start(const DraftPtr& draft, books::ImportChoice choice = books::ImportChoice::all) {
    return by_two([&](std::int64_t approval) { return desk->start({draft->id, choice, approval}, context()); });
  }
  books::ImportRun undo(std::int64_t run) {
    return by_two([&](std::int64_t approval) { return desk->undo(run, approval, context()); });
  }
  std::size_t customers() {
    return books->read([](const books::Reader& reader) -> Result<std::size_t> { return reader.all<books::Customer>().size(); }).value();
  }
  std::optional<books::Customer> customer(std::uint64_t number) {
    return books->read([&](const books::Reader& reader) -> Result<std::optional<books::Customer>> { return reader.find<books::Customer>(CustomerNumber::from(number)); }).value();
  }
  void expect_verified() {
    const auto report = books->query([](store::Moment& connection) { return store::verify(connection, {.check = {}, .anchor_log = {}}); });
    ASSERT_TRUE(report.ok()) << report.error().code;
    EXPECT_TRUE(report->ok()) << report->first->table << "/" << report->first->key << ": " << report->first->why;
  }

  ManualClock clock{morning};
  std::unique_ptr<store::Books> books = store::Books::in_memory(clock).value();
  std::filesystem::path folder;
  std::unique_ptr<ImportDesk> desk;
  int drafts = 0;
};

std::string customers_file(int rows) {
  std::string text = "number,name,place\n";
  for (int i = 1; i <= rows; ++i) text += std::to_string(i) + ",Customer " + std::to_string(i) + ",v1\n";
  return text;
}

TEST_F(Office, a_wrong_cell_is_mended_where_it_stands_and_everything_is_checked_anew) {
  const auto draft = bring("number,name,place\n1,Li Ming,v1\n1,Wang Fang,v9\n");
  EXPECT_EQ(draft->preview.errors, 1u);
  EXPECT_EQ(draft->preview.errors_by_code.at("duplicate_row"), 1u);
  EXPECT_EQ(desk->start({draft->id}, context()).error().code, "import_has_errors");
  const auto second = desk->fix(draft->id, 3, "number", "2", context()).value();
  EXPECT_EQ(second->preview.errors_by_code.at("unknown_place"), 1u) << "what was hidden behind it";
  const auto third = desk->fix(draft->id, 3, "place", "v1", context()).value();
  EXPECT_EQ(third->preview.fresh, 2u);
  EXPECT_EQ(desk->fix(draft->id, 9, "place", "v1", context()).error().code, "no_such_cell");
  EXPECT_EQ(desk->draft(draft->id, "petrov").error().code, "import_gone") << "it is nobody else's";
  const auto run = start(third);
  EXPECT_EQ(desk->go_on(run.number, by_name()).value().state, books::ImportStatus::done);
  EXPECT_EQ(customer(2)->name, "Wang Fang");
}

TEST_F(Office, whoever_would_mend_a_whole_file_here_is_sent_back_to_the_file) {
  std::string text = "number,name,place\n";
  for (std::size_t i = 0; i <= fixes_max; ++i) text += std::to_string(i + 1) + ",Customer,v9\n";  // the village has another number here
  auto draft = bring(text);
  for (std::size_t i = 0; i < fixes_max; ++i) draft = desk->fix(draft->id, i + 2, "place", "v1", context()).value();
  const auto refused = desk->fix(draft->id, fixes_max + 2, "place", "v1", context());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "too_many_fixes");
  EXPECT_EQ(refused.error().details.at("most"), std::to_string(fixes_max));
  EXPECT_EQ(desk->draft(draft->id, "miller").value()->preview.errors, 1u) << "what was mended stays mended";
  EXPECT_TRUE(desk->fix(draft->id, 2, "name", "Li Ming", context()).ok()) << "a row that was mended may be mended again";
}

TEST_F(Office, a_mapping_is_remembered_for_files_of_that_shape_and_the_same_file_says_who_brought_it) {
  const std::string text = "Nr;Who\n1;Li Ming\n";
  auto draft = bring(text);
  ASSERT_TRUE(draft->refused);
  EXPECT_EQ(draft->refused->code, "column_missing");
  EXPECT_EQ(draft->unknown, (std::vector<std::string>{"Nr", "Who"}));
  draft = desk->map(draft->id, {"number", "name"}, context()).value();
  desk->go_on(start(draft).number, by_name()).value();
  EXPECT_EQ(bring("Nr;Who\n2;Wang Fang\n")->preview.fresh, 1u) << "mapped as the file before";
  const auto again = bring(text);
  ASSERT_TRUE(again->earlier);
  EXPECT_EQ(again->earlier->started_by, "miller");
  EXPECT_EQ(again->preview.same, 1u);
  EXPECT_EQ(desk->start({again->id}, context()).error().code, "nothing_to_import");
}

TEST_F(Office, only_the_good_rows_are_taken_when_somebody_wants_it_so) {
  const auto draft = bring("number,name\n1,Li Ming\nx,Bad\n3,\n");
  const auto run = desk->go_on(start(draft, books::ImportChoice::good).number, by_name()).value();
  EXPECT_EQ(run.created, 1);
  EXPECT_EQ(run.left_out, 2);
  EXPECT_EQ(run.approved_by, "petrov");
  EXPECT_EQ(customers(), 1u);
}

TEST_F(Office, a_killed_program_goes_on_behind_the_last_group) {
  auto run = start(bring(customers_file(1201)));
  // The right is asked for each group: the program dies before the third.
  int groups = 0;
  const auto killed = desk->go_on(run.number, [&](const std::string& who) -> Result<Context> {
    if (++groups > 3) return error(Fault::ours, "killed", "The program was killed.");
    return context(who);
  });
  EXPECT_EQ(killed.error().code, "killed");
  EXPECT_EQ(customers(), 1000u);
  anew();
  desk->resume(by_name(), clock.now());
  EXPECT_EQ(customers(), 1201u);
  run = books->read([&](const books::Reader& reader) -> Result<books::ImportRun> { return *reader.find<books::ImportRun>(run.number); }).value();
  EXPECT_EQ(run.state, books::ImportStatus::done);
  EXPECT_EQ(run.created, 1201);
  run = undo(run.number);
  EXPECT_EQ(run.kept, 0);
  EXPECT_EQ(customers(), 0u) << "what the killed program wrote goes, too";
  expect_verified();
}

TEST_F(Office, a_row_that_fits_no_more_stops_the_run_and_it_can_be_undone) {
  auto text = std::string("number,name,identity_number\n");
  for (int i = 1; i <= 700; ++i) text += std::to_string(i) + ",Customer,ID-" + std::to_string(i) + "\n";
  auto run = start(bring(text));
  put(books::Customer{.number = CustomerNumber::from(9000), .name = "At the counter", .identity_number = "ID-600"});
  run = desk->go_on(run.number, by_name()).value();
  EXPECT_EQ(run.state, books::ImportStatus::stopped);
  EXPECT_EQ(run.stop_row, 601);
  EXPECT_EQ(run.stop_code, "duplicate_identity");
  EXPECT_EQ(run.position, 500);
  run = undo(run.number);
  EXPECT_EQ(run.state, books::ImportStatus::undone);
  EXPECT_EQ(customers(), 1u);
  expect_verified();
}

TEST_F(Office, without_the_note_of_what_it_wrote_nothing_is_said_to_be_undone) {
  const auto run = desk->go_on(start(bring("number,name\n1,Li Ming\n2,Wang Fang\n")).number, by_name()).value();
  for (const auto& file : std::filesystem::directory_iterator(folder))
    if (file.path().extension() == ".rows") std::filesystem::remove(file.path());
  EXPECT_EQ(desk->undo(run.number, 0, context()).error().code, "import_undo_gone");
  EXPECT_EQ(customers(), 2u);
}

TEST(Touched, a_group_that_was_decided_twice_is_undone_once) {
  const std::string group = "[\"place\",\"v1\"]\n[\"place\",\"t1\"]\n";
  const auto rows = touched_in_lines(group + group);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name(), "place/t1");
  EXPECT_EQ(rows[1].name(), "place/v1");
}

TEST_F(Office, undone_is_what_nobody_has_touched_or_built_on_since) {
  desk->go_on(start(bring("number,name\n1,Li Ming\n2,Wang Fang\n")).number, by_name()).value();
  auto run = desk->go_on(start(bring("number,name,place\n1,Li Min,v1\n2,Wang F.,v1\n3,New,v1\n4,Used,v1\n")).number, by_name()).value();
  EXPECT_EQ(run.changed, 2);
  auto touched = *customer(2);
  touched.phone = "555";
  put(touched);
  put(books::Account{.number = 100001, .station = "E", .customer = CustomerNumber::from(4), .meter = MeterNumber::from(12)});
  clock.advance(Duration::hours(23));
  run = undo(run.number);
  EXPECT_EQ(run.kept, 2);
  EXPECT_EQ(customer(1)->name, "Li Ming") << "as it was";
  EXPECT_EQ(customer(1)->place, "");
  EXPECT_EQ(customer(2)->name, "Wang F.") << "somebody changed it since";
  EXPECT_FALSE(customer(3));
  EXPECT_TRUE(customer(4)) << "an account is built on it";
  EXPECT_EQ(desk->undo(run.number, 0, context()).error().code, "import_not_to_undo");
  expect_verified();
  const auto village = desk->go_on(start(bring("code,kind,name,station,parent\nv2,village,West,E,\nt2,area,Transformer,E,v2\n", "places")).number, by_name()).value();
  EXPECT_EQ(undo(village.number).kept, 0) << "an area goes before its village";
  clock.advance(Duration::hours(1));
  const auto old = desk->go_on(start(bring("number,name\n8,Late\n")).number, by_name()).value();
  clock.advance(Duration::hours(25));
  EXPECT_EQ(desk->undo(old.number, 0, context()).error().code, "import_too_old");
}

TEST_F(Office, what_was_taken_by_somebody_else_meanwhile_is_not_given_back) {
  desk->go_on(start(bring("number,name,identity_number\n1,Li Ming,ID-1\n2,Wang Fang,ID-2\n")).number, by_name()).value();
  auto run = desk->go_on(start(bring("number,name,identity_number\n1,Li Ming,ID-9\n2,Wang F.,ID-2\n")).number, by_name()).value();
  put(books::Customer{.number = CustomerNumber::from(7), .name = "Zhou Da", .identity_number = "ID-1"});
  run = undo(run.number);
  EXPECT_EQ(run.kept, 1);
  EXPECT_EQ(customer(1)->identity_number, "ID-9") << "an identity number is one customer's";
  EXPECT_EQ(customer(2)->name, "Wang Fang") << "the other row is as it was";
}

TEST_F(Office, a_village_that_is_gone_is_not_come_back_to) {
  const auto village = desk->go_on(start(bring("code,kind,name,station,parent\nv2,village,West,E,\n", "places")).number, by_name()).value();
  put(books::ServicePoint{.code = "P1", .address = "Mill Lane 1", .place = "v2"});
  auto run = desk->go_on(start(bring("code,address,place\nP1,Mill Lane 1,v1\n", "service-points")).number, by_name()).value();
  EXPECT_EQ(undo(village.number).kept, 0) << "nobody names it now";
  run = undo(run.number);
  EXPECT_EQ(run.kept, 1);
  EXPECT_EQ(books->read([](const books::Reader& reader) -> Result<std::optional<books::ServicePoint>> { return reader.find<books::ServicePoint>("P1"); }).value()->place, "v1");
}

TEST_F(Office, a_code_that_came_with_a_file_goes_out_of_use_and_is_never_gone) {
  const auto run = desk->go_on(start(bring("kind,code,name_en,active\ndebt_kind,flood,Flood,true\n", "codes")).number, by_name()).value();
  put(books::Debt{.number = 1, .account = 100001, .kind = "flood", .amount = Money::minor(6000)});
  EXPECT_EQ(undo(run.number).kept, 0);
  const auto code = books->read([](const books::Reader& reader) -> Result<std::optional<books::Code>> { return reader.find<books::Code>(books::CodeKind::debt_kind, "flood"); }).value();
  ASSERT_TRUE(code) << "a debt says it";
  EXPECT_FALSE(code->active);
}

TEST_F(Office, a_station_that_came_with_a_file_stays) {
  put(books::Station{"N", "North", "R9"});
  const books::ImportRun run{.number = 1, .subject = "stations", .state = books::ImportStatus::done, .started = morning, .ended = morning, .started_by = "miller"};
  books->run({"miller", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{books::Station{"S", "South", "R8"}}, {}}, {}}; }).value();
  const auto undone_rows = books->read([&](const books::Reader& reader) -> Result<Undone> { return undone(reader, touched_in_lines("[\"station\",\"S\"]\n"), {}, run, context()).answer; }).value();
  EXPECT_EQ(undone_rows.kept, 1) << "people work there, and its receipts bear its letters";
}

TEST_F(Office, a_prepared_account_becomes_what_it_was) {
  put(books::Code{books::CodeKind::model, "DDSY1352", "", "", "", "", true});
  put(books::Plan{"steps", "Steps", "", "{}"});
  put(books::Customer{.number = CustomerNumber::from(7), .name = "Zhou Da"});
  put(books::ServicePoint{.code = "P1", .address = "Mill Lane 1", .place = "v1"});
  put(books::Meter{.number = MeterNumber::from(12), .model = "DDSY1352"});
  books::Account account{.number = 100001, .station = "E", .customer = CustomerNumber::from(7), .service_point = "P1", .meter = MeterNumber::from(12), .plan = "steps", .state = books::AccountStatus::draft};
  put(account);
  account.usage_class = "trade";
  books->run({"miller", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{account}, {}}, {}}; }).value();
  const books::ImportRun run{.number = 1, .subject = "accounts", .state = books::ImportStatus::done, .started = morning, .ended = morning, .started_by = "miller"};
  const auto decided = books->read([&](const books::Reader& reader) -> Result<books::Decision<Undone>> { return undone(reader, touched_in_lines("[\"account\",100001]\n"), {}, run, context()); }).value();
  EXPECT_EQ(decided.answer.rows, 1) << "its plan is a price plan, and no plan of readings";
  EXPECT_EQ(decided.answer.kept, 0);
}

/// 20.00 went into it with a sale; a debt that is gone would give its number, and this money, to the next one.
TEST_F(Office, a_debt_of_which_something_was_recovered_stays) {
  const books::ImportRun run{.number = 1, .subject = "debts", .state = books::ImportStatus::done, .started = morning, .ended = morning, .started_by = "miller"};
  for (const std::int64_t number : {1, 2})
    books->run({"miller", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{books::Debt{.number = number, .account = 100001, .kind = "arrears", .amount = Money::minor(6000)}}, {}}, {}};
    }).value();
  books->run({"wang", "sell", "E"}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{}, {books::Entry{"R3-1", "till/3/1", morning, "2026-11-20", books::Operation::recharge, 100001, {{"till/3/1/cash", Money::minor(2000)}, {"debt/1", Money::minor(-2000)}}}}}, {}};
  }).value();
  const auto done = books->read([&](const books::Reader& reader) -> Result<Undone> { return undone(reader, touched_in_lines("[\"debt\",1]\n[\"debt\",2]\n"), {}, run, context()).answer; }).value();
  EXPECT_EQ(done.kept, 1);
  EXPECT_EQ(done.rows, 1) << "of the other one nothing was paid";
}

TEST_F(Office, what_was_agreed_upon_with_a_debt_stays_or_goes_with_it) {
  const books::ImportRun run{.number = 1, .subject = "debts", .state = books::ImportStatus::done, .started = morning, .ended = morning, .started_by = "miller"};
  std::string lines;
  for (const std::int64_t number : {1, 2}) {
    const books::Debt debt{.number = number, .account = 100001, .kind = "arrears", .amount = Money::minor(6000), .interest_e2 = 600, .interest_to = "2026-10-20"};
    const books::DebtRate rate{.debt = number, .from = "2026-10-20", .rate_e2 = 600};
    const books::DebtInstalment part{.debt = number, .number = 1, .due = "2027-01-01", .amount = Money::minor(6000)};
    books->run({"miller", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{debt, rate, part}, {}}, {}}; }).value();
    for (const auto& row : {books::Register(debt), books::Register(rate), books::Register(part)}) lines += to_json(row) + "\n";
  }
  const auto kept = [&] {
    return books->read([](const books::Reader& reader) -> Result<std::size_t> { return reader.all<books::Debt>().size() + reader.all<books::DebtRate>().size() + reader.all<books::DebtInstalment>().size(); }).value();
  };
  put(books::Debt{.number = 1, .account = 100001, .kind = "arrears", .amount = Money::minor(6030), .interest_e2 = 600, .interest = Money::minor(30), .interest_to = "2026-11-20"});  // a month was charged
  const auto done = books->run({"miller", std::string(undo_action), ""}, [&](const books::Reader& reader) -> Result<books::Decision<Undone>> { return undone(reader, touched_in_lines(lines), {}, run, context()); }).value();
  EXPECT_EQ(done.kept, 1) << "one debt";
  EXPECT_EQ(done.rows, 3) << "the other one, whole";
  EXPECT_EQ(kept(), 3U) << "its months were charged at what was agreed upon: that stays";
}

TEST_F(Office, how_an_area_was_counted_before_stays_where_somebody_has_agreed_upon_something_else_since) {
  const books::ImportRun run{.number = 1, .subject = "areas", .state = books::ImportStatus::done, .started = morning, .ended = morning, .started_by = "miller"};
  std::string lines;
  put(books::Meter{.number = MeterNumber::from(7), .model = "DDSY1352"});
  for (const auto* area : {"t1", "t2"}) {
    put(books::Place{area, books::PlaceKind::area, "Transformer", "E", "v1"});
    put(books::AreaMeter{.area = area, .meter = MeterNumber::from(7), .factor = 40});
    const books::AreaMeter now{.area = area, .meter = MeterNumber::from(7), .factor = 80, .since = {2026, 11, 20}};
    const books::FormerTotal before{.area = area, .until = {2026, 11, 20}, .since = {1970, 1, 1}, .meter = MeterNumber::from(7), .factor = 40};
    books->run({"miller", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{now, before}, {}}, {}}; }).value();
    lines += to_json(now) + "\n" + to_json(before) + "\n";
  }
  put(books::AreaMeter{.area = "t1", .meter = MeterNumber::from(7), .factor = 60, .since = {2026, 11, 20}});  // a slip of the pen, mended
  const auto done = books->run({"miller", std::string(undo_action), ""}, [&](const books::Reader& reader) -> Result<books::Decision<Undone>> { return undone(reader, touched_in_lines(lines), {}, run, context()); }).value();
  EXPECT_EQ(done.kept, 1);
  const auto former = books->read([](const books::Reader& reader) -> Result<std::vector<books::FormerTotal>> { return reader.all<books::FormerTotal>(); }).value();
  ASSERT_EQ(former.size(), 1U) << "else nobody could say by what its days before were counted";
  EXPECT_EQ(former.front().area, "t1");
  EXPECT_EQ(books->read([](const books::Reader& reader) -> Result<std::optional<books::AreaMeter>> { return reader.find<books::AreaMeter>("t2"); }).value()->factor, 40) << "the other one is as it was";
}

TEST_F(Office, a_file_of_a_program_is_written_when_a_second_person_agreed_to_exactly_it) {
  const auto* customers = desk->importable("customers").value();
  const auto take = [&](const std::string& text, std::int64_t approval) {
    auto by = context();
    by.station = "E";
    return take_whole(*books, {.of = customers, .bytes = text, .approval = approval}, by);
  };
  const std::string file = "number,name\n501,Anna\n502,Boris\n";
  const auto there = [&](std::uint64_t number) {
    return books->read([&](const books::Reader& reader) -> Result<bool> { return reader.find<books::Customer>(CustomerNumber::from(number)).has_value(); }).value();
  };
  const auto alone = take(file, 0);
  ASSERT_EQ(alone.error().code, "approval_needed");
  EXPECT_FALSE(there(501));
  const auto number = books->run({"miller", "import", ""}, [&](const books::Reader& reader) {
    return people::ask_approval(reader, {"import", alone.error().details.at("content"), "new customers"}, context());
  }).value().number;
  books->run({"petrov", "import", ""}, [&](const books::Reader& reader) { return people::decide_approval(reader, {number, true, ""}, context("petrov")); }).value();
  EXPECT_EQ(take("number,name\n501,Anna\n503,Carl\n", number).error().code, "approval_differs");
  const auto done = take(file, number);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->created, 2);
  EXPECT_TRUE(there(502));
  EXPECT_EQ(take("number,name\n504,Dora\n", number).error().code, "approval_differs") << "and serves once";
}

TEST_F(Office, whoever_agreed_to_a_file_of_debts_stands_on_each_of_them_and_on_its_interest) {
  put(books::Customer{.number = CustomerNumber::from(7), .name = "Zhou Da"});
  put(books::Account{.number = 100001, .station = "E", .customer = CustomerNumber::from(7), .state = books::AccountStatus::open});
  put(books::Code{books::CodeKind::debt_kind, "arrears", "", "", "", "", true});
  const std::string file = "account,kind,document,amount,since_day,interest_rate,interest_to\n100001,arrears,Old 1,60.00,2026-10-01,6,2026-11-01\n";
  const auto seconds = [&] {
    return books->read([](const books::Reader& reader) -> Result<std::string> {
      std::string out;
      for (const auto& debt : reader.all<books::Debt>()) out += debt.approved_by + " ";
      for (const auto& rate : reader.all<books::DebtRate>()) out += rate.approved_by + " ";
      return out;
    }).value();
  };
  const auto* debts = desk->importable("debts").value();
  const WholeFile whole{.of = debts, .bytes = file, .approval = 0};
  const auto asked = take_whole(*books, whole, context());
  ASSERT_FALSE(asked.ok()) << asked->errors.at(0).code << " in " << asked->errors.at(0).column;
  ASSERT_EQ(asked.error().code, "approval_needed");
  const auto number = books->run({"miller", "import", ""}, [&](const books::Reader& reader) { return people::ask_approval(reader, {"import", asked.error().details.at("content"), "old debts"}, context()); }).value().number;
  books->run({"petrov", "import", ""}, [&](const books::Reader& reader) { return people::decide_approval(reader, {number, true, ""}, context("petrov")); }).value();
  auto agreed = whole;
  agreed.approval = number;
  const auto done = take_whole(*books, agreed, context());
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->created, 1);
  EXPECT_EQ(seconds(), "petrov petrov ");
}

/// As the office keeps it: an administrator's register (serve/office/register_import.h).
imports::Importable stations() {
  imports::Importable out{.name = "stations", .columns = {{"code", true}, {"name", true}, {"receipt_prefix", true}}, .key = {"code"}, .besides = {}, .right = books::Right("stations_write")};
  out.judge = [](const books::Reader& books, const imports::Cells& cells, const Context& context) -> Result<imports::Outcome> {
    MUST(people::require(context.who, "stations_write"));
    const books::Station row{cells.text("code"), cells.text("name"), cells.text("receipt_prefix")};
    MUST(customer::put_station(books, row));
    return imports::outcome_of(books.find<books::Station>(row.code), row);
  };
  return out;
}

TEST_F(Office, stations_come_in_by_an_administrator_and_a_second_person_and_by_nobody_else) {
  put(books::Operator{.name = "root", .full_name = "root", .roles = "administrator"});
  desk = std::make_unique<ImportDesk>(*books, folder, std::vector{stations()}, [this] { return std::to_string(++drafts); });
  const auto code_of = [&](const char* who, const char* of) {
    const auto opened = desk->open_file({.importable = of, .name = "f.csv", .bytes = "code,name\nx,y\n"}, context(who), {});
    return opened.ok() ? "" : opened.error().code + " " + opened.error().details.at("permission");
  };
  EXPECT_EQ(code_of("miller", "stations"), "permission_denied stations_write") << "who imports keeps no stations";
  EXPECT_EQ(code_of("root", "customers"), "permission_denied import") << "who keeps machines sees no customers";
  const WholeFile whole{.of = desk->importable("stations").value(), .bytes = "code,name,receipt_prefix\nW,West,R5\n"};
  EXPECT_EQ(take_whole(*books, whole, context()).error().code, "permission_denied");

  const auto draft = desk->open_file({.importable = "stations", .name = "stations.csv", .bytes = "code,name,receipt_prefix\nW,West,R5\nN,North,r 6\nE,East,R9\n"}, context("root"), {}).value();
  EXPECT_EQ(draft->preview.fresh, 1U);
  ASSERT_EQ(draft->preview.errors, 2U);
  std::string notes;
  for (const auto& row : draft->preview.shown)
    for (const auto& note : row.notes) notes += std::to_string(note.row) + " " + note.column + " " + note.code + "; ";
  EXPECT_EQ(notes, "3 receipt_prefix bad_value; 4 receipt_prefix in_use; ") << "a prefix that receipts bear";

  auto utility = books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai"};
  utility.installed = morning;
  put(utility);
  const StartRequest good{draft->id, books::ImportChoice::good};
  const auto alone = desk->start(good, context("root"));
  ASSERT_EQ(alone.error().code, "approval_needed");
  EXPECT_EQ(alone.error().details.at("action"), "stations_write");
  const auto number = books->run({"root", "import", ""}, [&](const books::Reader& reader) { return people::ask_approval(reader, people::request_of(alone.error().details, ""), context("root")); }).value().number;
  books->run({"petrov", "import", ""}, [&](const books::Reader& reader) { return people::decide_approval(reader, {number, true, ""}, context("petrov")); }).value();
  auto agreed = good;
  agreed.approval = number;
  const auto run = desk->start(agreed, context("root")).value();
  EXPECT_EQ(run.approved_by, "petrov");
  EXPECT_EQ(desk->go_on(run.number, by_name()).value().state, books::ImportStatus::done);
  EXPECT_EQ(books->read([](const books::Reader& reader) -> Result<std::optional<books::Station>> { return reader.find<books::Station>("W"); }).value()->receipt_prefix, "R5");
  EXPECT_EQ(desk->undo(run.number, 0, context()).error().code, "permission_denied") << "nor does a manager take it back";
}

TEST_F(Office, while_nobody_else_is_there_who_sets_the_utility_up_brings_its_stations_alone) {
  put(books::Operator{.name = "root", .full_name = "root", .roles = "administrator"});
  const auto of = stations();
  const auto done = take_whole(*books, {.of = &of, .bytes = "code,name,receipt_prefix\nW,West,R5\n"}, context("root"));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->created, 1);
}

TEST_F(Office, a_price_plan_of_a_file_goes_again_but_not_once_a_version_of_it_was_published) {
  const auto draft = bring("plan,from_date,name,price\na,2027-01-01,A,0.50\nb,2027-01-01,B,0.60\nb,2027-07-01,,0.70\n", "plan-versions");
  ASSERT_EQ(draft->preview.errors, 0U) << draft->preview.shown.front().notes.front().what;
  const auto run = start(draft);
  ASSERT_EQ(desk->go_on(run.number, by_name()).value().created, 3);
  books->run({"miller", "tariffs_publish", ""}, [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
    auto version = *reader.find<books::PlanVersion>("b", "2027-01-01");
    version.state = books::PlanStatus::published;
    return books::Decision<Done>{{{version}, {}}, {}};
  }).value();
  clock.advance(Duration::minutes(5));
  EXPECT_EQ(undo(run.number).kept, 2) << "plan b and its published version";
  const auto left = books->read([](const books::Reader& reader) -> Result<std::string> {
    std::string out;
    for (const auto& plan : reader.all<books::Plan>()) out += plan.id + " ";
    for (const auto& version : reader.all<books::PlanVersion>()) out += version.plan + "/" + version.from + " ";
    return out;
  });
  EXPECT_EQ(left.value(), "b b/2027-01-01 ");
}

}  // namespace
}  // namespace kwota::import_desk
