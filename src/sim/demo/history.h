// A year of a utility in virtual time: days one after the other, people at their posts, and what they decide – through the use-cases that the doors
// call, in the writer's groups. What happens in it is told by subjects (subjects.h), a file each.
// Guarantees: moments only rise; the same seed, books and day give the same history; nothing is written past the books' writer.
// Never: sleeps, asks the machine's clock, or knows what is sold.   Begin with History, then on() and daily().
#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "base/cause.h"
#include "people/approval.h"
#include "people/context.h"
#include "seal/vault/vault.h"
#include "sell/counter/desk.h"
#include "sell/tariff/use/plan_cache.h"
#include "sim/town/dice.h"
#include "store/books.h"

namespace kwota::demo {

struct HistorySettings {
  Instant now;               ///< where it ends
  int days = 365;
  std::uint64_t seed = 2026;
  seal::Vault* vault = nullptr;  ///< its name is the journal's chain; it says by what proofs cards would pay
  std::function<void(int day, int of)> tell = {};  ///< now and then
};

/// Where somebody stands. Without a till: at a desk of the office.
struct Post {
  std::string who, station, till;
};
/// The people of the sample utility at their windows: T1 sells, at T2 the supervisor corrects.
Post cashier(const std::string& station);
Post supervisor(const std::string& station);
Post at_desk(const std::string& who);
inline const std::string stations[] = {"E01", "E02", "E03"};

class History {
 public:
  using Deed = std::function<Result<void>(History&)>;

  History(store::Books& books, ManualClock& clock, Zone zone, HistorySettings settings);
  ~History();
  History(const History&) = delete;

  // ---- what shall happen, put down before live()
  /// On that day, or on the next one on which somebody works. 0 is the first day, last() the newest; what lies before or after them does not happen in
  /// this history. What needs something else to have happened is put down by that, or asks for it.
  void on(int day, Deed deed);
  void daily(Deed deed) { daily_.push_back(std::move(deed)); }      ///< when the windows have opened
  void nightly(Deed deed) { nightly_.push_back(std::move(deed)); }  ///< soon after midnight
  void evening(Deed deed) { evening_.push_back(std::move(deed)); }  ///< before the windows close
  /// The error of the first thing that could not happen.
  Result<void> live();

  // ---- time
  int last() const { return last_; }
  int day() const { return day_; }
  LocalDate date(int day) const;
  LocalDate today() const { return date(day_); }
  std::string text(int day) const { return format_date(date(day)); }
  bool works(int day) const;
  Instant at(int day, unsigned hour, unsigned minute = 0) const;
  /// The next moment of this day. Each is later than the one before.
  Instant moment();
  /// About so many things will happen today: they are spread over the hours.
  void expect(int deeds);
  const Zone& zone() const { return zone_; }

  // ---- people decide
  /// Not waited for: decisions are taken in their order, many of them in a group, when somebody waits (settle(), decide()). The use-case runs on the
  /// writer's thread. The clock of the books then stands at the newest moment: no row is from later than the group that has it.
  template <class UseCase>
  void let(const Post& post, const std::string& action, UseCase use_case) {
    using Answer = typename store::detail::AnswerOf<std::invoke_result_t<const UseCase&, const books::Reader&, const people::Context&>>::type;
    later_.emplace_back([this, post, action, decide = deciding(post, std::move(use_case))]() mutable {
      books_.submit({post.who, action, post.station}, std::move(decide), [this, action](Result<Answer> answer) { answered(action, answer.ok() ? std::nullopt : std::optional(answer.error())); });
    });
  }
  /// What the head-end does when no person does. The use-case makes its own context.
  template <class UseCase>
  void by_itself(UseCase use_case) {
    using Answer = typename store::detail::AnswerOf<std::invoke_result_t<const UseCase&, const books::Reader&, Instant>>::type;
    later_.emplace_back([this, now = moment(), use_case = std::move(use_case)]() mutable {
      books_.submit({"head-end", "head-end", ""}, [now, use_case = std::move(use_case)](const books::Reader& reader) { return use_case(reader, now); },
                    [this](Result<Answer> answer) { answered("head-end", answer.ok() ? std::nullopt : std::optional(answer.error())); });
    });
  }
  template <class UseCase>
  auto decide(const Post& post, const std::string& action, UseCase use_case) {
    let_happen();
    auto decide = deciding(post, std::move(use_case));
    clock_.set(moment_);
    return books_.run({post.who, action, post.station}, std::move(decide));
  }
  /// The same where a second person may have to agree. `attempt`: (reader, context, number of the approval or 0).
  template <class Attempt>
  auto decide_by_two(const Post& post, const std::string& action, const std::string& reason, const std::string& second, Attempt attempt) {
    const auto try_with = [&](std::int64_t approval) {
      return decide(post, action, [&](const books::Reader& reader, const people::Context& context) { return attempt(reader, context, approval); });
    };
    auto first = try_with(0);
    if (first.ok() || cause_of(first.error()) != Cause::approval_needed) return first;
    const auto number = agreed(post, first.error(), reason, second);
    if (!number.ok()) return decltype(first)(number.error());
    return try_with(*number);
  }
  template <class Question>
  auto ask(Question question) { return books_.read(std::move(question)); }
  /// Everything that was let is done. The first error of it.
  Result<void> settle();
  /// A request of this person that somebody has still to agree to.
  Result<books::Approval> request(const Post& post, const Error& needed, const std::string& reason);

  counter::Claim claim();
  sim::Dice& dice() { return dice_; }
  std::string vault() const { return settings_.vault->name(); }
  seal::Vault& sealing_vault() { return *settings_.vault; }
  /// For what decides several times by itself: this person, at the next moment.
  Result<people::Context> context_of(const Post& post);
  store::Books& books() { return books_; }

 private:
  template <class UseCase>
  auto deciding(const Post& post, UseCase use_case) {
    return [this, post, now = moment(), use_case = std::move(use_case)](const books::Reader& reader)
               -> std::invoke_result_t<const UseCase&, const books::Reader&, const people::Context&> {
      TRY(context, context_of(reader, post, now));
      return use_case(reader, context);
    };
  }
  Result<people::Context> context_of(const books::Reader& reader, const Post& post, Instant now);
  Result<std::int64_t> agreed(const Post& post, const Error& needed, const std::string& reason, const std::string& second);
  /// What was let is decided now, and waited for.
  void let_happen();
  void answered(const std::string& action, const std::optional<Error>& error);
  Result<void> live_a_day();
  Result<void> work_a_day();
  Result<void> open_windows();
  Result<void> close_windows();

  store::Books& books_;
  ManualClock& clock_;
  const Zone zone_;
  const HistorySettings settings_;
  const int last_;
  const std::int64_t first_day_;
  sim::Dice dice_;
  tariff::PlanCache plans_;
  int day_ = 0, claims_ = 0;
  Instant moment_, day_ends_;
  Duration step_ = Duration::seconds(20);
  std::map<int, std::vector<Deed>> deeds_;
  std::vector<Deed> daily_, nightly_, evening_;

  std::vector<std::function<void()>> later_;
  std::mutex mutex_;
  std::condition_variable done_;
  std::size_t waiting_ = 0;
  std::optional<Error> failed_;
};

}  // namespace kwota::demo
