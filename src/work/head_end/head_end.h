// The head-end brings a meter on a line, the books and the vault together: what the teller is for cards. It reads the meter, takes
// its word in, then does what the queue (sell/remote) says is next, and tells the queue what became of it.
// Guarantees: before anything else of a contact the meter is asked how it stands, in a new session, which makes what was sent
// earlier worthless; so what was in doubt is settled by the meter's count and never by sending again. The books know of a command
// before its seal leaves the vault. Whatever breaks – line, vault, books, program – the next contact goes on from there.
// Never: decides what is due or what it means (sell/remote does), or opens a port itself (Line).
// A contact is a dialogue (carry/dialogue): it stands still while the meter's answer is awaited, so that one thread holds thousands.
// Begin with: contact(); Conversation is the same in pieces.
#pragma once
#include <functional>
#include <memory>
#include <mutex>

#include "carry/dialogue/parties.h"
#include "carry/lines/driver.h"
#include "collect/readings/due.h"
#include "sell/remote/pace.h"
#include "sell/remote/queue.h"
#include "store/books.h"
#include "work/dispatch/work.h"
#include "work/head_end/balances.h"

namespace kwota::wire {
class Lines;
}

namespace kwota::head_end {

struct WrittenDown;

using dispatch::Exchange;

/// The way to a meter, for one conversation. Errors of wire::MeterLine::open().
using OpenLine = std::function<Result<Exchange>(const books::MeterLink&)>;

/// Lines of the operating system and of who dialled in. They outlive what is opened.
OpenLine real_lines(wire::Lines& lines);

/// What a contact brought.
struct Contact {
  std::optional<counter::TakenIn> word;  ///< the meter's, as the books took it in last
  std::size_t settled = 0;               ///< commands that were told what became of them
  std::optional<books::MeterReading> reading{};  ///< that was due by plan, as it stands in the books now; also a try that failed
  bool gave_way = false;                 ///< the reading was broken off for something more urgent, and is due as before
  std::optional<Error> trouble;          ///< why it ended early; what was settled before stays settled
};

class HeadEnd {
 public:
  /// All of them outlive it.
  struct Parts {
    store::Books& books;
    seal::Vault& vault;
    const Clock& clock;
    Random& random;
    OpenLine open;
    std::function<void(const books::MeterCommand&)> moved{};  ///< a command has gone a step; called on the contact's thread
  };
  /// Set before the first contact: whether a command waits for this line. A reading then gives way before its next question.
  void when_wanted(std::function<bool(const books::MeterLink&)> wanted) { wanted_ = std::move(wanted); }
  explicit HeadEnd(Parts parts) : parts_(std::move(parts)), balances_(parts_.books, parts_.clock, parts_.moved) {}

  /// Balances at the office: charged after each contact; whoever drives the head-end looks at them each hour.
  Balances& balances() { return balances_; }

  /// Everything that is due at this meter; nothing due: the line is not even opened. From any thread, but never two contacts of one line at a time.
  Contact contact(MeterNumber meter);
  class Conversation;

 private:
  struct Talk;
  template <class T>
  using Dialogue = dialogue::Dialogue<T>;
  Dialogue<Done> converse(Talk& talk);
  /// Where the meter is reached; nothing: there is nothing to do.
  Result<std::optional<books::MeterLink>> prepare(Talk& talk);
  Error unreached(Talk& talk, const Error& cause);
  /// Every due command pauses; the reason, or why the books did not take that.
  Error pause(Talk& talk, const Error& cause);
  Dialogue<Done> hear(Talk& talk);
  Result<counter::TakenIn> take_in(Talk& talk, const lines::Statement& statement);
  /// With the keys that it has.
  Dialogue<lines::Statement> read_statement(Talk& talk);
  /// False: there was nothing to do any more.
  Dialogue<bool> do_next(Talk& talk);
  /// What is in the journal now and may leave the house; nothing: all is done.
  Result<std::optional<remote::Sending>> send_next(Talk& talk);
  Result<void> tell(Talk& talk, const remote::Told& told);
  Dialogue<remote::Told> carry_out(Talk& talk, const remote::Sending& what);
  Dialogue<remote::Told> recharge(Talk& talk, const counter::CarryOrder& order);
  Dialogue<remote::Told> write_prices(Talk& talk, const remote::PriceTable& prices);
  Dialogue<remote::Told> settle_parameters(Talk& talk, const books::MeterCommand& command);
  Dialogue<remote::Told> set_clock(Talk& talk);
  Dialogue<remote::Told> switch_relay(Talk& talk, const books::MeterCommand& command);
  /// Tool cards that were declared void since the meter's last word. The error: what it said to them.
  Dialogue<Done> bring_voids(Talk& talk);
  Dialogue<remote::Told> tell_voids(Talk& talk);
  /// What a plan wants read now, after all commands.
  Dialogue<Done> collect(Talk& talk);
  Result<std::optional<readings::DueReading>> reading_due(const Talk& talk);
  Result<void> note_written_down(const Talk& talk, const WrittenDown& own);
  Result<void> note_reading(Talk& talk, const readings::DueReading& what, const Result<books::MeterReading>& read);
  /// A clock that a reading found off is set by itself, as far as that may be.
  Result<void> order_clock(Talk& talk, Duration off);
  bool gives_way(const Talk& talk) const;
  dialogue::Parties parties(Talk& talk);
  Result<Bytes> seal(Talk& talk, const seal::Request& request);
  Result<void> note_seal(Talk& talk);
  template <class Decide>
  auto run(Talk& talk, Decide decide);
  void tell_what_moved(Talk& talk);
  /// What is next and has its turn; orders whose turn is later are put off until then.
  Result<remote::Next> next_in_turn(Talk& talk);
  Instant turn_of(const books::MeterCommand& command, const std::string& line, const remote::PaceLimits& limits, Instant now);

  Parts parts_;
  Balances balances_;
  std::mutex pace_mutex_;  ///< of pace_
  std::mutex seal_mutex_;  ///< a vault's marks are of its last seal
  remote::Pace pace_;
  std::function<bool(const books::MeterLink&)> wanted_;
};

/// One contact, in pieces: whoever drives it carries each question to the meter and comes back with the answer, when it is there.
/// Books and vault are asked meanwhile, on the driving thread, one thread at a time.
class HeadEnd::Conversation : public dispatch::Session {
 public:
  /// The office outlives it.
  Conversation(HeadEnd& office, MeterNumber meter);
  ~Conversation() override;
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  const dialogue::LineFrame* begin() override;
  const dialogue::LineFrame* hear(Exchange::Answer answer) override;
  const Exchange& line() const override;
  /// What it brought; after its end, once.
  Contact take();

 private:
  const dialogue::LineFrame* to_the_meter(const dialogue::Question* asked);
  HeadEnd& office_;
  std::unique_ptr<Talk> talk_;
  dialogue::Dialogue<Done> dialogue_;
};

}  // namespace kwota::head_end
