#include "serve/jobs/house_plan.h"

#include <algorithm>
#include <chrono>

#include "base/idle_thread.h"
#include "people/notices/sends.h"
#include "sell/debt/interest.h"
#include "serve/api/asked.h"
#include "serve/api/edition.h"
#include "serve/jobs/kinds.h"
#include "serve/jobs/watch.h"
#include "serve/lists/made/backups.h"
#include "work/jobs/copies_due.h"
#include "work/jobs/jobs.h"

namespace kwota::serve {
namespace {

using books::Job;
using books::JobKind;

/// The machine's time between two looks at the clock of the house, and what of that clock passes between two rounds. [K]
constexpr auto glance = std::chrono::seconds(1);
constexpr Duration one_round = Duration::seconds(30);

void copy_and_prove(ServerParts& server) {
  const auto zone = zone_of_utility(server);
  const auto now = server.clock.now();
  const bool there = !copies_in(server.data).empty();
  const auto wanted = server.books.read([&](const books::Reader& books) -> Result<jobs::CopiesDue> { return jobs::copies_due(books, there, now, zone); });
  if (!wanted) return;
  const auto ask = [&](JobKind kind) {
    static_cast<void>(server.jobs->ask({.kind = kind, .asked = "{}", .operator_name = {}, .station = {}, .language = "en"}, {.operator_name = {}, .action = "backup", .station = {}}));
  };
  if (wanted->backup) ask(JobKind::backup);
  if (wanted->prove && !wanted->backup) ask(JobKind::prove);
}

/// What the job is asked: of a report the period before.
std::string asked_now(const books::SendPlan& plan, Instant now, const Zone& zone) {
  boost::system::error_code failed;
  auto asked = boost::json::parse(plan.asked, failed);
  if (failed || !asked.is_object() || plan.kind != JobKind::report) return plan.asked;
  asked.get_object()["period"] = people::period_of(plan, now, zone);
  return boost::json::serialize(asked);
}

/// Each who gets it has one of his own, made with his rights: nobody is sent what he could not have made himself.
void ask_for_all(ServerParts& server, const books::SendPlan& plan, const std::string& asked) {
  std::vector<std::string> names{plan.operator_name};
  for (auto& name : people::mailed_to(plan))
    if (name != plan.operator_name) names.push_back(std::move(name));
  for (const auto& name : names) {
    const auto who = server.books.read([&](const books::Reader& books) -> Result<std::optional<books::Operator>> { return books.find<books::Operator>(name); });
    if (!who || !*who) continue;
    boost::system::error_code failed;
    const auto parsed = boost::json::parse(asked, failed);
    if (name != plan.operator_name && !(parsed.is_object() && server.jobs->may(plan.kind, **who, parsed.get_object()))) continue;
    static_cast<void>(server.jobs->ask({.kind = plan.kind, .asked = asked, .operator_name = name, .station = (*who)->station, .language = plan.language, .plan = plan.number},
                                       {.operator_name = name, .action = "sends", .station = (*who)->station}));
  }
}

void send(ServerParts& server) {
  const auto zone = zone_of_utility(server);
  const auto now = server.clock.now();
  const auto plans = server.books.read([&](const books::Reader& books) -> Result<std::vector<books::SendPlan>> { return people::sends_due(books, now, zone); });
  if (!plans) return;
  for (const auto& plan : *plans) {
    const auto noted = server.books.run({.operator_name = plan.operator_name, .action = "sends", .station = {}}, [&](const books::Reader& books) { return people::sent(books, plan.number, now, zone); });
    if (!noted) continue;
    ask_for_all(server, plan, asked_now(plan, now, zone));
  }
}

/// Months of interest that have ended, a few debts in a group so that sales wait for none. What a stopped server left out is charged by the next one.
void charge_interest(ServerParts& server, const LocalDate& today) {
  constexpr std::size_t debts_in_a_group = 100;
  const auto due = server.books.read([&](const books::Reader& books) -> Result<std::vector<std::int64_t>> { return debts::interest_due(books, today); });
  if (!due) return;
  for (auto from = due->begin(); from != due->end();) {
    const auto to = from + static_cast<std::ptrdiff_t>(std::min<std::size_t>(debts_in_a_group, static_cast<std::size_t>(due->end() - from)));
    const std::vector<std::int64_t> some(from, to);
    const auto now = server.clock.now();
    const auto charged = server.books.run({.operator_name = {}, .action = "debt_interest", .station = {}}, [&](const books::Reader& books) { return debts::charge_interest(books, some, today, now); });
    if (charged) server.events.publish("debts", boost::json::object{{"count", charged->size()}}, {.station = {}, .till = {}, .permission = "customers_read"});
    from = to;
  }
}

}  // namespace

void do_what_is_due(ServerParts& server, RoundsBefore& before) {
  // A clock that may be wrong makes nothing due: a year ahead for a minute, and every file were too old.
  const bool sure = server.books.clock_state().doubt == books::ClockDoubt::none;
  if (sure && server.jobs != nullptr) {
    server.jobs->clean();
    copy_and_prove(server);
    send(server);
  }
  tell(server, happened_now(server));
  if (!sure) return;
  const auto here = zone_of_utility(server).local(server.clock.now());
  if (here.date != before.interest) {
    before.interest = here.date;
    charge_interest(server, here.date);
  }
  if (here.hour >= losses_from_hour && here.date != before.losses) {
    before.losses = here.date;
    tell(server, high_losses(server));
  }
  write_to_customers(server, before.letters);
}

HousePlan::HousePlan(ServerParts& server) : server_(server) {
  thread_ = std::thread([this] {
    run_when_idle();
    loop();
  });
}

HousePlan::~HousePlan() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void HousePlan::loop() {
  for (std::unique_lock lock(mutex_); !wake_.wait_for(lock, glance, [this] { return ending_; });) {
    lock.unlock();
    look();
    lock.lock();
  }
}

void HousePlan::look() {
  end_other_machines(server_);
  const auto now = server_.clock.now();
  const auto passed = now - looked_;
  if (passed < one_round && !(passed < Duration{})) return;  // a clock that was set back looks again
  looked_ = now;
  do_what_is_due(server_, before_);
}

}  // namespace kwota::serve
