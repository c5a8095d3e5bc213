// A witness of the books: somebody who is told number and hash of the newest anchor – at start, at stop, when a shift is closed and at most
// once a minute between. Books that are older than what a witness was told were put back. Kinds of places stand in store/witness, one
// file each; the vault's token is one of apps/.   Begin with Witness, then hold_witnesses().
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "store/draft/anchor.h"
#include "store/draft/mark.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

class Witness {
 public:
  virtual ~Witness() = default;
  virtual std::string name() const = 0;
  /// Whether it stays as it is when the data folder is put back whole.
  virtual bool outside_of(const std::filesystem::path& folder) const = 0;
  /// Whether it answers at all; of one that does not, newest() is nothing, and a person looks there.
  virtual bool can_be_asked() const { return true; }
  /// Whether the bell hears of it already when it is away: the vault says itself that its token does not answer.
  virtual bool tells_of_itself() const { return false; }
  /// What it was told last; nothing yet. Error `witness_unreadable`{witness}.
  virtual Result<std::optional<Mark>> newest() const = 0;
  /// May take as long as a place on a network takes. Error `witness_unwritable`{witness}.
  /// `time`: of the anchor.
  virtual Result<void> tell(const Mark& mark, Instant time) const = 0;
};
using Witnesses = std::vector<std::shared_ptr<const Witness>>;

Error witness_unreadable(const std::string& witness);
Error witness_unwritable(const std::string& witness);

/// Whether the books hold this anchor, or books that two persons put aside did (store/restoration.h; with `check` alone: nobody is believed without
/// the vault's key). Error `books_older_than_witness`{number, witness}.
Result<void> hold_mark(Moment& connection, const Mark& mark, const std::string& witness, const SignatureCheck& check = {});
/// The same for the text of a slip. Errors: `bad_slip` {text}, `books_older_than_witness`.
Result<Mark> hold_slip(Moment& connection, std::string_view text, const SignatureCheck& check = {});

/// What a witness said when it was asked.
struct WitnessAnswer {
  std::string name;
  bool can_be_asked = true;
  std::optional<Mark> mark{};  ///< these books hold it
};
/// Asks all of them. Errors: theirs, and `books_older_than_witness`.
Result<std::vector<WitnessAnswer>> hold_witnesses(Moment& connection, const Witnesses& witnesses, const SignatureCheck& check = {});
/// Names of those whose mark the books do not hold. Errors: theirs.
Result<std::vector<std::string>> newer_witnesses(Moment& connection, const Witnesses& witnesses, const SignatureCheck& check = {});

}  // namespace kwota::store
