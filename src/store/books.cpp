#include "store/books.h"

#include <fmt/format.h>

#include <fstream>
#include <future>
#include <utility>

#include "store/lists/views.h"
#include "store/restoration.h"
#include "store/sqlite/anchors.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/engine.h"
#include "store/sqlite/read_session.h"
#include "store/sqlite/schema.h"
#include "store/verify/anchor_log.h"
#include "store/verify/proof.h"
#include "store/verify/tail.h"
#include "store/writer.h"

namespace kwota::store {
namespace {

/// Read connections that are kept open. [K]
constexpr std::size_t sessions_max = 8;
/// Statements that a kept connection may hold: lists with many filters make new ones. [K]
constexpr std::size_t session_statements_max = 300;

Error cut(std::int64_t log, std::int64_t books) {
  return error(
      Fault::forged, "books_cut",
      fmt::format(
          "anchors.log knows {} groups, the books hold {}, or another one in that place: the end of the books was cut off or "
          "replaced. Sales may be missing. Keep both files, stop selling, restore the newest backup.",
          log, books),
      {{"log", std::to_string(log)}, {"books", std::to_string(books)}});
}

Result<void> hold_log(Connection& connection, std::int64_t logged, const Anchor& newest) {
  TRY(torn, a_crash_takes(connection, logged, newest));
  if (torn) return Done{};
  return error(Fault::forged, "anchor_log_short",
               fmt::format("anchors.log ends with group {}, the books with {}: the file was removed, shortened or put back. Nothing was started. Put "
                           "the file back from a copy, or have two persons say that the books are right (kwota accept).",
                           logged, newest.number),
               {{"log", std::to_string(logged)}, {"books", std::to_string(newest.number)}});
}

}  // namespace

Result<void> complete_anchor_log(Connection& connection, const std::filesystem::path& file, bool may_be_short) {
  TRY(tail, read_log_tail(file));
  TRY(newest, newest_anchor(connection));
  if (!may_be_short) MUST(hold_log(connection, tail.number, newest));
  if (tail.number > newest.number) return cut(tail.number, newest.number);
  if (tail.number > 0) {
    TRY(same, read_anchor(connection, tail.number));
    if (!same || to_hex(same->hash) != tail.hash) return cut(tail.number, newest.number);
  }
  if (tail.number == newest.number) return Done{};
  std::ofstream out(file, std::ios::binary | std::ios::app);
  for (auto number = tail.number + 1; number <= newest.number; ++number) {
    TRY(anchor, read_anchor(connection, number));
    if (!anchor) continue;
    const auto line = log_line(*anchor);
    // A torn line is closed, so that the whole one begins on a line of its own; where only its end was lost, it is whole by that.
    if (!tail.rest.empty()) out << '\n';
    if (std::exchange(tail.rest, {}) + '\n' != line) out << line;
  }
  out.flush();
  if (!out) return unavailable(file.filename().string());
  return Done{};
}

struct Books::Session : ReadSession {
  using ReadSession::ReadSession;
};

/// A read connection for as long as it is held, in a transaction of its own.
class Books::Loan {
 public:
  Loan(Books& books, std::unique_ptr<Session> session) : books_(&books), session_(std::move(session)) {}
  /// Books in memory: nobody writes meanwhile.
  Loan(Books& books, Connection& shared, std::unique_lock<std::recursive_mutex> lock)
      : books_(&books), shared_(&shared), own_reader_(std::make_unique<SqliteReader>(shared, nullptr, nullptr, IndexUse::named, OnFailure::end_look)), lock_(std::move(lock)) {}
  Loan(Loan&&) noexcept = default;
  Loan& operator=(Loan&&) = delete;
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  ~Loan() {
    if (!session_) return;
    // A session whose transaction cannot be ended is closed, not lent again.
    if (!session_->end() || session_->connection().statements() > session_statements_max) return;
    const std::lock_guard lock(books_->sessions_mutex_);
    if (books_->sessions_.size() < sessions_max) books_->sessions_.push_back(std::move(session_));
  }
  RowReader& reader() { return session_ ? session_->rows() : *own_reader_; }
  Connection& connection() { return session_ ? session_->connection() : *shared_; }
  /// From here on it is one moment.
  Result<void> begin() { return session_ ? session_->begin() : Result<void>(Done{}); }
  Result<void> begin_rows() { return session_ ? session_->begin_rows() : Result<void>(Done{}); }
  bool from_held(FunctionRef<void(const books::Reader&)> look) { return session_ && session_->from_held(look); }

 private:
  Books* books_;
  std::unique_ptr<Session> session_;
  Connection* shared_ = nullptr;
  std::unique_ptr<RowReader> own_reader_;
  std::unique_lock<std::recursive_mutex> lock_;
};

/// Whose caller waits, and holds what it decides.
class Books::Awaited final : public Request {
 public:
  explicit Awaited(FunctionRef<Result<books::Changes>(const books::Reader&)> decide) : decide_(decide) {}
  std::future<Result<void>> answer() { return promise_.get_future(); }
  Result<books::Changes> decide(const books::Reader& reader) override { return decide_(reader); }
  void done(Result<void> result) override { promise_.set_value(std::move(result)); }

 private:
  FunctionRef<Result<books::Changes>(const books::Reader&)> decide_;
  std::promise<Result<void>> promise_;
};

Books::Books() = default;

Result<std::unique_ptr<Books>> Books::open(const BooksSettings& settings, const Clock& clock) {
  auto books = std::unique_ptr<Books>(new Books());
  books->folder_ = settings.folder;
  TRY(lock, FolderLock::take(settings.folder));
  books->lock_ = std::move(lock);
  MUST(complete_moving(settings.folder));
  const auto file = (settings.folder / books_file).string();
  TRY(connection, Connection::open(file, Connection::Mode::write));
  MUST(connection->keep_in_memory(settings.cache_bytes));
  MUST(migrate(*connection, indexes_of_orders()));
  MUST(complete_anchor_log(*connection, settings.folder / anchor_log_file, settings.log_may_be_short));
  if (settings.check) MUST(hold_tail(*connection, settings.check));
  if (!settings.log_may_be_short) MUST(hold_witnesses(*connection, settings.witnesses, settings.check));
  books->witnesses_ = settings.witnesses;
  TRY(second, Connection::open(file, Connection::Mode::write));
  books->connection_ = std::move(connection);
  books->checkpointer_ = std::make_unique<Checkpointer>(std::move(second), *books->connection_, settings.log_pages_max);
  WriterSettings writing;
  writing.signer = settings.signer;
  writing.anchor_log = settings.folder / anchor_log_file;
  writing.group_max = settings.group_max;
  writing.hook = settings.hook;
  writing.between_groups = [&checkpointer = *books->checkpointer_] { checkpointer.between_groups(); };
  writing.witnesses = settings.witnesses;
  writing.steady = settings.steady;
  writing.synchronised = settings.synchronised;
  writing.beat = settings.beat;
  TRY(newest, newest_anchor(*books->connection_));
  books->engine_ = std::make_unique<SqliteEngine>(*books->connection_);
  books->writer_ = std::make_unique<Writer>(*books->engine_, clock, std::move(writing), true, newest);
  return books;
}

Result<std::unique_ptr<Books>> Books::in_memory(const Clock& clock, Signer signer) {
  auto books = std::unique_ptr<Books>(new Books());
  TRY(connection, Connection::open("", Connection::Mode::memory));
  MUST(migrate_in_memory(*connection, indexes_of_orders()));
  books->connection_ = std::move(connection);
  WriterSettings writing;
  writing.signer = std::move(signer);
  books->engine_ = std::make_unique<SqliteEngine>(*books->connection_);
  books->writer_ = std::make_unique<Writer>(*books->engine_, clock, std::move(writing), false, Anchor{});
  return books;
}

Books::~Books() {
  writer_.reset();
  checkpointer_.reset();
  sessions_.clear();
  connection_.reset();
}

std::unique_lock<std::recursive_mutex> Books::alone_in_memory() {
  return folder_.empty() ? std::unique_lock(memory_mutex_) : std::unique_lock<std::recursive_mutex>();
}

Result<Books::Loan> Books::borrow() {
  if (folder_.empty()) return Loan(*this, *connection_, std::unique_lock(memory_mutex_));
  std::unique_ptr<Session> session;
  {
    const std::lock_guard lock(sessions_mutex_);
    if (!sessions_.empty()) {
      session = std::move(sessions_.back());
      sessions_.pop_back();
    }
  }
  if (!session) {
    TRY(connection, Connection::open((folder_ / books_file).string(), Connection::Mode::read));
    const auto& engine = static_cast<const SqliteEngine&>(*engine_);  // as open() made it
    session = std::make_unique<Session>(std::move(connection), engine.changes());
  }
  return Loan(*this, std::move(session));
}

void Books::settle() {
  // The writer takes one after another: whoever is answered last has seen all others answered.
  static_cast<void>(run({"server", "end", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{}; }));
}

Result<void> Books::keep_up(std::function<Result<void>(Connection&)> work) {
  std::promise<Result<void>> promise;
  auto answer = promise.get_future();
  const auto alone = alone_in_memory();
  writer_->take(Upkeep{[this, work = std::move(work)] { return work(*connection_); }, [&promise](Result<void> result) { promise.set_value(std::move(result)); }});
  return answer.get();
}

void Books::take(books::Actor actor, std::unique_ptr<Request> request, Turn turn) {
  const auto alone = alone_in_memory();
  writer_->take(Task{std::move(actor), std::move(request), turn});
}

Result<void> Books::decide_and_wait(const books::Actor& actor, FunctionRef<Result<books::Changes>(const books::Reader&)> decide) {
  auto request = std::make_unique<Awaited>(decide);
  auto answer = request->answer();
  take(actor, std::move(request));
  return answer.get();
}

Result<void> Books::lend_reader(FunctionRef<void(const books::Reader&)> look) {
  TRY(loan, borrow());
  MUST(loan.begin_rows());
  try {
    look(loan.reader());
  } catch (const LookEnded&) {  // failure() says why
  }
  if (auto failure = loan.reader().failure()) return *std::move(failure);
  return Done{};
}

Result<void> Books::lend_held(FunctionRef<void(const books::Reader&)> look) {
  {
    TRY(loan, borrow());
    if (loan.from_held(look)) return Done{};
  }
  return lend_reader(look);
}

Result<void> Books::lend(FunctionRef<void(Moment&)> look) {
  TRY(loan, borrow());
  MUST(loan.begin());
  look(loan.connection());
  return Done{};
}

std::uint64_t Books::requests() const { return writer_->requests(); }
ClockState Books::clock_state() { return writer_->clock_state(); }
void Books::confirm_clock() { writer_->confirm_clock(); }
void Books::publish_to_witnesses() { writer_->publish_to_witnesses(); }
std::vector<WitnessAway> Books::witnesses_away() const { return writer_->witnesses_away(); }

Result<std::int64_t> Books::size() {
  TRY(loan, borrow());
  MUST(loan.begin());
  return loan.connection().size();
}

Result<std::unique_ptr<Moment>> open_file(const std::filesystem::path& file, Moment::Mode mode) {
  TRY(connection, Connection::open(file.string(), mode));
  return std::unique_ptr<Moment>(std::move(connection));
}
Result<std::unique_ptr<Moment>> open_moment(const std::filesystem::path& file, Moment::Mode mode) {
  TRY(connection, Connection::open(file.string(), mode));
  MUST(connection->run("BEGIN"));
  return std::unique_ptr<Moment>(std::move(connection));
}
Result<void> bring_up_to_date(Moment& books) { return migrate(sqlite_of(books), indexes_of_orders()); }

Result<Proof> Books::proof_of(std::string_view sale) {
  return query([sale](Moment& moment) { return store::proof_of(sqlite_of(moment), sale); });
}

}  // namespace kwota::store
