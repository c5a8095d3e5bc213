// The books of a utility: one SQLite file in the data folder, its writer, its readers, its log of anchors.
// Guarantees: one program writes at a time (`books_in_use`); reads see one moment; an acknowledged change is on the disk.
// Never: knows a use-case; use-cases come in as decisions (books/decision.h).
// Begin with Books::open or Books::in_memory, then run() to change and read() to look.
#pragma once
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/function_ref.h"
#include "store/clock_watch.h"
#include "store/draft/moment.h"
#include "store/folder_lock.h"
#include "store/request.h"
#include "store/witness.h"
#include "store/witness_desk.h"

namespace kwota::store {

class Checkpointer;
class Connection;
class Engine;
class Writer;

inline constexpr auto books_file = "books.db";
inline constexpr auto anchor_log_file = "anchors.log";

struct BooksSettings {
  std::filesystem::path folder;  ///< holds books.db, anchors.log, books.lock; made when it is not there
  Signer signer;                 ///< empty: anchors without signature
  std::size_t group_max = 256;   ///< 1: one transaction each
  Hook hook;                     ///< for tests that break off
  bool log_may_be_short = false; ///< persons said that the books are right: anchors.log is written anew from them
  int log_pages_max = 8000;      ///< pages (4 KiB) of the write-ahead log after which it begins anew; [K] 32 MB
  std::int64_t cache_bytes = std::int64_t{1} << 26;  ///< of the file that the writer keeps in memory
  Witnesses witnesses;           ///< books older than what they know are not opened
  SignatureCheck check;          ///< of the vault's key; with it the start looks at the end of the books (store/verify/tail.h)
  std::function<bool()> synchronised;  ///< whether the machine's clock follows a network's; empty: it does not
  Steady steady;                 ///< empty: a clock that jumps while the program runs is not seen
  Duration beat;                 ///< idle books get an anchor after this long; 0: never
};

/// A file of books by itself, e.g. a copy. `open_moment`: one moment of it, for everything that follows. Errors: `books_unavailable`, `books_damaged`.
Result<std::unique_ptr<Moment>> open_file(const std::filesystem::path& file, Moment::Mode mode);
Result<std::unique_ptr<Moment>> open_moment(const std::filesystem::path& file, Moment::Mode mode);
/// To this program's version. Errors: `books_of_newer_program`, `books_of_older_program`.
Result<void> bring_up_to_date(Moment& books);

class Books {
 public:
  /// Opens or makes the books and brings them to this program's version. Errors: `books_in_use`, `books_of_newer_program`,
  /// `books_cut` (anchors.log knows more than the database), `anchor_log_short`, `groups_unsigned`, `books_forged`,
  /// `books_older_than_witness`, `books_unavailable`, `books_damaged`.
  static Result<std::unique_ptr<Books>> open(const BooksSettings& settings, const Clock& clock);
  /// For tests and field logs: nothing on the disk, no thread, the same code otherwise.
  static Result<std::unique_ptr<Books>> in_memory(const Clock& clock, Signer signer = {});
  Books(const Books&) = delete;
  Books& operator=(const Books&) = delete;
  ~Books();

  /// Decides and waits until it is on the disk (or refused). `decide`: (const books::Reader&) -> Result<Decision<Answer>>, pure.
  template <class Decide>
  Result<AnswerOf<Decide>> run(const books::Actor& actor, Decide decide) {
    std::optional<AnswerOf<Decide>> answer;
    MUST(decide_and_wait(actor, [&](const books::Reader& reader) { return part(decide(reader), answer); }));
    return *std::move(answer);
  }

  /// The same without waiting; `answered`: (Result<Answer>), is called on the writer's thread after the commit and must be quick.
  template <class Decide, class Answered>
  void submit(books::Actor actor, Decide decide, Answered answered, Turn turn = Turn::next) {
    take(std::move(actor), std::make_unique<Asked<Decide, Answered>>(std::move(decide), std::move(answered)), turn);
  }
  void take(books::Actor actor, std::unique_ptr<Request> request, Turn turn = Turn::next);

  /// Waits until everything that was handed in before is decided and answered.
  void settle();

  /// What changes nothing that the books say, in a transaction of its own between two groups; waits until it is done. `work` is as quick as a group.
  Result<void> keep_up(std::function<Result<void>(Connection&)> work);
  /// Bytes of the file of the books.
  Result<std::int64_t> size();
  /// Grows with each request that somebody waits for; in books in memory never.
  std::uint64_t requests() const;

  /// Looks at one moment of the books; `look`: (const books::Reader&) -> Result<T>. From any thread.
  template <class Question>
  std::invoke_result_t<Question, const books::Reader&> read(Question look) {
    std::optional<std::invoke_result_t<Question, const books::Reader&>> seen;
    MUST(lend_reader([&](const books::Reader& reader) { seen.emplace(look(reader)); }));
    return *std::move(seen);
  }
  /// The same for what every request asks and what seldom changes (books::Table::held): where all of that is held, no moment is opened. `look` may
  /// be called twice.
  template <class Question>
  std::invoke_result_t<Question, const books::Reader&> read_held(Question look) {
    std::optional<std::invoke_result_t<Question, const books::Reader&>> seen;
    MUST(lend_held([&](const books::Reader& reader) { seen.emplace(look(reader)); }));
    return *std::move(seen);
  }
  /// The same for the store's own questions, which are asked of a moment: `look`: (Moment&) -> Result<T>.
  template <class Question>
  std::invoke_result_t<Question, Moment&> query(Question look) {
    std::optional<std::invoke_result_t<Question, Moment&>> seen;
    MUST(lend([&](Moment& moment) { seen.emplace(look(moment)); }));
    return *std::move(seen);
  }

  /// The same for what may take long: broken off with `took_too_long` once `stop` says that nobody waits any more.
  template <class Question>
  std::invoke_result_t<Question, Moment&> query_until(std::function<bool()> stop, Question look) {
    return query([&](Moment& moment) {
      const Moment::Stopped stopped(moment, std::move(stop));
      return look(moment);
    });
  }

  /// The same for a whole list, however long: one moment of the books, little memory, and no connection of those that tills read with. What
  /// it sees belongs into a file (base/spool.h): nobody who waits for a client may look at the books meanwhile.
  template <class Question>
  std::invoke_result_t<Question, Moment&> walk(Question look) {
    if (folder_.empty()) return query(std::move(look));
    TRY(moment, open_moment(folder_ / books_file, Moment::Mode::walk));
    return look(*moment);
  }

  /// The proof that a sale is in the books, for its receipt. Errors: `no_such_sale`.
  Result<Proof> proof_of(std::string_view sale);

  /// What persons have to say of the machine's clock before anything is sold (store/clock_watch.h).
  ClockState clock_state();
  /// Persons said that it is right as it stands; who may say so is the caller's affair.
  void confirm_clock();

  /// The witnesses are told now and not within a minute: a shift was closed. Waits for none of them.
  void publish_to_witnesses();
  const Witnesses& witnesses() const { return witnesses_; }
  /// Those that have been told in vain (store/witness_desk.h).
  std::vector<WitnessAway> witnesses_away() const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  struct Session;  ///< a read connection
  class Loan;
  class Awaited;

  Books();
  Result<void> decide_and_wait(const books::Actor& actor, FunctionRef<Result<books::Changes>(const books::Reader&)> decide);
  Result<void> lend_reader(FunctionRef<void(const books::Reader&)> look);
  Result<void> lend_held(FunctionRef<void(const books::Reader&)> look);
  Result<void> lend(FunctionRef<void(Moment&)> look);
  Result<Loan> borrow();
  std::unique_lock<std::recursive_mutex> alone_in_memory();

  std::filesystem::path folder_;  ///< empty: in memory
  FolderLock lock_;
  Witnesses witnesses_;
  std::unique_ptr<Connection> connection_;  ///< the writer's
  std::unique_ptr<Engine> engine_;          ///< that writes by it
  std::unique_ptr<Checkpointer> checkpointer_;
  std::unique_ptr<Writer> writer_;
  std::recursive_mutex memory_mutex_;  ///< books in memory: writer and readers share the connection
  std::mutex sessions_mutex_;
  std::vector<std::unique_ptr<Session>> sessions_;
};

/// Writes the lines that anchors.log lacks: the last groups after a crash (it is written after the commit); it never knows more than the
/// books. Errors: `books_cut`, `anchor_log_short` (more is missing than a crash takes, unless it may be short), `books_unavailable`.
Result<void> complete_anchor_log(Connection& connection, const std::filesystem::path& file, bool may_be_short);

}  // namespace kwota::store
