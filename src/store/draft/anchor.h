// Anchors: after each group of decisions the hashes of all chained rows that it appended are bound by a Merkle root, the root
// to the anchor before it, and both are signed by the vault (design, section 3: the heads of all chains are bound by a signed
// root). So a receipt can carry the proof of its sale, and nobody without the vault's key can rewrite the books.
// Each anchor is also a line of `anchors.log` beside the database: who cuts the tail of the books must find that file too.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "books/parts/nature.h"
#include "store/draft/hash.h"

namespace kwota::store {

using Signature = std::array<std::uint8_t, 64>;  ///< ECDSA P-256, r || s
/// Signs the hash of an anchor: seal::Vault::sign_root. Errors are the vault's.
using Signer = std::function<Result<Signature>(const Digest& digest)>;
/// Whether the signature over the digest is the vault's.
using SignatureCheck = std::function<bool(const Digest& digest, const Signature& signature)>;

struct Anchor {
  std::int64_t number = 0;  ///< 1, 2, 3 … without gaps
  Instant time;
  std::int64_t count = 0;  ///< leaves
  Digest root{};
  Digest previous{};                   ///< hash of the anchor before; zeros for the first
  Digest hash{};                       ///< of all above: what is signed
  books::Nature nature = books::Nature::real;  ///< of the books: an anchor of samples never passes for one of real sales
  std::optional<Signature> signature;  ///< the vault's; none as long as it is away
  std::int64_t process = 0;            ///< that signed while the vault was away (store/draft/sealer.h); 0: the vault signed at once
  std::optional<Signature> process_signature{};
};

/// SHA-256 of "kwota anchor 1" ("kwota sample anchor 1" for sample books) || number || time in ms || count (64 bits each, big-endian) || root || previous.
Digest hash_of(const Anchor& anchor);

/// The id of a chained row: anchor * 2^20 + place among its leaves.
inline constexpr int leaf_bits = 20;
inline constexpr std::int64_t leaves_max = std::int64_t{1} << leaf_bits;
constexpr std::int64_t row_id(std::int64_t anchor, std::int64_t leaf) { return anchor * leaves_max + leaf; }

/// One line of anchors.log: number, time, count, root, hash, signature ("-" when unsigned), and "sample" for sample books; blanks
/// between, hexadecimal.
std::string log_line(const Anchor& anchor);

/// What anchors.log ends with.
struct LogTail {
  std::int64_t number = 0;  ///< 0: the log is empty
  std::string hash;         ///< hexadecimal
  std::string rest;         ///< what stands behind the last end of a line: the next line, as far as a crash let it be written
};
Result<LogTail> read_log_tail(const std::filesystem::path& file);

/// The check for a public key as seal::Vault::root_public_key gives it (SubjectPublicKeyInfo, DER); for several, one behind the
/// other, when the books outlived a vault: a signature of any of them is good. Error `bad_public_key`.
Result<SignatureCheck> check_by_public_key(ByteView der);

/// That a row (a sale) is in the books: for the receipt, checked without the books.
struct Proof {
  Digest leaf{};  ///< hash of the row
  std::vector<PathStep> path;
  Anchor anchor;
};
bool check_proof(const Proof& proof, const SignatureCheck& check);

}  // namespace kwota::store
