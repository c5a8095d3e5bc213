// The books of a utility: one SQLite file in the data folder, its writer, its readers, its log of anchors.
// Guarantees: one program writes at a time (`books_in_use`); reads see one moment; an acknowledged change is on the disk.
// Never: knows a use-case; use-cases come in as decisions (books/decision.h).
// Begin with Books::open or Books::in_memory, then run() to change and read() to look.
#pragma once
#include <future>
#include <memory>

#include "store/folder_lock.h"
#include "store/writer.h"

namespace kwota::store {

class Connection;

inline constexpr auto books_file = "books.db";
inline constexpr auto anchor_log_file = "anchors.log";

struct BooksSettings {
  std::filesystem::path folder;  ///< holds books.db, anchors.log, books.lock; made when it is not there
  Signer signer;                 ///< empty: anchors without signature
  std::size_t group_max = 256;   ///< 1: one transaction each
  Hook hook;                     ///< for tests that break off
  bool log_may_be_short = false; ///< persons said that the books are right: anchors.log is written anew from them
  int log_pages_max = 8000;      ///< pages (4 KiB) of the write-ahead log after which it begins anew; [K] 32 MB
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

namespace detail {
template <class T>
struct AnswerOf;
template <class A>
struct AnswerOf<Result<books::Decision<A>>> {
  using type = A;
};
template <class T>
struct ValueOf;
template <class T>
struct ValueOf<Result<T>> {
  using type = T;
};
}  // namespace detail
template <class Decide>
using AnswerOf = typename detail::AnswerOf<std::invoke_result_t<Decide, const books::Reader&>>::type;

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
    std::promise<Result<AnswerOf<Decide>>> promise;
    auto answer = promise.get_future();
    submit(actor, std::move(decide), [&promise](Result<AnswerOf<Decide>> result) { promise.set_value(std::move(result)); });
    return answer.get();
  }

  /// The same without waiting; `answered` is called on the writer's thread after the commit and must be quick.
  template <class Decide, class Answered>
  void submit(books::Actor actor, Decide decide, Answered answered, Turn turn = Turn::next) {
    using Answer = AnswerOf<Decide>;
    auto answer = std::make_shared<std::optional<Answer>>();
    Task task;
    task.turn = turn;
    task.actor = std::move(actor);
    task.decide = [answer, decide = std::move(decide)](const books::Reader& reader) -> Result<books::Changes> {
      auto decided = decide(reader);
      if (!decided) return std::move(decided).error();
      *answer = std::move(decided->answer);
      return std::move(decided->changes);
    };
    task.done = [answer, answered = std::move(answered)](Result<void> result) mutable {
      if (result)
        answered(Result<Answer>(std::move(**answer)));
      else
        answered(Result<Answer>(std::move(result).error()));
    };
    const auto alone = alone_in_memory();
    writer_->take(std::move(task));
  }

  /// What changes nothing that the books say, in a transaction of its own between two groups; waits until it is done. `work` is as quick as a group.
  Result<void> keep_up(std::function<Result<void>(Connection&)> work);
  /// Bytes of the file of the books.
  Result<std::int64_t> size();
  /// Grows with each request that somebody waits for; in books in memory never.
  std::uint64_t requests() const { return writer_->requests(); }

  /// Looks at one moment of the books; `look`: (const books::Reader&) -> Result<T>. From any thread.
  template <class Question>
  std::invoke_result_t<Question, const books::Reader&> read(Question look) {
    TRY(loan, borrow());
    auto seen = look(static_cast<const books::Reader&>(loan.reader()));
    if (loan.reader().failure()) return *loan.reader().failure();
    return seen;
  }
  /// The same for the store's own questions, which are asked of a moment: `look`: (Moment&) -> Result<T>.
  template <class Question>
  std::invoke_result_t<Question, Moment&> query(Question look) {
    TRY(loan, borrow());
    return look(loan.moment());
  }

  /// The same for what may take long: broken off with `took_too_long` once `stop` says that nobody waits any more.
  template <class Question>
  std::invoke_result_t<Question, Moment&> query_until(std::function<bool()> stop, Question look) {
    TRY(loan, borrow());
    const Moment::Stopped stopped(loan.moment(), std::move(stop));
    return look(loan.moment());
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
  ClockState clock_state() { return writer_->clock_state(); }
  /// Persons said that it is right as it stands; who may say so is the caller's affair.
  void confirm_clock() { writer_->confirm_clock(); }

  /// The witnesses are told now and not within a minute: a shift was closed. Waits for none of them.
  void publish_to_witnesses() { writer_->publish_to_witnesses(); }
  const Witnesses& witnesses() const { return witnesses_; }

  const std::filesystem::path& folder() const { return folder_; }

 private:
  struct Session {
    explicit Session(std::unique_ptr<Connection> own);
    ~Session();
    std::unique_ptr<Connection> connection;
    BooksReader reader;
  };
  /// A read connection for as long as it is held, in a transaction of its own.
  class Loan {
   public:
    Loan(Books& books, std::unique_ptr<Session> session);                                 // from the pool
    Loan(Books& books, Connection& shared, std::unique_lock<std::recursive_mutex> lock);  // books in memory
    Loan(Loan&&) noexcept = default;
    Loan& operator=(Loan&&) = delete;
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan();
    BooksReader& reader() { return session_ ? session_->reader : *own_reader_; }
    Moment& moment();

   private:
    Books* books_;
    std::unique_ptr<Session> session_;
    Connection* shared_ = nullptr;
    std::unique_ptr<BooksReader> own_reader_;
    std::unique_lock<std::recursive_mutex> lock_;  ///< books in memory: nobody writes meanwhile
  };
  class Checkpointer;

  Books() = default;
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
