// The end of the books as the start of a program sees it: groups that no vault signed – a process wrote them while the vault was
// away, and died before it could have them countersigned – and what two persons said of them.
// Guarantees: the vault never signs on top of a group that it has not signed and that nobody has accepted; rows that belong to no
// group stop the start.
// Never: believes an acceptance that the vault has not signed.   Begin with hold_tail().
#pragma once
#include <string>
#include <vector>

#include "store/draft/anchor.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

/// Two persons looked at unsigned groups and take them for what happened. A row of the table `acceptance`.
struct Acceptance {
  std::int64_t number = 0;
  std::int64_t from = 0, to = 0;  ///< anchors
  Digest to_hash{};               ///< of the anchor `to`: binds all of them
  std::string first, second, reason;
  Instant time;
  Signature signature{};  ///< the vault's, over hash_of
};
/// SHA-256 of "kwota acceptance 1" || number || from || to || to_hash || first || second || reason || time in ms; numbers are 64 bits
/// big-endian, texts follow their length in 64 bits.
Digest hash_of(const Acceptance& acceptance);
Result<std::vector<Acceptance>> read_acceptances(Connection& connection);

/// Groups without the vault's signature that nobody accepted.
struct UnsignedGroups {
  std::int64_t from = 0, to = 0;  ///< first and last anchor
  Digest to_hash{};
  std::int64_t groups = 0, rows = 0;
  std::vector<std::string> names;  ///< "<table>/<key>" of their rows, at most names_max
  bool by_process = true;          ///< all carry the signature of a process that the vault had signed, and hold nothing that only the vault may sign
  static constexpr std::size_t names_max = 40;
};
/// Nothing: all is signed or accepted. Error `books_forged`: a signature is nobody's, or rows stand behind the last group.
Result<std::optional<UnsignedGroups>> unsigned_groups(Moment& connection, const SignatureCheck& check);

/// For the start. Errors: `groups_unsigned`{from, to, rows}, `books_forged`.
Result<void> hold_tail(Moment& connection, const SignatureCheck& check);

/// Writes what two persons said, signed by the vault. Errors: `same_person`, `nothing_to_accept`, `groups_not_acceptable` (they carry no
/// signature of a process, or hold rows that only the vault may sign: put the books back), the vault's.
/// `second` empty: in a station of one person nobody else is there.
struct Persons {
  std::string first, second, reason;
};
Result<UnsignedGroups> accept_groups(Moment& connection, const SignatureCheck& check, const Signer& vault, const Persons& by, Instant now);
/// The vault that signed the books is lost: a new one signs that two persons take all groups so far for what happened. Whoever calls has
/// verified them under the old key. Errors: `same_person`, the vault's.
Result<void> accept_all(Moment& connection, const Signer& vault, const Persons& by, Instant now);

}  // namespace kwota::store
