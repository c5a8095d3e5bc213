// What stands behind one handle: a reader for the user's card, perhaps one with a PSAM and one with a load SAM, and what the handle knows
// of moves whose end nobody saw. Its functions are those of the header, with the header's numbers; one thread at a time.
// Guarantees: a move that was begun and not answered is asked for by counter and proof, never ordered again; PINs are wiped when the card
// changes or the handle goes. Never: throws on purpose, writes a file, decides what is sealed.   Begin with Terminal::open().
#pragma once
#include <map>
#include <memory>
#include <optional>

#include "carry/cards/purse_card/profiles.h"
#include "carry/cards/purse_card/terminal_moves.h"
#include "carry/dialogue/parties.h"
#include "kwota_reader.h"
#include "reader_library/card_slot.h"

namespace kwota::reader {

class Terminal {
 public:
  /// `pcsc:NAME;psam=pcsc:NAME;isam=pcsc:NAME;profile=NAME` (purse_card/profiles.h). Errors: `reader_offline`, `two_cards`, `no_card`, `bad_port`.
  static Result<std::unique_ptr<Terminal>> open(const std::string& port);

  int verify_pin(int slot, const std::string& pin);
  int set_key(int slot, int usage, int version, const Bytes& cryptogram);
  int load(const Bytes& asn, std::uint32_t fen, const std::string& oper, kw_trade* out);
  int deduct(const Bytes& asn, std::uint32_t fen, int mode, kw_trade* out);
  int undeduct(const Bytes& asn, std::uint32_t fen, kw_trade* out);
  int release_lock(const Bytes& asn, std::uint32_t fen, kw_trade* out);
  int issue_tool_card(int type, const Bytes& payload);
  int read_tool_card(int* type, std::string& payload);
  int card_status(kw_status* out);
  int card_records(std::vector<kw_record>& out, std::size_t max);
  int lock_status(kw_lockproof* out);
  int card_number(std::string& asn);
  int card_info(kw_cardinfo* out);

  int last_status() const { return last_status_; }
  void set_auth(kw_auth_fn fn, void* user) {
    auth_ = fn;
    auth_user_ = user;
  }

 private:
  using Trade = cards::TerminalTrade;
  /// A move of this handle that may have been done: function and what was asked.
  struct Pending {
    int function = 0;
    Trade trade;
  };

  /// The cards are ours for one call.
  class Call {
   public:
    /// Without `card`: the SAM alone is spoken to.
    Call(Terminal& terminal, const std::vector<std::size_t>& slots);
    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    const std::optional<Error>& error() const { return error_; }

   private:
    Terminal& terminal_;
    std::optional<Error> error_;
  };

  Terminal(std::unique_ptr<Service> service, cards::PurseProfile profile) : service_(std::move(service)), profile_(profile) {}

  bool has(std::size_t slot) const { return slots_[slot] != nullptr; }
  dialogue::Parties parties();
  Result<iso7816::Response> send(std::size_t slot, const iso7816::Command& command);
  template <class T>
  Result<T> run(dialogue::Dialogue<T> dialogue) {
    return dialogue::run(std::move(dialogue), parties());
  }
  int fail(const Error& why) const;

  /// The purse that lies there, and that it is the one. Errors: `card_changed`, `card_blocked`.
  Result<cards::PurseSeen> purse_of(const Bytes& asn);
  Result<cards::TerminalNumber> terminal_of(std::size_t slot);
  Result<cards::TerminalNumber> terminal_for_load(const std::string& oper);
  Result<Done> may_spend(const cards::PurseSeen& purse) const;

  /// What became of a move of before; nothing: there was none, or it was not done and the call goes on.
  std::optional<int> resume(int function, const Trade& asked, kw_trade* out);
  int finish(int function, const cards::TerminalWritten& written, kw_trade* out);
  void learn_by_lock(const cards::PurseSeen& seen);
  int sealed_move(int function, cards::PurseMoveKind kind, Trade trade, kw_trade* out);
  Result<cards::Mac4> seal_of(int function, cards::PurseMoveKind kind, const cards::Begun& card, Trade& trade);
  kw_authreq request_of(int function, const Trade& trade, const cards::Begun* card) const;
  Result<cards::Mac4> ask_authority(const kw_authreq& request, cards::Moment* moment);
  int tell_authority(int function, const Trade& trade);

  std::unique_ptr<Service> service_;
  cards::PurseProfile profile_;
  std::array<std::unique_ptr<CardSlot>, 3> slots_{};
  std::array<std::optional<cards::TerminalNumber>, 3> terminals_{};
  std::map<purse_card::SerialNumber, Pending> pending_;
  std::map<purse_card::SerialNumber, std::uint32_t> own_locks_;  ///< the terminal's number of each
  std::optional<purse_card::SerialNumber> pin_of_;               ///< whose holder's PIN `pin_` is
  SecretBytes pin_;
  std::uint32_t pin_tries_ = KW_UNKNOWN;
  kw_auth_fn auth_ = nullptr;
  void* auth_user_ = nullptr;
  std::optional<int> refused_by_authority_;
  int last_status_ = 0;
};

}  // namespace kwota::reader
