#include "sim/demo/history.h"

#include <fmt/format.h>

#include "base/ids_text.h"
#include "carry/lines/all.h"
#include "schemes/all.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/tender.h"
#include "sell/outlets/clients.h"
#include "sell/till/till.h"

namespace kwota::demo {
namespace {

constexpr unsigned opens_at = 8, closes_at = 18;
/// So early in the day nothing has been sold yet: the newest day is one only from then on.
constexpr auto first_hour_of_today = Duration::minutes(90);
constexpr std::int64_t opening_float = 20'000;

struct Window {
  const char *station, *till, *who;
};
constexpr Window windows[] = {{"E01", "T1", "wang"}, {"E01", "T2", "zhao"}, {"E02", "T1", "li"}, {"E02", "T2", "zhou"}, {"E03", "T1", "chen"}, {"E03", "T2", "he"}};

Post window(const std::string& station, const std::string& till) {
  for (const auto& one : windows)
    if (one.station == station && one.till == till) return {one.who, station, till};
  return {};
}

}  // namespace

Post cashier(const std::string& station) { return window(station, "T1"); }
Post supervisor(const std::string& station) { return window(station, "T2"); }
Post at_desk(const std::string& who) { return {who, "E01", ""}; }

History::History(store::Books& books, ManualClock& clock, Zone zone, HistorySettings settings)
    : books_(books), clock_(clock), zone_(std::move(zone)), settings_(std::move(settings)), last_(settings_.days),
      first_day_(day_number(zone_.local(settings_.now).date) - settings_.days), dice_(settings_.seed) {}

History::~History() = default;

LocalDate History::date(int day) const { return date_of_day(first_day_ + day); }
Instant History::at(int day, unsigned hour, unsigned minute) const { return zone_.instant({date(day), hour, minute, 0}); }

/// Monday to Saturday; today whatever it is, once its windows are open.
bool History::works(int day) const {
  if (day == last_) return settings_.now >= at(day, opens_at) + first_hour_of_today;
  constexpr std::int64_t week = 7, thursday = 4;  // of 1970-01-01
  return (first_day_ + day + thursday) % week != 0;
}

void History::on(int day, Deed deed) {
  if (day < 0 || day > last_) return;
  while (day < last_ && !works(day)) ++day;
  while (day > 0 && !works(day)) --day;
  deeds_[day].push_back(std::move(deed));
}

Instant History::moment() {
  moment_ = moment_ + (moment_ + step_ < day_ends_ ? step_ : Duration::ms(10));
  return moment_;
}

void History::expect(int deeds) {
  const auto left = day_ends_ - moment_;
  step_ = Duration::ms(left.ms() / (deeds + 20));
}

counter::Claim History::claim() {
  const auto number = ++claims_;
  return {fmt::format("{:024x}", number), fmt::format("{:024x}", number * 31)};
}

namespace {

/// A person; or the terminal of an outlet, which is called like the key that it signs with: "O-01.T1".
std::optional<books::Operator> who_acts(const books::Reader& reader, const std::string& name) {
  if (auto person = reader.find<books::Operator>(name)) return person;
  const auto dot = name.find('.');
  const auto outlet = dot == std::string::npos ? std::nullopt : reader.find<books::Outlet>(name.substr(0, dot));
  if (!outlet) return std::nullopt;
  return outlets::operator_of(*outlet, {.outlet = outlet->code, .client = name.substr(dot + 1)});
}

}  // namespace

Result<people::Context> History::context_of(const books::Reader& reader, const Post& post, Instant now) {
  const auto who = who_acts(reader, post.who);
  if (!who) return error(Fault::ours, "demo_damaged", "Nobody called " + post.who + " works at the sample utility.");
  people::Context context{*who, post.station, post.till, now, zone_, &plans_, &schemes::table()};
  context.devices = lines::known_devices();
  return context;
}

Result<people::Context> History::context_of(const Post& post) {
  MUST(settle());
  clock_.set(moment());
  return ask([&](const books::Reader& reader) { return context_of(reader, post, moment_); });
}

Result<books::Approval> History::request(const Post& post, const Error& needed, const std::string& reason) {
  return decide(post, "approvals", [asked = people::request_of(needed.details, reason)](const books::Reader& reader, const people::Context& context) { return people::ask_approval(reader, asked, context); });
}

Result<std::int64_t> History::agreed(const Post& post, const Error& needed, const std::string& reason, const std::string& second) {
  TRY(asked, request(post, needed, reason));
  const people::ApprovalDecision decision{.number = asked.number, .approve = true, .reason = {}};
  TRY(said, decide({second, post.station, ""}, "approvals", [&](const books::Reader& reader, const people::Context& context) { return people::decide_approval(reader, decision, context); }));
  return said.number;
}

void History::answered(const std::string& action, const std::optional<Error>& error) {
  const std::lock_guard lock(mutex_);
  if (error && !failed_) {
    failed_ = error;
    failed_->details["action"] = action;
  }
  if (--waiting_ == 0) done_.notify_all();
}

void History::let_happen() {
  if (later_.empty()) return;
  const auto work = std::exchange(later_, {});
  clock_.set(moment_);
  waiting_ = work.size();  // nobody else counts: what was let before has ended
  for (const auto& each : work) each();
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return waiting_ == 0; });
}

Result<void> History::settle() {
  let_happen();
  const std::lock_guard lock(mutex_);
  if (failed_) return *failed_;
  return {};
}

Result<void> History::live() {
  for (day_ = 0; day_ <= last_; ++day_) {
    if (auto lived = live_a_day(); !lived) {
      auto why = lived.error();
      why.what = fmt::format("The sample's history broke off on {}: {}", text(day_), why.what);
      return why;
    }
    if (settings_.tell) settings_.tell(day_, last_);
  }
  return {};
}

Result<void> History::live_a_day() {
  MUST(settle());
  moment_ = at(day_, 0, 31);
  day_ends_ = std::min(at(day_, opens_at), settings_.now);
  if (moment_ >= day_ends_) return {};
  step_ = Duration::seconds(20);
  for (const auto& deed : nightly_) MUST(deed(*this));
  MUST(settle());
  return works(day_) ? work_a_day() : Result<void>{};
}

Result<void> History::work_a_day() {
  moment_ = at(day_, opens_at);
  day_ends_ = std::min(at(day_, closes_at), settings_.now - Duration::minutes(5));
  step_ = Duration::seconds(10);
  MUST(open_windows());
  MUST(settle());  // yesterday is closed in the morning
  for (const auto& deed : daily_) MUST(deed(*this));
  auto& today = deeds_[day_];
  for (std::size_t i = 0; i < today.size(); ++i) MUST(Deed(today[i])(*this));  // a deed may put down another
  for (const auto& deed : evening_) MUST(deed(*this));
  MUST(close_windows());
  return settle();
}

Result<void> History::open_windows() {
  for (const auto& one : windows)
    let({one.who, one.station, one.till}, "shift_own", [](const books::Reader& reader, const people::Context& context) { return till::open_shift(reader, Money::minor(opening_float), context); });
  return {};
}

/// What lies in the drawer is what the ledger says. Four times a year somebody is wrong, and says so.
Result<void> History::close_windows() {
  for (const auto& one : windows) {
    const bool short_today = day_ % 90 == 40 && std::string_view(one.who) == "wang";
    let({one.who, one.station, one.till}, "shift_own", [short_today](const books::Reader& reader, const people::Context& context) {
      till::CloseRequest request;
      for (const auto& tender : ledger::tenders()) {
        const auto there = reader.balance(ledger::till_money(context.station, context.till, tender.tender));
        if (tender.counted) request.counted = there;
        else if (!there.is_zero()) request.slips.push_back({tender.tender, there, {}});
      }
      if (short_today) request.counted -= Money::minor(20'00), request.reason = "找零出错", request.accepted_by = "zhao";
      return till::close_shift(reader, request, context);
    });
  }
  return {};
}

}  // namespace kwota::demo
