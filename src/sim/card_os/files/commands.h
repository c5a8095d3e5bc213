// What a command works with – a copy of the card, which CardOs stores when it differs, and the session –, and the commands of every card: selecting,
// proving, reading and writing files, blocking. Inside sim/card_os only.   Begin with Context.
#pragma once
#include "base/random.h"
#include "carry/iso7816/apdu.h"
#include "sim/card_os/files/card_state.h"
#include "sim/card_os/files/session.h"

namespace kwota::sim {

namespace recipe = seal::purse;

struct Context {
  CardState& card;
  Session& session;
  Bytes challenge;  ///< that this command may use: of the command before it
  std::optional<OpenTrade> trade;  ///< the same of a transaction that the command before it has begun
  Random& random;

  Directory& current();
  bool at_mf() const { return session.path.empty(); }
  std::uint8_t& security_state() { return at_mf() ? session.mf_state : session.df_state; }
  /// A directory without key file is unprotected.
  bool allows(iso7816::Access access) { return !current().key_file || access.allows(security_state()); }
  /// Makes another directory the current one; both security states fall to 0.
  void enter(std::vector<std::size_t> path);
};

inline iso7816::Response refuse(std::uint16_t sw) { return {{}, {sw}}; }
inline iso7816::Response done(Bytes data = {}) { return {std::move(data), {0x9000}}; }

/// One command: the status word, and the data where it gives some.
using CommandFunction = iso7816::Response(Context&, const iso7816::Command&);
CommandFunction select_file, get_challenge;                                                          // selecting.cpp
CommandFunction external_authenticate, internal_authenticate, verify_pin, change_pin, unblock_pin;   // authenticating.cpp
CommandFunction read_binary, update_binary;                                                          // binary_files.cpp
CommandFunction read_record, update_record, append_record;                                           // record_files.cpp
CommandFunction block_application, unblock_application, block_card;                                  // blocking.cpp

}  // namespace kwota::sim
