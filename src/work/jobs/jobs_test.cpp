// Long work as its owner sees it: done, stopped, killed in the middle, refused, and its file that nobody else gets.
#include "work/jobs/jobs.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "books/memory.h"
#include "people/permissions.h"

namespace kwota::jobs {
namespace {

namespace fs = std::filesystem;
using books::Job;
using books::JobStatus;

books::Operator person(const std::string& name, const std::string& roles) {
  books::Operator row;
  row.name = row.full_name = name;
  row.roles = roles;
  return row;
}

struct LongWork : testing::Test {
  LongWork() {
    std::string name = (fs::temp_directory_path() / "kwota-jobs-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    put(person("miller", "manager"));
    put(person("wang", "cashier"));
    put(person("root", "administrator"));
  }
  ~LongWork() override { fs::remove_all(folder); }

  void put(const books::Register& row) {
    ASSERT_TRUE(books->run({.operator_name = "root", .action = "operators_write", .station = {}}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
                       books::Decision<Done> decision;
                       decision.changes.put.emplace_back(row);
                       return decision;
                     }).ok());
  }
  people::Context as(const std::string& name) {
    people::Context context;
    context.who = books->read([&](const books::Reader& reader) -> Result<books::Operator> { return *reader.find<books::Operator>(name); }).value();
    context.now = clock.now();
    return context;
  }
  std::unique_ptr<Jobs> program(bool for_everybody = false) {
    Kind kind{.kind = books::JobKind::list,
              .may = [for_everybody](const books::Operator& who, const boost::json::object&) -> Result<void> {
                if (!for_everybody) MUST(people::require(who, "jobs_all"));
                return Done{};
              },
              .work = [this](jobs::Run& run) { return work(run); }};
    return std::make_unique<Jobs>(Jobs::Parts{.books = *books, .clock = clock, .random = random, .folder = folder}, std::vector{kind});
  }
  Job wanted(Jobs& jobs, const std::string& who = "miller") {
    return jobs.ask({.kind = books::JobKind::list, .asked = R"({"list":"sales"})", .operator_name = who, .language = "en"}, {.operator_name = who, .action = "jobs", .station = {}}).value();
  }
  Job row(std::int64_t number) {
    return books->read([&](const books::Reader& reader) -> Result<Job> { return *reader.find<Job>(number); }).value();
  }
  static Outcome file_of(std::string_view text) {
    auto file = Spool::make().value();
    file->write(text);
    EXPECT_TRUE(file->finish().ok());
    return {std::move(file), "sales.csv", "text/csv", {{"rows", 3}}};
  }
  static std::string text_of(const Spool& file) {
    std::ifstream in(file.path());
    return {std::istreambuf_iterator<char>(in), {}};
  }

  ManualClock clock{parse_instant("2026-11-20T06:00:00Z").value()};
  SystemRandom random;
  std::unique_ptr<store::Books> books = store::Books::in_memory(clock).value();
  fs::path folder;
  std::function<Result<Outcome>(jobs::Run&)> work = [](jobs::Run&) -> Result<Outcome> { return file_of("a,b,c\n"); };
};

TEST_F(LongWork, is_done_and_its_file_is_its_owners_alone) {
  const auto jobs = program();
  const auto number = wanted(*jobs).number;
  jobs->run_all();
  const auto job = row(number);
  EXPECT_EQ(job.state, JobStatus::done);
  EXPECT_EQ(job.bytes, 6);
  EXPECT_EQ(job.file.size(), 32U) << "nobody guesses it";
  EXPECT_EQ(job.kept_until, clock.now() + Duration::hours(24 * 30));
  EXPECT_EQ(text_of(*jobs->file_of(job, as("miller").who).value()), "a,b,c\n");
  EXPECT_EQ(jobs->file_of(job, as("root").who).error().code, "not_found") << "also of who sees the job";
  EXPECT_EQ(job_of(*std::make_unique<books::Memory>(), number, as("miller").who).error().code, "not_found");
}

TEST_F(LongWork, a_right_that_is_withdrawn_ends_it_and_closes_its_file) {
  const auto jobs = program();
  const auto before = wanted(*jobs).number;
  jobs->run_all();
  work = [&](jobs::Run& run) -> Result<Outcome> {
    put(person("miller", "cashier"));
    MUST(run.checkpoint("half"));
    return file_of("never");
  };
  const auto number = wanted(*jobs).number;
  jobs->run_all();
  EXPECT_EQ(row(number).state, JobStatus::failed);
  EXPECT_EQ(row(number).error, "permission_denied");
  EXPECT_TRUE(row(number).file.empty());
  EXPECT_EQ(jobs->file_of(row(before), as("miller").who).error().code, "permission_denied") << "by the right of the day on which he fetches it";
}

TEST_F(LongWork, a_file_that_tells_of_persons_is_for_whoever_may_take_such_data_away) {
  const auto jobs = program();
  work = [&](jobs::Run&) -> Result<Outcome> {
    auto made = file_of("whole");
    made.tells_of = {"name", "address"};
    return made;
  };
  const auto before = wanted(*jobs).number;
  jobs->run_all();
  EXPECT_EQ(personal_columns(row(before)), (std::vector<std::string>{"name", "address"}));
  EXPECT_EQ(text_of(*jobs->file_of(row(before), as("miller").who).value()), "whole");
  work = [&](jobs::Run&) -> Result<Outcome> {
    put(person("miller", "administrator"));  // he may still have jobs
    auto made = file_of("whole");
    made.tells_of = {"name"};
    return made;
  };
  const auto number = wanted(*jobs).number;
  jobs->run_all();
  EXPECT_EQ(row(number).error, "permission_denied") << "the right went while it was made";
  EXPECT_TRUE(row(number).file.empty());
  EXPECT_EQ(jobs->file_of(row(before), as("miller").who).error().details.at("permission"), "personal_export") << "and closes what was made before";
}

TEST_F(LongWork, a_file_is_for_whoever_works_at_the_station_that_it_was_made_for) {
  const auto jobs = program();
  const auto at = [](const std::string& station) {
    auto row = person("miller", "manager");
    row.station = station;
    return row;
  };
  const auto of_e01 = [&] { return jobs->ask({.kind = books::JobKind::list, .asked = "{}", .operator_name = "miller", .station = "E01", .language = "en"}, {.operator_name = "miller", .action = "jobs", .station = {}}).value().number; };
  put(at("E01"));
  const auto number = of_e01();
  jobs->run_all();
  EXPECT_TRUE(jobs->file_of(row(number), as("miller").who).ok());
  put(at("E02"));
  EXPECT_EQ(jobs->file_of(row(number), as("miller").who).error().code, "made_at_another_station") << "he works there now";
  put(at(""));
  EXPECT_TRUE(jobs->file_of(row(number), as("miller").who).ok()) << "who sees every station sees this one";
  put(at("E01"));
  work = [&](jobs::Run&) -> Result<Outcome> {
    put(at("E02"));
    return file_of("of E01");
  };
  const auto moved = of_e01();
  jobs->run_all();
  EXPECT_EQ(row(moved).error, "rights_changed") << "he went there while it was made";
  EXPECT_TRUE(row(moved).file.empty());
}

TEST_F(LongWork, a_file_with_the_rows_of_others_is_for_whoever_may_see_them_today) {
  const auto jobs = program(/*for everybody*/ true);
  const auto made_with = [&](std::vector<Needed> needs) {
    work = [needs](jobs::Run&) -> Result<Outcome> {
      auto made = file_of("whole");
      made.needs = needs;
      return made;
    };
    const auto number = wanted(*jobs).number;
    jobs->run_all();
    EXPECT_EQ(row(number).state, JobStatus::done);
    return number;
  };
  const auto all = made_with({{"sales_read"}}), own = made_with({{"sales_read", false}}), any = made_with({{"ledger_read|sales_read"}}), both = made_with({{"sales_read"}, {"ledger_read"}});
  EXPECT_EQ(row(both).needs, "sales_read,ledger_read");
  const auto fetched = [&](std::int64_t number) {
    const auto file = jobs->file_of(row(number), as("miller").who);
    return file.ok() ? std::string{"given"} : file.error().code;
  };
  struct Today {
    const char *role, *all, *own, *any, *both;
  };
  constexpr auto no = "made_with_other_rights";
  constexpr Today days[] = {
      {"cashier", no, "given", no, no},          {"supervisor", "given", "given", "given", no},         {"manager", "given", "given", "given", "given"},
      {"technician", no, "given", no, no},       {"auditor", "given", "given", "given", "given"},       {"administrator", no, no, no, no},
      {"cashier,technician", no, "given", no, no}, {"cashier,auditor", "given", "given", "given", "given"},
  };
  for (const auto& today : days) {
    put(person("miller", today.role));
    EXPECT_EQ(fetched(all), today.all) << today.role;
    EXPECT_EQ(fetched(own), today.own) << today.role;
    EXPECT_EQ(fetched(any), today.any) << today.role;
    EXPECT_EQ(fetched(both), today.both) << today.role;
  }
  put(person("miller", "supervisor"));
  EXPECT_EQ(jobs->file_of(row(both), as("miller").who).error().details.at("permission"), "ledger_read") << "which of them he has no more";
}

TEST_F(LongWork, a_file_that_is_not_made_yet_is_not_gone) {
  const auto jobs = program();
  const auto number = wanted(*jobs).number;
  EXPECT_EQ(jobs->file_of(row(number), as("miller").who).error().code, "file_not_yet");
  jobs->run_all();
  EXPECT_TRUE(jobs->file_of(row(number), as("miller").who).ok());
}

TEST_F(LongWork, nobody_gets_a_file_whose_right_went_while_the_last_row_was_written) {
  const auto jobs = program();
  work = [&](jobs::Run&) -> Result<Outcome> {
    put(person("miller", "cashier"));
    return file_of("whole");
  };
  const auto number = wanted(*jobs).number;
  jobs->run_all();
  EXPECT_EQ(row(number).error, "permission_denied");
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(LongWork, goes_on_from_its_checkpoint_when_the_program_was_killed) {
  auto jobs = program();
  const auto number = wanted(*jobs).number;
  ASSERT_TRUE(books->run({.operator_name = "miller", .action = "jobs", .station = {}}, [&](const books::Reader& reader) { return begin(reader, number, clock.now()); }).ok());
  auto half = row(number);
  half.checkpoint = "group 7";
  half.written = 7'000;
  ASSERT_TRUE(books->run({.operator_name = "miller", .action = "jobs", .station = {}}, [&](const books::Reader& reader) { return note(reader, half, clock.now()); }).ok());
  jobs.reset();  // nobody ended it
  ASSERT_EQ(books->run({.operator_name = {}, .action = "jobs", .station = {}}, [&](const books::Reader& reader) { return take_over(reader, clock.now()); }).value(), 1U);
  EXPECT_EQ(row(number).state, JobStatus::queued);
  std::string from;
  work = [&](jobs::Run& run) -> Result<Outcome> {
    from = run.job().checkpoint;
    return file_of("rest");
  };
  jobs = program();
  jobs->run_all();
  EXPECT_EQ(from, "group 7");
  EXPECT_EQ(row(number).state, JobStatus::done);
  EXPECT_NE(row(number).log.find("was_killed"), std::string::npos);
}

TEST_F(LongWork, stopped_it_has_a_state_and_no_file_and_may_be_taken_up_again) {
  const auto jobs = program();
  std::int64_t number = 0;
  work = [&](jobs::Run& run) -> Result<Outcome> {
    run.progress(4'210, 10'000);
    EXPECT_TRUE(jobs->stop(number, as("miller")).ok());
    EXPECT_TRUE(run.ended());
    return jobs::left();
  };
  number = wanted(*jobs).number;
  jobs->run_all();
  EXPECT_EQ(row(number).state, JobStatus::stopped);
  EXPECT_EQ(row(number).written, 4'210);
  EXPECT_EQ(row(number).total, 10'000);
  EXPECT_TRUE(fs::is_empty(folder));
  EXPECT_EQ(jobs->stop(number, as("miller")).error().code, "job_ended");
  EXPECT_EQ(jobs->stop(number, as("wang")).error().code, "not_found") << "a cashier knows his own";
  work = [](jobs::Run&) -> Result<Outcome> { return file_of("all"); };
  ASSERT_TRUE(jobs->resume(number, as("root")).ok()) << "who has the right for all";
  jobs->run_all();
  EXPECT_EQ(row(number).state, JobStatus::done);
}

TEST_F(LongWork, stopped_between_its_beginning_and_its_first_step_it_does_nothing) {
  bool worked = false;
  work = [&](jobs::Run&) -> Result<Outcome> { return worked = true, file_of("never"); };
  std::unique_ptr<Jobs> jobs;
  std::int64_t number = 0;
  Kind kind{.kind = books::JobKind::list,
            .may = [&](const books::Operator&, const boost::json::object&) -> Result<void> {  // asked once more when the books say that it runs
              if (row(number).state == JobStatus::running && row(number).log.find("stop_asked") == std::string::npos) EXPECT_TRUE(jobs->stop(number, as("miller")).ok());
              return Done{};
            },
            .work = [this](jobs::Run& run) { return work(run); }};
  jobs = std::make_unique<Jobs>(Jobs::Parts{.books = *books, .clock = clock, .random = random, .folder = folder}, std::vector{kind});
  number = wanted(*jobs).number;
  jobs->run_all();
  EXPECT_FALSE(worked);
  EXPECT_EQ(row(number).state, JobStatus::stopped);
}

TEST_F(LongWork, a_full_disk_fails_it_and_leaves_nothing_behind) {
  const auto jobs = program();
  const auto number = wanted(*jobs).number;
  std::signal(SIGXFSZ, SIG_IGN);
  work = [](jobs::Run&) -> Result<Outcome> {
    auto made = file_of(std::string(100'000, 'x'));
    const rlimit little{.rlim_cur = 50'000, .rlim_max = RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &little);
    return made;
  };
  jobs->run_all();
  const rlimit unlimited{.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
  ::setrlimit(RLIMIT_FSIZE, &unlimited);
  EXPECT_EQ(row(number).state, JobStatus::failed);
  EXPECT_EQ(row(number).error, "file_not_made");
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(LongWork, a_file_that_somebody_changed_is_not_given_out) {
  const auto jobs = program();
  const auto number = wanted(*jobs).number;
  jobs->run_all();
  std::ofstream(folder / row(number).file, std::ios::app) << "one more";
  EXPECT_EQ(jobs->file_of(row(number), as("miller").who).error().code, "file_changed");
}

TEST_F(LongWork, its_file_goes_after_thirty_days) {
  const auto jobs = program();
  const auto number = wanted(*jobs).number;
  jobs->run_all();
  clock.set(clock.now() + Duration::hours(24 * 30 - 1));
  jobs->clean();
  EXPECT_FALSE(fs::is_empty(folder));
  clock.set(clock.now() + Duration::hours(2));
  jobs->clean();
  EXPECT_TRUE(fs::is_empty(folder));
  EXPECT_EQ(jobs->file_of(row(number), as("miller").who).error().code, "file_gone");
}

TEST_F(LongWork, one_person_has_so_many_waiting) {
  const auto jobs = program();
  for (std::size_t i = 0; i < waiting_max; ++i) wanted(*jobs);
  EXPECT_EQ(jobs->ask({.kind = books::JobKind::list, .asked = "{}", .operator_name = "miller", .language = "en"}, {.operator_name = "miller", .action = "jobs", .station = {}}).error().code, "jobs_too_many");
  wanted(*jobs, "root");
}

}  // namespace
}  // namespace kwota::jobs
