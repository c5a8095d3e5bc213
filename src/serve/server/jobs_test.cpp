// Each kind of long work, done on books on a disk as the server does it; and what the house does by itself.
#include "seal/vault/test_no_vault.h"
#include "serve/jobs/kinds.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <mutex>

#include "people/notices/notices.h"
#include "people/notices/sends.h"
#include "sell/scheme/test_schemes.h"
#include "serve/api/edition.h"
#include "serve/desk/card_desk.h"
#include "serve/jobs/house_plan.h"
#include "serve/jobs/job_view.h"
#include "serve/jobs/watch.h"
#include "serve/letters/texts.h"
#include "serve/lists/made/backups.h"
#include "serve/server/server.h"
#include "store/test_books.h"
#include "store/test_books_on_disk.h"
#include "work/jobs/jobs.h"

namespace kwota::serve {
namespace {

using books::Job;
using books::JobKind;
using books::JobStatus;

/// A place outside that may be away.
class Elsewhere final : public store::Witness {
 public:
  std::string name() const override { return "/mnt/other/anchors.log"; }
  bool outside_of(const std::filesystem::path&) const override { return true; }
  Result<std::optional<store::Mark>> newest() const override { return std::optional<store::Mark>(); }
  Result<void> tell(const store::Mark&, Instant) const override {
    const std::lock_guard lock(mutex_);
    ++(away_ ? missed_ : took_);
    tried_.notify_all();
    return away_ ? Result<void>(store::witness_unwritable(name())) : Result<void>(Done{});
  }
  void goes_away(bool away) {
    const std::lock_guard lock(mutex_);
    away_ = away;
  }
  /// Waits until it missed, and took, so many.
  void await(int missed, int took) const {
    std::unique_lock lock(mutex_);
    tried_.wait(lock, [&] { return missed_ >= missed && took_ >= took; });
  }
  int missed() const {
    const std::lock_guard lock(mutex_);
    return missed_;
  }
  int took() const {
    const std::lock_guard lock(mutex_);
    return took_;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable tried_;
  mutable int missed_ = 0, took_ = 0;
  bool away_ = false;
};

struct Kinds : store::test::BooksOnDisk {
  Kinds() {
    EXPECT_TRUE(store::test::set_up(*books).ok());
    for (int i = 1; i <= 3; ++i) EXPECT_TRUE(store::test::sell(*books, store::test::receipt(i), 1'000 * i).ok());
    person("miller", "manager");
    person("wang", "cashier");
    person("root", "administrator");
    server.jobs = &jobs;
  }
  void put(const books::Register& row) {
    EXPECT_TRUE(books->run({"root", "operators_write", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
                       books::Decision<Done> decision;
                       decision.changes.put.emplace_back(row);
                       return decision;
                     }).ok());
  }
  /// The house makes a copy each night, and keeps so many.
  void keep_copies(std::int64_t count) {
    books::Setting kept;
    kept.number = 1;
    kept.name = books::SettingName::backups_kept;
    kept.value = count;
    put(kept);
  }
  /// It looks more often than something is due.
  void a_night_passes() {
    for (int look = 0; look < 3; ++look) {
      do_what_is_due(server);
      jobs.run_all();
    }
  }
  void person(const std::string& name, const std::string& roles) {
    books::Operator row;
    row.name = row.full_name = name;
    row.roles = roles;
    put(row);
  }
  Job row(std::int64_t number) {
    return books->read([&](const books::Reader& reader) -> Result<Job> { return *reader.find<Job>(number); }).value();
  }
  Job done(JobKind kind, const boost::json::object& asked, const std::string& who) {
    const auto job = jobs.ask({.kind = kind, .asked = boost::json::serialize(asked), .operator_name = who, .station = {}, .language = "en"}, {who, "jobs", ""}).value();
    jobs.run_all();
    return row(job.number);
  }
  std::string text_of(const Job& job) {
    const auto who = books->read([&](const books::Reader& reader) -> Result<books::Operator> { return *reader.find<books::Operator>(job.operator_name); }).value();
    const auto file = jobs.file_of(job, who).value();
    std::ifstream in(file->path());
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static boost::json::object result_of(const Job& job) { return boost::json::parse(job.result).as_object(); }
  Result<void> may(JobKind kind, const boost::json::object& asked, const std::string& who) {
    return jobs.may(kind, books->read([&](const books::Reader& reader) -> Result<books::Operator> { return *reader.find<books::Operator>(who); }).value(), asked);
  }
  /// From the next group on.
  void witness_goes_away() {
    elsewhere->goes_away(true);
    person("li", "manager");
    for (int times = 0; times < 3; ++times) {  // two of them are over then
      const auto before = elsewhere->missed();
      books->publish_to_witnesses();
      elsewhere->await(before + 1, 0);
    }
  }
  void witness_comes_back() {
    const auto before = elsewhere->took();
    elsewhere->goes_away(false);
    person("li", "manager");
    books->publish_to_witnesses();
    elsewhere->await(0, before + 1);
  }
  std::vector<books::Notice> told(const std::string& who) {
    books->settle();  // what was said before
    return books->read([&](const books::Reader& reader) -> Result<std::vector<books::Notice>> { return people::notices_for(reader, *reader.find<books::Operator>(who), 50); }).value();
  }

  std::shared_ptr<Elsewhere> elsewhere = std::make_shared<Elsewhere>();
  /// By what cannot be set. It goes with the clock, until a test lets it stand still.
  std::optional<Instant> stands;
  std::unique_ptr<store::Books> books =
      store::Books::open({.folder = folder.path, .signer = key.signer(), .witnesses = {elsewhere}, .steady = [this] { return stands.value_or(clock.now()) - store::test::noon; }}, clock).value();
  SystemRandom random;
  seal::test::NoVault vault;
  Sessions sessions{clock, random};
  Events events;
  CardDesk desk{*books, vault, scheme::test_schemes, teller::Families{{}}, random, clock, events};
  Workers workers{1};
  ServerParts server{.books = *books, .vault = vault, .schemes = scheme::test_schemes, .clock = clock, .machine = clock, .random = random, .sessions = sessions, .events = events,
                     .workers = workers, .desk = desk, .check = key.check(), .data = folder.path, .version = "test"};
  jobs::Jobs jobs{{.books = *books, .clock = clock, .random = random, .folder = folder.path / "jobs", .told = [this](const Job& job) { tell(server, happened_with(job)); }}, job_kinds(server)};
};

TEST_F(Kinds, at_the_end_what_was_begun_is_answered_and_what_comes_later_is_dropped) {
  bool answered = false, worked = false, between = false;
  books->submit(
      {"root", "jobs", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{}; },
      [&](const Result<Done>& done) {
        answered = done.ok();
        server.workers.run([&] { worked = true; });  // an answer still names everything, and nothing of it may be gone
      });
  workers.stop();
  finish(server);
  EXPECT_TRUE(answered);
  desk.submit("Reader 1", "", [&](teller::CardOnReader&, const teller::Inspection&) { worked = true; }, [&](const Error&) { worked = true; });
  desk.between_cards([&] { between = true; });
  EXPECT_FALSE(between) << "who waits for the desk goes on";
  EXPECT_FALSE(worked);
}

TEST_F(Kinds, an_edition_that_becomes_standalone_at_a_later_moment_ends_what_other_machines_hear_then) {
  Session session;
  session.token = "there";
  const auto there = events.listen(session, {}, "192.168.1.20").events;
  books->run({"root", "setup", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{books::Setting{.number = 1, .name = books::SettingName::network, .value = 0, .in_force = clock.now() + Duration::hours(1)}}, {}}, Done{}};
  }).value();
  end_other_machines(server);
  EXPECT_TRUE(there->open());
  clock.advance(Duration::hours(1));
  end_other_machines(server);
  EXPECT_FALSE(there->open());
}

TEST_F(Kinds, a_list_has_all_its_rows) {
  const auto job = done(JobKind::list, {{"list", "sales"}, {"format", "csv"}, {"filters", boost::json::object{{"operator", "li"}}}}, "miller");
  ASSERT_EQ(job.state, JobStatus::done) << job.error << job.error_details;
  EXPECT_EQ(job.written, 3);
  EXPECT_EQ(job.total, 3);
  EXPECT_EQ(job.file_name, "sales.csv");
  EXPECT_NE(text_of(job).find("R3-000003"), std::string::npos);
}

TEST_F(Kinds, a_cashier_gets_of_a_list_what_the_page_shows_him) {
  const auto job = done(JobKind::list, {{"list", "shifts"}, {"format", "csv"}}, "wang");
  EXPECT_EQ(job.state, JobStatus::done) << job.error;
  EXPECT_TRUE(may(JobKind::list, {{"list", "customers"}, {"format", "csv"}}, "wang").ok()) << "what tells of persons stays behind";
  EXPECT_EQ(may(JobKind::list, {{"list", "operators"}, {"format", "csv"}}, "wang").error().code, "permission_denied");
  EXPECT_EQ(may(JobKind::list, {{"list", "sales"}, {"format", "doc"}}, "wang").error().code, "unknown_format") << "said at once, not by a job that fails";
  EXPECT_EQ(may(JobKind::list, {{"list", "secrets"}, {"format", "csv"}}, "wang").error().code, "unknown_list");
  EXPECT_EQ(may(JobKind::list, {{"list", "sales"}, {"sql", "1"}}, "wang").error().code, "field_unknown");
}

TEST_F(Kinds, what_was_made_of_everybodys_rows_is_not_given_to_whoever_sees_his_own_alone_since) {
  const auto everybodys = done(JobKind::list, {{"list", "shifts"}, {"format", "csv"}}, "miller"), his_own = done(JobKind::list, {{"list", "shifts"}, {"format", "csv"}}, "wang");
  ASSERT_EQ(everybodys.needs, "shifts_read");
  ASSERT_EQ(his_own.needs, "shifts_read/own");
  const auto fetched_as = [&](const Job& job, const std::string& roles) {
    person(job.operator_name, roles);
    const auto who = books->read([&](const books::Reader& reader) -> Result<books::Operator> { return *reader.find<books::Operator>(job.operator_name); }).value();
    const auto file = jobs.file_of(job, who);
    EXPECT_EQ(job_view(job, who).at("may_fetch").as_bool(), file.ok()) << roles << ": the page offers no other";
    return file.ok() ? std::string{"given"} : file.error().code;
  };
  struct Today {
    const char *role, *everybodys, *his_own;
  };
  constexpr Today roles[] = {{"cashier", "made_with_other_rights", "given"},       {"supervisor", "given", "given"}, {"manager", "given", "given"},
                             {"technician", "permission_denied", "permission_denied"}, {"auditor", "given", "given"},    {"administrator", "permission_denied", "permission_denied"}};
  for (const auto& today : roles) {
    EXPECT_EQ(fetched_as(everybodys, today.role), today.everybodys) << today.role;
    EXPECT_EQ(fetched_as(his_own, today.role), today.his_own) << today.role;
  }
}

TEST_F(Kinds, a_report_and_a_query_remember_by_which_rights_they_were_made) {
  EXPECT_EQ(done(JobKind::report, {{"report", "R07"}, {"period", "2026-11"}, {"format", "csv"}}, "miller").needs, "sales_read");
  EXPECT_EQ(done(JobKind::report, {{"report", "R07"}, {"period", "2026-11"}, {"format", "csv"}}, "wang").needs, "sales_read/own");
  EXPECT_EQ(done(JobKind::verify, {}, "root").needs, "") << "it makes no file";
  put(books::SavedQuery{.number = 7, .kind = books::SavedKind::query, .subject = "sales", .name = "by place", .document = R"({"subject":"sales","where":{"field":"customer.place","value":"V1"},"columns":["number"],"sort":"number"})",
                        .owner = "miller"});
  const auto query = done(JobKind::query, {{"query", 7}, {"format", "csv"}}, "miller");
  ASSERT_EQ(query.state, JobStatus::done) << query.error << query.error_details;
  EXPECT_NE(query.needs.find("sales_read"), std::string::npos) << query.needs;
  EXPECT_NE(query.needs.find("customers_read"), std::string::npos) << "and of the lists between: " << query.needs;
}

TEST_F(Kinds, a_report_is_the_same_in_each_form) {
  for (const auto* form : {"csv", "xlsx", "pdf"}) {
    const auto job = done(JobKind::report, {{"report", "R07"}, {"period", "2026-11"}, {"groups", boost::json::array{"operator"}}, {"format", form}}, "miller");
    ASSERT_EQ(job.state, JobStatus::done) << job.error << job.error_details;
    EXPECT_EQ(job.file_name, std::string("R07-2026-11.") + form);
    EXPECT_GT(job.bytes, 100);
    EXPECT_EQ(job.written, result_of(job).at("rows").as_int64()) << "how far it is, is said in rows";
    EXPECT_EQ(job.total, job.written);
  }
  EXPECT_EQ(done(JobKind::report, {{"report", "R07"}, {"period", "2026-13"}, {"format", "csv"}}, "miller").error, "bad_period");
  EXPECT_EQ(may(JobKind::report, {{"report", "R06"}}, "wang").error().code, "permission_denied");
}

TEST_F(Kinds, a_copy_is_made_and_proved_and_leaves_nothing_beside) {
  EXPECT_EQ(done(JobKind::prove, {}, "root").error, "no_backup");
  ASSERT_EQ(done(JobKind::backup, {}, "root").state, JobStatus::done);
  const auto proof = done(JobKind::prove, {}, "root");
  ASSERT_EQ(proof.state, JobStatus::done) << proof.error << proof.error_details;
  EXPECT_EQ(result_of(proof).at("findings").as_int64(), 0);
  EXPECT_GT(result_of(proof).at("rows").as_int64(), 10);
  EXPECT_GT(result_of(proof).at("anchors").as_int64(), 3);
  EXPECT_EQ(copies_in(folder.path).front().proved, clock.now());
  EXPECT_FALSE(std::filesystem::exists(scratch_in(folder.path)));
  EXPECT_TRUE(verified().ok());
}

TEST_F(Kinds, a_copy_that_somebody_changed_is_no_proof_and_everybody_who_must_know_is_told) {
  ASSERT_EQ(done(JobKind::backup, {}, "root").state, JobStatus::done);
  const auto file = folder.path / "backups" / copies_in(folder.path).front().file;
  ASSERT_EQ(std::system(fmt::format("sqlite3 '{}' \"UPDATE sale SET tendered=1 WHERE number='R3-000002'\"", file.string()).c_str()), 0);
  const auto proof = done(JobKind::prove, {}, "root");
  EXPECT_EQ(proof.error, "backup_bad");
  EXPECT_FALSE(copies_in(folder.path).front().proved);
  const auto notices = told("root");
  EXPECT_TRUE(std::ranges::any_of(notices, [](const books::Notice& one) { return one.event == books::NoticeEvent::verify_failed && one.critical; }));
}

TEST_F(Kinds, verify_says_what_it_has_seen) {
  const auto job = done(JobKind::verify, {}, "root");
  ASSERT_EQ(job.state, JobStatus::done) << job.error << job.error_details;
  EXPECT_TRUE(result_of(job).at("signatures_checked").as_bool());
  EXPECT_EQ(may(JobKind::verify, {}, "miller").error().code, "permission_denied");
}

TEST_F(Kinds, a_month_is_closed_once_when_it_is_over) {
  EXPECT_EQ(done(JobKind::month_end, {{"month", "2026-11"}}, "miller").error, "month_not_over");
  clock.set(parse_instant("2026-12-02T01:00:00Z").value());
  const auto job = done(JobKind::month_end, {{"month", "2026-11"}}, "miller");
  ASSERT_EQ(job.state, JobStatus::done) << job.error << job.error_details;
  EXPECT_EQ(result_of(job).at("check").as_string(), "0.00");
  EXPECT_EQ(done(JobKind::month_end, {{"month", "2026-11"}}, "miller").error, "month_closed");
  EXPECT_TRUE(verified().ok());
}

TEST_F(Kinds, what_names_no_month_is_refused_where_it_is_asked_and_no_job_fails_of_it) {
  EXPECT_EQ(may(JobKind::month_end, {{"month", "2026-13"}}, "miller").error().code, "bad_month");
  EXPECT_EQ(may(JobKind::month_end, {}, "miller").error().code, "bad_month");
  EXPECT_TRUE(may(JobKind::month_end, {{"month", "2026-11"}}, "miller").ok());
}

TEST_F(Kinds, the_bell_says_why_a_job_failed_in_a_sentence_and_not_by_its_code) {
  ASSERT_EQ(done(JobKind::month_end, {{"month", "2026-11"}}, "miller").error, "month_not_over");
  const auto notices = told("miller");
  const auto failed = std::ranges::find(notices, books::NoticeEvent::job_failed, &books::Notice::event);
  ASSERT_NE(failed, notices.end());
  const auto said = notice_sentence(*failed, "en");
  EXPECT_EQ(said, fmt::format("Job {} failed: Month end. 2026-11 is not over yet.", failed->object));
  auto of_old = *failed;
  of_old.details = R"({"kind":"month_end","code":"month_not_over","object":"7"})";
  EXPECT_EQ(notice_sentence(of_old, "en"), "Job 7 failed: Month end. month_not_over") << "what was told before the details were kept";
}

TEST_F(Kinds, the_house_copies_at_its_hour_keeps_so_many_and_proves_one) {
  do_what_is_due(server);
  jobs.run_all();
  EXPECT_TRUE(copies_in(folder.path).empty()) << "as it comes it makes none";
  keep_copies(2);
  const auto nights = [&](int count) {
    for (int night = 0; night < count; ++night) {
      a_night_passes();
      clock.advance(Duration::hours(24));
    }
    return copies_in(folder.path);
  };
  const auto copies = nights(4);
  EXPECT_EQ(copies.size(), 3U) << "two, and the one that was proved";
  EXPECT_EQ(std::ranges::count_if(copies, [](const Copy& one) { return one.proved.has_value(); }), 1);
  EXPECT_TRUE(std::ranges::all_of(copies, [](const Copy& one) { return one.by_plan && one.verified; }));
  const auto made = books->read([](const books::Reader& reader) -> Result<std::vector<Job>> { return reader.all<Job>(); }).value();
  EXPECT_EQ(std::ranges::count(made, JobKind::backup, &Job::kind), 4);
  EXPECT_EQ(std::ranges::count(made, JobKind::prove, &Job::kind), 1) << "once in six days";
  for (int night = 0; night < 12; ++night) EXPECT_LE(nights(1).size(), 3U) << "one that was proved before goes when another was";
  EXPECT_EQ(std::ranges::count(told("root"), books::NoticeEvent::backup_unproven, &books::Notice::event), 0) << "they were proved in time";
}

TEST_F(Kinds, a_clock_that_was_a_year_ahead_for_an_hour_costs_no_copies_once_it_is_right) {
  keep_copies(1);
  const auto kept_on = [&](Instant moment) {
    clock.set(moment);
    a_night_passes();
    const auto copies = copies_in(folder.path, clock.now());
    return copies.size() <= 2 ? copies.front().time : std::nullopt;  // the newest, and one that was proved
  };
  const auto today = clock.now();
  put(books::ClockCorrection{.number = 1, .wrong_from = today + Duration::days(300), .wrong_to = today + Duration::days(400), .recorded = today, .first = "zhao", .second = "guo", .reason = "battery"});
  for (const auto days : {0, 365, 1, 2}) EXPECT_EQ(kept_on(today + Duration::days(days)), today + Duration::days(days)) << "made, and not for the first time in a year; and kept, whatever another is dated";
}

TEST_F(Kinds, nothing_becomes_due_by_a_clock_that_nobody_believes) {
  keep_copies(9);
  const auto copies = [&] {
    a_night_passes();
    return copies_in(folder.path).size();
  };
  const auto report = done(JobKind::report, {{"report", "R07"}, {"period", "2026-11"}, {"format", "csv"}}, "miller");
  EXPECT_EQ(copies(), 1U);
  stands = clock.now();
  clock.set(*stands + Duration::days(365));
  EXPECT_EQ(copies(), 1U);
  EXPECT_FALSE(row(report.number).file.empty()) << "files of a year ago would be cleared away";
  clock.set(*stands);
  stands.reset();
  clock.advance(Duration::days(1));
  EXPECT_EQ(copies(), 2U);
}

TEST_F(Kinds, real_books_without_a_copy_are_told_of_until_somebody_has_seen_it) {
  clock.advance(Duration::hours(27));
  do_what_is_due(server);
  clock.advance(Duration::hours(48));
  do_what_is_due(server);
  const auto notices = told("root");
  EXPECT_EQ(std::ranges::count(notices, books::NoticeEvent::backup_old, &books::Notice::event), 1);
  EXPECT_TRUE(told("wang").empty());
}

TEST_F(Kinds, a_till_without_its_reader_is_told_of_while_somebody_works_there_and_once_a_day) {
  books::Till till{.station = "3", .code = "1"};
  till.reader = "ACS ACR1281 00 00";
  put(till);
  const auto missed = [&] { return std::ranges::count(told("root"), books::NoticeEvent::till_reader_away, &books::Notice::event); };
  do_what_is_due(server);
  EXPECT_EQ(missed(), 0) << "nobody works there: it may be unplugged for the night";
  put(books::Shift{.station = "3", .till = "1", .number = 1, .operator_name = "wang"});
  for (int round = 0; round < 5; ++round) do_what_is_due(server);
  EXPECT_EQ(missed(), 1) << "not with every look";
  EXPECT_NE(told("root").front().text.find("ACS ACR1281"), std::string::npos) << told("root").front().text;
  EXPECT_TRUE(told("wang").empty()) << "he sees it at his till";
  clock.advance(Duration::hours(24));
  do_what_is_due(server);
  EXPECT_EQ(missed(), 2) << "and again on the next day, when it is still so";
}

TEST_F(Kinds, a_witness_that_is_away_is_told_of_once_until_it_is_back) {
  const auto missed = [&] {
    do_what_is_due(server);
    return std::ranges::count(told("root"), books::NoticeEvent::witness_away, &books::Notice::event);
  };
  EXPECT_EQ(missed(), 0);
  witness_goes_away();
  EXPECT_EQ(missed(), 1);
  const auto notices = told("root");
  const auto notice = *std::ranges::find(notices, books::NoticeEvent::witness_away, &books::Notice::event);
  EXPECT_TRUE(notice.critical);
  EXPECT_NE(notice_sentence(notice, "en").find("/mnt/other/anchors.log"), std::string::npos) << notice_sentence(notice, "en");
  EXPECT_TRUE(told("wang").empty()) << "nothing that a cashier can do";
  people::Context root;
  root.who = books->read([](const books::Reader& reader) -> Result<books::Operator> { return *reader.find<books::Operator>("root"); }).value();
  root.now = clock.now();
  ASSERT_TRUE(books->run({"root", "notices", ""}, [&](const books::Reader& reader) { return people::see(reader, notice.number, root); }).ok());
  clock.advance(Duration::hours(25));
  EXPECT_EQ(missed(), 1) << "he has seen it, and it is still the same absence";
  witness_comes_back();
  EXPECT_EQ(missed(), 1);
  clock.advance(Duration::hours(25));
  witness_goes_away();
  EXPECT_EQ(missed(), 2) << "another absence";
}

TEST_F(Kinds, a_report_by_plan_comes_as_his_job_and_the_bell_says_so) {
  people::Context miller;
  miller.who = books->read([](const books::Reader& reader) -> Result<books::Operator> { return *reader.find<books::Operator>("miller"); }).value();
  miller.now = clock.now();
  ASSERT_TRUE(books->run({"miller", "jobs", ""}, [&](const books::Reader& reader) {
                     return people::keep_send(reader, {.name = "County", .kind = "report", .asked = R"({"report":"R07","format":"csv"})", .rhythm = "monthly", .language = "en", .day = 1}, miller);
                   }).ok());
  clock.set(parse_instant("2026-12-01T01:00:00Z").value());
  do_what_is_due(server);
  do_what_is_due(server);
  jobs.run_all();
  const auto made = books->read([](const books::Reader& reader) -> Result<std::vector<Job>> { return reader.all<Job>(); }).value();
  ASSERT_EQ(made.size(), 1U) << "once";
  EXPECT_EQ(made.front().state, JobStatus::done) << made.front().error;
  EXPECT_EQ(made.front().file_name, "R07-2026-11.csv");
  EXPECT_EQ(told("miller").front().event, books::NoticeEvent::job_ended);
}

}  // namespace
}  // namespace kwota::serve
