#include "work/head_end/service.h"

#include "carry/lines/all.h"
#include "work/head_end/accounts.h"
#include "work/head_end/reviews.h"
#include "work/head_end/rooms.h"
#include "work/head_end/voids.h"

namespace kwota::head_end {

using SteadyClock = std::chrono::steady_clock;

namespace {
constexpr std::int64_t hour = 3'600'000;  // ms
}

/// What the threads look for, in one thread at a time.
class Service::Rounds : public dispatch::Work {
 public:
  explicit Rounds(HeadEnd::Parts parts)
      : books_(parts.books), clock_(parts.clock), moved_(parts.moved), open_(parts.open), head_end_(std::move(parts)),
        reviews_(books_, clock_, lines::known_devices()) {}

  dispatch::Due look() override;
  std::unique_ptr<dispatch::Session> talk_with(const books::MeterLink& link) override {
    return std::make_unique<HeadEnd::Conversation>(head_end_, link.meter);
  }
  Result<Exchange> open(const books::MeterLink& link) override { return open_(link); }
  void when_wanted(std::function<bool(const books::MeterLink&)> wanted) override { head_end_.when_wanted(std::move(wanted)); }

 private:
  void expire(Instant now);
  void look_at_calendar_hourly(Instant now);
  void look_at_voids(Instant now);
  void look_at_readings(Instant now);
  void publish(const std::vector<books::MeterCommand>& moved) const;

  store::Books& books_;
  const Clock& clock_;
  std::function<void(const books::MeterCommand&)> moved_;
  OpenLine open_;
  HeadEnd head_end_;
  Reviews reviews_;
  std::int64_t calendar_looked_hour_ = -1, voids_looked_hour_ = -1, voids_edition_ = 0;
  readings::Due readings_;
  Instant readings_seen_;
  SteadyClock::time_point readings_looked_{};
};

dispatch::Due Service::Rounds::look() {
  const auto now = clock_.now();
  expire(now);
  look_at_calendar_hourly(now);
  look_at_voids(now);
  (void)head_end_.balances().charge_in_time();  // what the books did not take the next look finds again
  (void)reviews_.take_in_some();               // the same
  auto due = books_.read([&](const books::Reader& books) -> Result<remote::Due> { return remote::due(books, now); });
  look_at_readings(now);
  return {.ordered = due.ok() ? std::move(due->links) : std::vector<books::MeterLink>{}, .planned = readings_.links};
}

void Service::Rounds::publish(const std::vector<books::MeterCommand>& moved) const {
  if (!moved_) return;
  for (const auto& row : moved) moved_(row);
}

void Service::Rounds::expire(Instant now) {
  const auto late = books_.read([&](const books::Reader& books) -> Result<bool> {
    const auto found = remote::expire(books, now);
    return found.ok() && !found->answer.empty();
  });
  if (!late.ok() || !*late) return;
  const auto expired = books_.run({std::string{remote::head_end}, "remote", ""},
                                  [&](const books::Reader& books) { return remote::expire(books, now); });
  if (expired.ok()) publish(*expired);  // what the books did not take now the next look finds again
}

/// At once for a newer list; each hour for meters that came to a line, or were not reached in time.
void Service::Rounds::look_at_voids(Instant now) {
  const auto edition = edition_of_voids(books_, now);
  if (!edition.ok() || (*edition == voids_edition_ && now.ms() / hour == voids_looked_hour_)) return;
  const auto called = call_about_voids(books_, now);
  if (!called.ok()) return;  // the next look tries again
  voids_edition_ = *edition;
  voids_looked_hour_ = now.ms() / hour;
  publish(*called);
}

/// What changes by the calendar: who moves in or out, accounts with another plan. Hours, for days begin at another moment in each zone.
void Service::Rounds::look_at_calendar_hourly(Instant now) {
  if (now.ms() / hour == calendar_looked_hour_) return;
  const auto followed = look_at_accounts(books_, now);
  const auto queued = look_at_rooms(books_, now);
  if (!queued.ok() || !followed.ok()) return;  // the next look tries again
  calendar_looked_hour_ = now.ms() / hour;
  publish(*queued);
}

/// All meters are gone through for it: only when there may be something, or people may have changed a plan.
void Service::Rounds::look_at_readings(Instant now) {
  constexpr auto plans_are_noticed = std::chrono::seconds(5);
  const auto real = SteadyClock::now();
  const bool later = readings_.next && now < *readings_.next && now >= readings_seen_;
  if (later && readings_.links.empty() && real - readings_looked_ < plans_are_noticed) return;
  auto due = books_.read([&](const books::Reader& books) { return readings::due(books, now); });
  readings_ = due.ok() ? std::move(*due) : readings::Due{};
  readings_seen_ = now;
  readings_looked_ = real;
}

Service::Service(HeadEnd::Parts parts, Settings settings)
    : rounds_(std::make_unique<Rounds>(std::move(parts))), dispatcher_(std::make_unique<dispatch::Dispatcher>(*rounds_, settings)) {}
Service::~Service() = default;

}  // namespace kwota::head_end
