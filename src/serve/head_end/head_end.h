// The head-end brings a meter on a line, the books and the vault together: what the teller is for cards. It reads the meter, takes
// its word in, then does what the queue (sell/remote) says is next, and tells the queue what became of it.
// Guarantees: before anything else of a contact the meter is asked how it stands, in a new session, which makes what was sent
// earlier worthless; so what was in doubt is settled by the meter's count and never by sending again. The books know of a command
// before its seal leaves the vault. Whatever breaks – line, vault, books, program – the next contact goes on from there.
// Never: decides what is due or what it means (sell/remote does), or opens a port itself (Line).
// Begin with: contact().
#pragma once
#include <functional>

#include "carry/remote_vending/remote_vending.h"
#include "sell/remote/queue.h"
#include "store/books.h"

namespace kwota::head_end {

/// One question and its answer, as long as it is kept. Errors of wire::MeterLine.
using Exchange = std::function<Result<iso7816::Response>(const iso7816::Command&)>;
/// The way to a meter, for one conversation. Errors of wire::MeterLine::open().
using OpenLine = std::function<Result<Exchange>(const books::MeterLink&)>;

/// Lines of the operating system: TCP and serial ports.
OpenLine real_lines();

/// What a contact brought.
struct Contact {
  std::optional<counter::TakenIn> word;  ///< the meter's, as the books took it in last
  std::size_t settled = 0;               ///< commands that were told what became of them
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
  explicit HeadEnd(Parts parts) : parts_(std::move(parts)) {}

  /// Everything that is due at this meter; nothing due: the line is not even opened. From any thread, but never two contacts of one line at a time.
  Contact contact(MeterNumber meter);

 private:
  struct Talk;
  Result<void> converse(Talk& talk);
  Result<void> hear(Talk& talk);
  Result<dlt645::Session> authenticate(Talk& talk);
  /// False: there was nothing to do any more.
  Result<bool> do_next(Talk& talk);
  Result<void> tell(Talk& talk, const remote::Told& told);
  remote::Told carry_out(Talk& talk, const remote::Sending& what);
  remote::Told recharge(Talk& talk, const counter::CarryOrder& order);
  remote::Told switch_relay(Talk& talk, const books::MeterCommand& command);
  dialogue::Parties parties(const Talk& talk) const;
  dlt645::Random1 random1() const;
  template <class Decide>
  auto run(Talk& talk, Decide decide);
  void tell_what_moved(Talk& talk);

  Parts parts_;
};

}  // namespace kwota::head_end
