// An older copy in place of the books, as two persons agreed: put back into a folder of its own and verified there, ordered by a row that the vault
// signs, done by the next start before anything else opens the books. The books that stood there are put aside, whole; nothing is deleted.
// Guarantees: killed at any moment, the next start finds either the books that stood there or the restored ones with their first entry; an order is
// good for these books and as long as nothing was sold after it; a witness that knows more than the restored books is believed to mean the books that
// were put aside only where their chain of anchors leads from what it knows to where they ended.
// Begin with stage(), order(), then perform() at the start (decision 39).
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "books/rows/money/sale.h"
#include "store/books.h"
#include "store/verify/restoration_rows.h"

namespace kwota::store {

/// Folder of a copy that is ordered; and of one that is on its way into its place.
inline constexpr auto ordered_folder = "restore-next", moving_folder = "restore-now";

/// What the books hold and a copy does not.
struct Missing {
  Mark copy, books;           ///< newest anchor of each
  Instant copy_time, books_time;
  std::int64_t sold = 0;      ///< receipts
  std::int64_t booked = 0;    ///< entries of the ledger that are no receipt: drawers, deposits, floats of outlets, what meters said
  std::int64_t invoiced = 0;  ///< invoices and credit notes: on paper, with numbers that the copy gives once more
  std::vector<books::Sale> last;  ///< the newest first, at most last_max
  static constexpr int last_max = 20;
};
/// Error `copy_of_other_books`: the books do not hold the copy's newest anchor.
Result<Missing> missing_in(Moment& books, Moment& copy);

/// Points at which tests end the process.
using RestoreHook = std::function<void(std::string_view point)>;

/// Puts a copy back beside the books and verifies it there with its anchors: its newest one. `stop`: nobody waits any more. Errors of restore(),
/// `backup_bad`, `took_too_long`; nothing is left of it then.
Result<Mark> stage(const std::filesystem::path& file, const std::filesystem::path& folder, const SignatureCheck& check, Instant now, std::function<bool()> stop = {});
/// Writes what two persons agreed beside the staged copy, signed; from then on the next start puts it in place. Errors: `same_person`, the vault's,
/// `books_unavailable`.
Result<void> order(const std::filesystem::path& folder, Restoration agreed, const Signer& vault, const RestoreHook& hook = {});

/// Why an order is not carried out: the detail `why` of `restore_not_done`, and a word of the dictionaries (`restore_not_done.`).
enum class NotDone : std::uint8_t {
  not_signed,       ///< the order, by the vault
  other_books,      ///< it was given for others than those that stand here
  sold_since,       ///< after it was given
  other_copy,       ///< than the two agreed on
  copy_unsigned,    ///< its last groups have no signature of the vault
  copy_unreadable,
  broken_off,       ///< the program ended while the copy was proved once more, before there was an order
};
constexpr auto words_of(NotDone) { return std::array<std::string_view, 7>{"not_signed", "other_books", "sold_since", "other_copy", "copy_unsigned", "copy_unreadable", "broken_off"}; }

struct Performed {
  Restoration done;
  std::optional<Error> refused;  ///< restore_not_done {why}: the books are as they were, the copy was put aside. Of `broken_off` nothing is known but the copy's name
};
/// At a start, before Books::open(): does what was ordered; nothing when nothing was. Errors: those of Books::open of the books that stand (nothing
/// was changed), the vault's.
Result<std::optional<Performed>> perform(const BooksSettings& settings, const Clock& clock, const RestoreHook& hook = {});
/// Prepared books – a folder with their one file and their log of anchors – come into the place of those of `folder`, and what stood there into its
/// folder `kept`, whole. From the first move on a kill is made good by complete_moving(). Whoever calls has the folder's lock. Error `books_unavailable`.
Result<void> put_in_place(const std::filesystem::path& prepared, const std::filesystem::path& folder, const std::string& kept, const RestoreHook& hook = {});
/// A name that nothing in the folder has: what was put aside once is never written over.
std::string free_name(const std::filesystem::path& folder, const std::string& wanted);
/// Brings to its end what a kill broke off while files were moved. Whoever calls has the folder's lock. Error `books_unavailable`.
Result<void> complete_moving(const std::filesystem::path& folder, const RestoreHook& hook = {});
/// The same for a program that has not opened anything yet; takes the lock where there is something to do.
Result<void> complete_restore(const std::filesystem::path& folder);

/// Whether books that were put aside by a signed restoration end behind this mark and hold it. `connection` is of the restored books.
bool held_by_former(Moment& connection, const Mark& mark, const SignatureCheck& check);
/// The same by the beginning of the anchor's hash in hexadecimal, as slips show it.
Result<std::optional<Mark>> former_mark(Moment& connection, std::int64_t number, std::string_view digits, const SignatureCheck& check);

}  // namespace kwota::store
