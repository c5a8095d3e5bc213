// The commands of the card, one function each, and the table that names them. A command works on a copy of the card;
// CardOs stores the copy when it differs. Inside this room only.   Begin with dispatch().
#pragma once
#include "base/random.h"
#include "carry/iso7816/apdu.h"
#include "sim/card_os/card_os.h"

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

iso7816::Response dispatch(Context& context, const iso7816::Command& command);

using CommandFunction = iso7816::Response(Context&, const iso7816::Command&);
CommandFunction select_file, get_challenge;                                                          // selecting.cpp
CommandFunction external_authenticate, internal_authenticate, verify_pin, change_pin, unblock_pin;   // authenticating.cpp
CommandFunction read_binary, update_binary;                                                          // binary_files.cpp
CommandFunction read_record, update_record, append_record;                                           // record_files.cpp
CommandFunction create_file, erase_directory;                                                        // creating.cpp
CommandFunction write_key;                                                                           // key_writing.cpp
CommandFunction block_application, unblock_application, block_card;                                  // blocking.cpp
CommandFunction export_key, key_check_value;                                                         // exporting.cpp
CommandFunction deliver_key, crypt;                                                                  // sam_crypt.cpp
CommandFunction init_purchase, credit_purchase;                                                      // sam_purchase.cpp
CommandFunction init_transaction, credit_load, debit_purse, update_overdraft;                         // purse_transactions.cpp
CommandFunction init_grey, grey_lock, grey_unlock;                                                   // purse_grey_lock.cpp
CommandFunction get_balance, prove_transaction, get_lock_proof;                                      // purse_reading.cpp
CommandFunction init_lock_in_sam, certify_lock, seal_debit, repeat_debit;                            // sam_grey_lock.cpp
CommandFunction void_card, refill_quota;                                                             // sealed_orders.cpp
CommandFunction seal_in_field_terms, refill_sam;                                                     // load_sam.cpp
CommandFunction answer_mother, refill_issues;                                                        // counted_answer.cpp

}  // namespace kwota::sim
