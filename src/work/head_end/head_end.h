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
#include "sell/scheme/scheme.h"
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
  std::optional<counter::StatementOutcome> word;  ///< the meter's, as the books took it in last
  std::size_t settled = 0;               ///< commands that were told what became of them
  std::optional<books::MeterReading> reading{};  ///< that was due by plan, as it stands in the books now; also a try that failed
  std::optional<books::HandOver> brought{};      ///< what a pump recorded and the books had not, judged
  bool gave_way = false;                 ///< the reading was broken off for something more urgent, and is due as before
  std::optional<Error> trouble;          ///< why it ended early; what was settled before stays settled
};

class HeadEnd {
 public:
  /// All of them outlive it.
  struct Parts {
    store::Books& books;
    seal::Vault& vault;
    const scheme::Table& schemes;
    const Clock& clock;
    Random& random;
    OpenLine open;
    std::function<void(const books::MeterCommand&)> moved{};  ///< a command has gone a step; called on the contact's thread
  };
  /// Set before the first contact: whether a command waits for this line. A reading then gives way before its next question.
  void when_wanted(std::function<bool(const books::MeterLink&)> wanted) { wanted_ = std::move(wanted); }
  explicit HeadEnd(Parts parts) : parts_(std::move(parts)), balances_(parts_.books, parts_.clock, parts_.moved) {}

  /// Balances at the server: charged after each contact; whoever drives the head-end looks at them each hour.
  Balances& balances() { return balances_; }

  /// Everything that is due at this meter; nothing due: the line is not even opened. From any thread, but never two contacts of one line at a time.
  Contact contact(MeterNumber meter);
  class Conversation;

 private:
  struct ContactSession;
  class Conduct;
  class MeterConduct;
  class PumpConduct;
  std::unique_ptr<Conduct> conduct_of(ContactSession& contact_session);
  template <class T>
  using Dialogue = dialogue::Dialogue<T>;
  Dialogue<Done> run_contact(ContactSession& contact_session);
  /// Where the meter is reached; nothing: there is nothing to do.
  Result<std::optional<books::MeterLink>> prepare(ContactSession& contact_session);
  Error unreached(ContactSession& contact_session, const Error& cause);
  /// Every due command pauses; the reason, or why the books did not take that.
  Error pause(ContactSession& contact_session, const Error& cause);
  Dialogue<Done> receive(ContactSession& contact_session);
  Result<counter::StatementOutcome> take_in(ContactSession& contact_session, const lines::Statement& statement);
  /// With the keys that it has.
  Dialogue<lines::Statement> read_statement(ContactSession& contact_session);
  Dialogue<Done> explain(ContactSession& contact_session, Error cause);
  /// False: there was nothing to do any more.
  Dialogue<bool> do_next(ContactSession& contact_session);
  /// What is in the journal now and may leave the house; nothing: all is done.
  Result<std::optional<remote::Sending>> send_next(ContactSession& contact_session);
  Result<void> tell(ContactSession& contact_session, const remote::CommandResult& result);
  Dialogue<remote::CommandResult> carry_out(ContactSession& contact_session, const remote::Sending& what);
  /// What a plan wants read now, after all commands.
  Dialogue<Done> collect(ContactSession& contact_session);
  Result<std::optional<readings::DueReading>> reading_due(const ContactSession& contact_session);
  Result<void> note_written_down(const ContactSession& contact_session, const WrittenDown& own);
  Result<void> note_reading(ContactSession& contact_session, const readings::DueReading& what, const Result<books::MeterReading>& read);
  /// A clock that a reading found off is set by itself, as far as that may be.
  Result<void> order_clock(ContactSession& contact_session, Duration off);
  bool gives_way(const ContactSession& contact_session) const;
  dialogue::Parties parties(ContactSession& contact_session);
  Result<Bytes> seal(ContactSession& contact_session, const seal::Request& request);
  Result<void> note_seal(ContactSession& contact_session);
  template <class Decide>
  auto run(ContactSession& contact_session, Decide decide);
  void publish_moved(ContactSession& contact_session);
  /// What is next and has its turn; orders whose turn is later are put off until then.
  Result<remote::Next> next_in_turn(ContactSession& contact_session);
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
  const dialogue::LineFrame* receive(Exchange::Answer answer) override;
  const Exchange& line() const override;
  /// What it brought; after its end, once.
  Contact take();

 private:
  const dialogue::LineFrame* to_the_meter(const dialogue::Question* asked);
  HeadEnd& office_;
  std::unique_ptr<ContactSession> contact_session_;
  dialogue::Dialogue<Done> dialogue_;
};

}  // namespace kwota::head_end
