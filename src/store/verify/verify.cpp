#include "store/verify/verify.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <fstream>
#include <future>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

#include "base/ascii.h"
#include "books/chains.h"
#include "store/lists/views.h"
#include "store/sqlite/anchors.h"
#include "store/sqlite/archives.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/dialect.h"
#include "store/sqlite/kept.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/search_index.h"
#include "store/verify/anchor_log.h"
#include "store/verify/chain_walk.h"
#include "store/verify/orphans.h"
#include "store/verify/sheets.h"
#include "store/verify/verify_laws.h"

namespace kwota::store {
namespace {

using Found = std::optional<Finding>;

Found finding(std::string table, std::string key, Wrong what, std::string why) {
  return Finding{std::move(table), std::move(key), what, std::move(why)};
}

/// One row of `sql` (a key as text) is one finding.
Result<Found> any_row(Connection& connection, const std::string& sql, const std::string& table, Wrong what, const char* why) {
  auto cursor = connection.prepare(sql);
  TRY(row, cursor.step());
  return row ? finding(table, std::string(cursor.get_text(0)), what, why) : Found();
}

Result<Found> heads(Connection& connection, const ChainWalk& walk) {
  const auto& walked = walk.chains;
  auto cursor = connection.prepare("SELECT chain, position, hash FROM chain_head ORDER BY chain");
  std::size_t known = 0;
  for (;; ++known) {
    TRY(row, cursor.step());
    if (!row) break;
    const std::string chain(cursor.get_text(0));
    const auto found = walked.find(chain);
    const auto position = cursor.get_integer(1);
    const auto walked_to = found == walked.end() ? 0 : found->second.head.position;
    if (walked_to < position)
      return finding("chain", fmt::format("{}/{}", chain, walked_to + 1), Wrong::removed, fmt::format("chain {} had {} rows, {} are there", chain, position, walked_to));
    if (walked_to > position) return finding("chain_head", chain, Wrong::changed, fmt::format("chain {} has {} rows", chain, walked_to));
    if (!equal(cursor.get_blob(2), found->second.head.hash)) return finding("chain_head", chain, Wrong::changed, "the chain ends with another row");
  }
  if (known == walked.size()) return Found();
  for (const auto& [chain, ends] : walked) {
    auto one = connection.prepare("SELECT 1 FROM chain_head WHERE chain=?");
    one.text(chain);
    TRY(there, one.step());
    if (!there) return finding("chain_head", chain, Wrong::removed, "the chain has rows and no head");
  }
  return Found();
}

/// Each table is walked once, whatever the number of its columns. Numbers beyond the last one that is kept are another finding.
Result<void> mark_said(Connection& connection, const books::Table& table, std::vector<bool>& said) {
  std::vector<std::string> columns;
  for (const auto& column : table.columns)
    if (column.kept_once) columns.push_back(in_quotes(column.name));
  if (columns.empty()) return {};
  auto cursor = connection.prepare(fmt::format("SELECT {} FROM {}", fmt::join(columns, ","), in_quotes(table.name)));
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return {};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto number = cursor.get_integer(static_cast<int>(i));
      if (number >= 0 && static_cast<std::size_t>(number) < said.size()) said[static_cast<std::size_t>(number)] = true;
    }
  }
}

/// Of texts that are kept once: which numbers rows have.
Result<std::vector<bool>> said_numbers(Connection& connection) {
  TRY(most, connection.number("SELECT coalesce(max(number), 0) FROM kept_text"));
  std::vector<bool> said(static_cast<std::size_t>(std::max<std::int64_t>(most, 0)) + 1);
  for (const auto* table : books::all_tables()) MUST(mark_said(connection, *table, said));
  return said;
}

/// What many rows say is there once, and nothing that no row says. That it says the same still is part of the hash of each of these rows.
Result<Found> kept(Connection& connection) {
  TRY(account, any_row(connection, "SELECT name FROM ledger_account WHERE number NOT IN (SELECT account FROM leg) LIMIT 1", "ledger_account", Wrong::inserted,
                       "no entry ever moved money there"));
  if (account) return account;
  TRY(said, said_numbers(connection));
  auto cursor = connection.prepare("SELECT number, mark, text FROM kept_text ORDER BY number");
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return Found();
    const auto number = cursor.get_integer(0);
    if (number < 0 || !said[static_cast<std::size_t>(number)]) return finding("kept_text", std::to_string(number), Wrong::inserted, "no row says it");
    if (cursor.get_integer(1) != mark_of(cursor.get_text(2))) return finding("kept_text", std::string(cursor.get_text(0)), Wrong::changed, "it is not found by what it says");
  }
}

/// Of texts that are one but for their numbers; slips of archived years took theirs along.
Result<Found> shapes(Connection& connection, const std::unordered_set<std::int64_t>& said) {
  TRY(archived, connection.number("SELECT count(*) FROM archive"));
  if (archived > 0) return Found();
  auto cursor = connection.prepare("SELECT number FROM shape ORDER BY number");
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return Found();
    if (const auto number = cursor.get_integer(0); !said.contains(number)) return finding("shape", std::to_string(number), Wrong::inserted, "no text of a row has it");
  }
}

/// People are found by words that the program made of their rows.
Result<Found> words(Connection& connection) {
  TRY(wrong, wrong_words(connection));
  return wrong.empty() ? Found() : finding("search_word", wrong, Wrong::changed, "it is not found by what its row says, or by something else");
}

Result<Found> balances(Connection& connection, std::unordered_map<std::string, Money> summed) {
  auto cursor = connection.prepare("SELECT account, amount FROM balance ORDER BY account");
  for (;;) {
    TRY(row, cursor.step());
    if (!row) break;
    const std::string account(cursor.get_text(0));
    const auto sum = summed.find(account);
    if (sum == summed.end()) return finding(books::Balance::table, account, Wrong::inserted, "no entry ever moved money there");
    if (sum->second.minor() != cursor.get_integer(1)) return finding(books::Balance::table, account, Wrong::changed, "it is not the sum of its legs");
    summed.erase(sum);
  }
  std::set<std::string> left;
  for (const auto& [account, sum] : summed)
    if (!sum.is_zero()) left.insert(account);
  return left.empty() ? Found() : finding(books::Balance::table, *left.begin(), Wrong::changed, "it is not the sum of its legs");
}

/// "E01T1-000042": 42.
std::int64_t number_at_end(std::string_view receipt) {
  auto begin = receipt.size();
  while (begin > 0 && is_digit(receipt[begin - 1])) --begin;
  std::int64_t number = 0;
  for (const char digit : receipt.substr(begin)) number = number * 10 + (digit - '0');
  return number;
}

/// The receipts of a till are numbered without gaps, in the order in which they were booked.
Result<Found> receipts(Connection& connection) {
  auto cursor = connection.prepare("SELECT station, till, number FROM sale ORDER BY id");
  std::map<std::string, std::int64_t> newest;
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return Found();
    const auto number = cursor.get_text(2);
    const auto running = number_at_end(number);
    auto& last = newest[fmt::format("{}/{}", cursor.get_text(0), cursor.get_text(1))];
    if (last != 0 && running != last + 1)
      return finding(books::Sale::table, std::string(number), Wrong::changed, fmt::format("receipt {} follows receipt {} of its till", running, last));
    last = running;
  }
}

/// Holds the rows of one register against their newest audit entries, row by row: books of any size fit.
Result<Found> one_register(Connection& connection, const books::Table& table, std::int64_t& rows) {
  const std::string name(table.name);
  auto cursor = connection.prepare(fmt::format("{} ORDER BY {}", sql_of(table).select, sql_of(table).key_list));
  std::int64_t there = 0;
  for (;; ++there) {
    TRY(row, cursor.step());
    if (!row) break;
    const auto key = key_at(table, cursor, 0);
    auto audit = connection.prepare("SELECT content_hash FROM audit WHERE object=? AND content_hash<>'' ORDER BY id DESC LIMIT 1");
    const auto object = fmt::format("{}/{}", name, key);
    audit.text(object);
    TRY(recorded, audit.step());
    if (!recorded) return finding(name, key, Wrong::inserted, "no audit entry tells of it");
    if (audit.get_hex(0) != to_hex(content_hash_of(cursor, table)))
      return finding(name, key, Wrong::changed, "it is not what its last audit entry says");
  }
  rows += there;
  // Each row there has its entries; as many objects as rows means that none is missing.
  // What was removed is told of by an entry that says so, as its last one.
  const auto reported_of = fmt::format("FROM (SELECT audit.object AS object FROM (SELECT max(id) AS id FROM audit WHERE object>='{0}/' AND object<'{0}0' AND content_hash<>'' "
                                       "GROUP BY object) AS newest JOIN audit ON audit.id=newest.id WHERE audit.content_hash<>{1}) AS reported", name, removed_row_sql);
  TRY(objects, connection.number("SELECT count(*) " + reported_of));
  if (objects == there) return Found();
  return any_row(connection, fmt::format("SELECT substr(object, {}) {} WHERE object NOT IN (SELECT {} FROM {}) ORDER BY object LIMIT 1", name.size() + 2, reported_of,
                                         name_sql(table), in_quotes(name)),
                 name, Wrong::removed, "audit entries tell of it, the row is not there");
}

Result<Found> registers(Connection& connection, std::int64_t& rows) {
  for (const auto* table : books::all_tables()) {
    if (table->chained || table->follows_whole || table->kept) continue;
    TRY(first, one_register(connection, *table, rows));
    if (first) return Found(std::move(first));
  }
  return Found();
}

/// How long the log was before the books were looked at: each of its lines was written when its group was already in the books.
std::uintmax_t log_size(const std::filesystem::path& file) {
  std::error_code failed;
  const auto size = file.empty() ? 0 : std::filesystem::file_size(file, failed);
  return failed ? 0 : size;
}

/// A crash may leave the beginning of a line, or room for it; the whole line follows when the books are opened again.
bool is_torn(std::string_view text, std::string_view whole) {
  text = text.substr(0, text.find_last_not_of('\0') + 1);
  return text.empty() || (text.size() < whole.size() - 1 && whole.starts_with(text));
}

/// Every line of the log stands for an anchor of the books. The books may know more, as much as a crash takes from the log: it is completed at the next start.
Result<Found> anchor_log(Connection& connection, const VerifySettings& settings, std::uintmax_t size) {
  std::ifstream in(settings.anchor_log);
  std::int64_t expected = 1;
  std::uintmax_t read = 0;
  for (std::string text; read < size && std::getline(in, text);) {
    read += text.size() + 1;
    TRY(anchor, read_anchor(connection, expected));
    if (is_torn(text, anchor ? log_line(*anchor) : "\n")) continue;
    std::istringstream line(text);
    std::int64_t number = 0;
    std::string time, count, root, hash, signature;
    line >> number >> time >> count >> root >> hash >> signature;
    if (line.fail()) return finding("anchors.log", std::to_string(expected), Wrong::changed, "a line of it says nothing of a group: the file was changed by hand");
    if (number != expected) return finding("anchors.log", std::to_string(expected), Wrong::removed, "the lines of the log do not follow one another");
    if (!anchor) return finding("anchor", std::to_string(number), Wrong::removed, "anchors.log knows it: the end of the books was cut off");
    if (to_hex(anchor->hash) != hash) return finding("anchor", std::to_string(number), Wrong::changed, "anchors.log knows another one");
    ++expected;
  }
  if (!settings.log_is_whole) return Found();
  TRY(newest, newest_anchor(connection));
  TRY(torn, a_crash_takes(connection, expected - 1, newest));
  if (torn) return Found();
  return finding("anchors.log", std::to_string(expected), Wrong::removed,
                 fmt::format("it ends with group {}, the books with {}: the file was removed, shortened or put back", expected - 1, newest.number));
}

/// A row that was removed is known by its place in a chain; what it left behind may tell its name.
Result<Found> with_name(Connection& connection, Finding nameless) {
  if (nameless.what != Wrong::removed || nameless.table != "chain") return Found(std::move(nameless));
  const auto slash = nameless.key.rfind('/');
  const auto chain = nameless.key.substr(0, slash);
  const auto kind = books::kind_of_chain(chain);
  if (kind == books::ChainKind::vault) nameless.table = books::JournalEntry::table;
  if (kind == books::ChainKind::keys) nameless.table = books::KeyEvent::table;
  if (kind == books::ChainKind::station || kind == books::ChainKind::utility) nameless.table = books::Audit::table;
  if (kind == books::ChainKind::till || kind == books::ChainKind::station) {
    TRY(left, orphans(connection));
    if (left && left->what == Wrong::removed) {
      nameless.table = left->table;
      nameless.key = left->key;
    }
  }
  return Found(std::move(nameless));
}

/// Rows are found by indexes: one that lacks a row hides it from whoever asks, from what is checked here too. The engine holds every table against its indexes, and the file
/// against itself.
Result<Found> damage(Connection& connection) {
  auto cursor = connection.prepare(dialect::first_damage());
  TRY(row, cursor.step());
  if (!row || cursor.get_text(0) == dialect::no_damage) return Found();
  return finding("books.db", std::string(cursor.get_text(0)), Wrong::changed, "the file was damaged, or an index was changed by hand: what it leaves out nobody finds. Put back a copy");
}

/// What is held without the chains.
struct Beside {
  Found damage, orphan, receipt, row, text, word;
  std::int64_t rows = 0;  ///< of registers
};
/// As far as the first that is wrong.
Result<Beside> hold_beside(Connection& connection) {
  Beside out;
  TRY(damaged, damage(connection));
  if (damaged) return Beside{.damage = std::move(damaged)};
  TRY(orphan, orphans(connection));
  if (orphan) return Beside{.orphan = std::move(orphan)};
  TRY(receipt, receipts(connection));
  if (receipt) return Beside{.receipt = std::move(receipt)};
  TRY(row, registers(connection, out.rows));
  if (row) return Beside{.row = std::move(row)};
  TRY(text, kept(connection));
  if (text) return Beside{.text = std::move(text)};
  TRY(word, words(connection));
  out.word = std::move(word);
  return out;
}

/// Holds it on a processor of its own where there is a second reader, else when it is asked; broken off with whoever began it.
class BesideChains {
 public:
  BesideChains(Connection& connection, Connection* second)
      : held_(second == nullptr ? std::async(std::launch::deferred, [&connection] { return hold_beside(connection); }) : std::async(std::launch::async, [this, second] {
          const Moment::Stopped stopped(*second, [this] { return left_.load(); });
          return hold_beside(*second);
        })) {}
  BesideChains(const BesideChains&) = delete;
  BesideChains& operator=(const BesideChains&) = delete;
  ~BesideChains() { left_ = true; }
  Result<Beside> get() { return held_.get(); }

 private:
  std::atomic<bool> left_ = false;
  std::future<Result<Beside>> held_;  ///< waits for its end
};

/// A second reader of the very same moment, so that two processors hold large books; nothing: there is none, as of books in memory, or a group came between.
std::unique_ptr<Connection> reader_beside(Connection& first) {
  if (std::thread::hardware_concurrency() < 2 || first.file().empty()) return nullptr;
  const auto newest = newest_anchor(first);
  auto second = Connection::open(first.file().string(), Moment::Mode::walk);
  if (!newest || !second || !(*second)->run("BEGIN")) return nullptr;
  const auto same = newest_anchor(**second);
  return same && same->number == newest->number && same->hash == newest->hash ? *std::move(second) : nullptr;
}

/// `second`: of the same moment; null: there is none.
Result<Found> all_checks(Connection& connection, Connection* second, const VerifySettings& settings, std::uintmax_t size_of_log, VerifyReport& report) {
  static const auto wanted = schema_of_the_program(indexes_of_orders());
  if (!wanted.ok()) return wanted.error();
  TRY(schema, strange_schema(connection, *wanted));
  if (schema) return schema;
  // Before the rows: what an archive lacks would be said of each of its sales.
  TRY(archive, hold_archives(connection));
  if (archive) return archive;
  BesideChains besides(connection, second);
  SheetCount sheets(connection);
  MoneyWalk money(connection);
  TRY(walk, walk_chains(connection, settings.check, settings.as_if_accepted, std::array<Onlooker*, 2>{&sheets, &money}));
  report.rows = walk.rows;
  report.anchors = walk.anchors;
  report.signatures = walk.signatures;
  report.chains = static_cast<std::int64_t>(walk.chains.size());
  if (walk.first) return with_name(connection, *walk.first);
  TRY(head, heads(connection, walk));
  if (head) return with_name(connection, *head);
  TRY(beside, besides.get());
  if (beside.damage) return beside.damage;
  if (beside.orphan) return beside.orphan;
  if (walk.suspicious) return walk.suspicious;
  if (beside.receipt) return beside.receipt;
  TRY(log, anchor_log(connection, settings, size_of_log));
  if (log) return log;
  TRY(balance, balances(connection, std::move(walk.balances)));
  if (balance) return balance;
  TRY(sheet, sheets.hold());
  if (sheet) return sheet;
  report.rows += walk.follow;
  if (walk.recorded) return walk.recorded;
  report.rows += beside.rows;
  if (beside.row) return beside.row;
  if (beside.text) return beside.text;
  TRY(shape, shapes(connection, walk.shapes));
  if (shape) return shape;
  if (beside.word) return beside.word;
  TRY(law, money.hold());
  if (law) return law;
  TRY(invoice, invoice_laws(connection));
  if (invoice) return invoice;
  TRY(purse, purse_laws(connection));
  if (purse) return purse;
  TRY(card_stock, card_stock_laws(connection));
  return card_stock ? card_stock : Found(std::move(walk.clock));
}

/// All queries see the books as they were at the first one; a writer goes on meanwhile.
class OneMoment {
 public:
  explicit OneMoment(Connection& connection) : connection_(connection) {}
  OneMoment(const OneMoment&) = delete;
  OneMoment& operator=(const OneMoment&) = delete;
  ~OneMoment() {
    if (begun_) (void)connection_.run("ROLLBACK");
  }
  Result<void> begin() {
    if (connection_.in_transaction()) return {};
    MUST(connection_.run("BEGIN"));
    begun_ = true;
    return {};
  }
  /// Whoever asks has written nothing that others do not see.
  bool begun() const { return begun_; }

 private:
  Connection& connection_;
  bool begun_ = false;
};

}  // namespace

Result<VerifyReport> verify(Moment& moment, const VerifySettings& settings) {
  auto& connection = sqlite_of(moment);
  VerifyReport report;
  report.signatures_checked = static_cast<bool>(settings.check);
  const auto size_of_log = log_size(settings.anchor_log);
  OneMoment one(connection);
  MUST(one.begin());
  const auto second = one.begun() || connection.only_reads() ? reader_beside(connection) : nullptr;
  TRY(first, all_checks(connection, second.get(), settings, size_of_log, report));
  report.first = first;
  return report;
}

}  // namespace kwota::store
