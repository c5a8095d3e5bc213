#include "store/restoration.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "base/cause.h"
#include "books/audit_entry.h"
#include "store/backup.h"
#include "store/force_out.h"
#include "store/lists/views.h"
#include "store/sqlite/anchors.h"
#include "store/sqlite/archives.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/schema.h"
#include "store/verify/tail.h"

namespace kwota::store {
namespace {

namespace fs = std::filesystem;

/// Where a copy is put back before anybody has ordered it.
constexpr auto staged_folder = "restore-part";
/// Names the copy while it is proved.
constexpr auto copy_file = "copied-from";
/// Names the folder of the former books while files are moved: the books themselves may be on their way then.
constexpr auto kept_file = "former-books-go-to";

fs::path books_in(const fs::path& folder) { return folder / books_file; }

Mark marked(const Anchor& anchor) { return {anchor.number, anchor.hash}; }

Result<void> move_over(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  return failed ? Result<void>(unavailable(failed.message())) : Result<void>(Done{});
}

void passed(const RestoreHook& hook, const std::string& point) {
  if (hook) hook(point);
}

/// Receipts behind an anchor.
Result<std::int64_t> sold_after(Connection& connection, std::int64_t anchor) {
  return connection.number(fmt::format("SELECT count(*) FROM sale WHERE id>={}", row_id(anchor + 1, 0)));
}

/// None is ever taken out.
Result<std::int64_t> invoices_in(Moment& moment) { return sqlite_of(moment).number("SELECT count(*) FROM invoice"); }

/// Those of the ledger that no receipt stands for.
Result<std::int64_t> booked_after(Connection& connection, std::int64_t anchor) {
  return connection.number(fmt::format("SELECT count(*) FROM entry WHERE id>={} AND number NOT IN (SELECT number FROM sale WHERE id>={})", row_id(anchor + 1, 0), row_id(anchor + 1, 0)));
}

Result<void> write_restoration(Connection& connection, Restoration row, const Signer& vault) {
  TRY(signature, vault(hash_of(row)));
  auto cursor = connection.prepare(
      "INSERT INTO restoration(number, from_anchor, from_hash, former, former_hash, copy, sold, first, second, reason, time, kept, signature) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(number) DO UPDATE SET from_anchor=excluded.from_anchor, from_hash=excluded.from_hash, former=excluded.former, "
      "former_hash=excluded.former_hash, copy=excluded.copy, sold=excluded.sold, first=excluded.first, second=excluded.second, reason=excluded.reason, time=excluded.time, "
      "kept=excluded.kept, signature=excluded.signature");
  cursor.integer(row.number);
  cursor.integer(row.from.number);
  cursor.blob(row.from.hash);
  cursor.integer(row.former.number);
  cursor.blob(row.former.hash);
  cursor.text(row.copy);
  cursor.integer(row.sold);
  cursor.text(row.first);
  cursor.text(row.second);
  cursor.text(row.reason);
  cursor.integer(row.time.ms());
  cursor.text(row.kept);
  cursor.blob(signature);
  return cursor.run();
}

/// A lone file, and on the disk.
Result<void> close_to_one_file(std::unique_ptr<Connection> connection, const fs::path& file) {
  MUST(connection->become_one_file());
  connection.reset();
  return force_out(file);
}

Error other_copy() {
  return error(Fault::refused, "copy_of_other_books",
               "These books do not hold what the copy ends with: it is a copy of other books, or these were put back since. Nothing was changed. Choose another copy.");
}

constexpr std::string_view in_english(NotDone why) {
  switch (why) {
    case NotDone::not_signed: return "the order is not signed by the vault";
    case NotDone::other_books: return "it was ordered for other books";
    case NotDone::sold_since: return "something was sold after it was ordered";
    case NotDone::other_copy: return "the copy is another one than they agreed on";
    case NotDone::copy_unsigned: return "the copy ends with groups that the vault has not signed";
    case NotDone::broken_off: return "the program ended while it was proved once more";
    case NotDone::copy_unreadable: break;
  }
  return "the copy cannot be read";
}

std::optional<Error> no_longer(NotDone why) {
  return error(Fault::refused, "restore_not_done",
               fmt::format("The copy was not put in place: {}. The books are as they were, the copy lies beside them. Look at what was sold, and agree again.", in_english(why)),
               {{"why", word_of(why)}});
}

/// Whether what was ordered is still what two persons agreed, for these books.
Result<std::optional<Error>> still_good(Connection& former, Connection& staged, const Restoration& row, const SignatureCheck& check) {
  if (row.first == row.second || !check || !check(hash_of(row), row.signature)) return no_longer(NotDone::not_signed);
  TRY(then, read_anchor(former, row.former.number));
  if (!then || then->hash != row.former.hash) return no_longer(NotDone::other_books);
  TRY(sold, sold_after(former, row.former.number));
  if (sold > 0) return no_longer(NotDone::sold_since);
  TRY(from, read_anchor(staged, row.from.number));
  if (!from || from->hash != row.from.hash) return no_longer(NotDone::other_copy);
  if (const auto tail = hold_tail(staged, check); !tail) return no_longer(cause_of(tail.error()) == Cause::groups_unsigned ? NotDone::copy_unsigned : NotDone::copy_unreadable);
  return std::optional<Error>{};
}

std::string restored_as(const Restoration& row) {
  return boost::json::serialize(boost::json::object{{"copy", row.copy},
                                                    {"from", short_text(row.from)},
                                                    {"former", short_text(row.former)},
                                                    {"sold", row.sold},
                                                    {"second", row.second},
                                                    {"reason", row.reason},
                                                    {"kept", row.kept}});
}

/// The first entry of the restored books, before anybody sees them.
Result<void> write_first_entry(const fs::path& folder, const Restoration& row, const BooksSettings& settings, const Clock& clock) {
  BooksSettings own;
  own.folder = folder;
  own.signer = settings.signer;
  own.check = settings.check;
  own.log_may_be_short = true;
  TRY(books, Books::open(own, clock));
  return books->run({row.first, "restore", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.append.emplace_back(books::audit_entry({row.first, "restore", {}}, {}, restored_as(row)));
    return decision;
  }).ok() ? Result<void>(Done{}) : Result<void>(unavailable("first entry of the restored books"));
}

/// The order in the ordered copy; nothing: there is none, and the folder is nobody's.
Result<std::optional<Restoration>> order_in(const fs::path& folder) {
  std::error_code failed;
  if (!fs::exists(books_in(folder), failed)) return std::optional<Restoration>();
  TRY(staged, Connection::open(books_in(folder).string(), Connection::Mode::write));
  MUST(migrate(*staged, indexes_of_orders()));
  TRY(rows, read_restorations(*staged));
  return rows.empty() ? std::optional<Restoration>() : std::optional(std::move(rows.back()));
}

/// What was ordered and is not done goes out of the way, for whoever wants to know why.
Result<void> put_aside_copy(const fs::path& folder, Instant now) {
  auto name = "restore-refused-" + format_utc(now);
  std::replace(name.begin(), name.end(), ':', '.');
  MUST(move_over(folder / ordered_folder, folder / free_name(folder, name)));
  return force_folder(folder);
}

/// Two had agreed, and the program ended before the order was there. Without a name there was not even a copy.
std::optional<Performed> broken_off_in(const fs::path& folder) {
  std::string name;
  std::getline(std::ifstream(folder / staged_folder / copy_file) >> std::ws, name);
  if (name.empty()) return std::nullopt;
  return Performed{.done = {.copy = name}, .refused = no_longer(NotDone::broken_off)};
}

/// The copy becomes what will stand there: it says where the former books ended, and has its first entry.
Result<void> make_ready(const fs::path& folder, Restoration& row, const Anchor& newest, const BooksSettings& settings, const Clock& clock, const RestoreHook& hook) {
  const auto ordered = folder / ordered_folder;
  row.former = marked(newest);
  {
    TRY(staged, Connection::open(books_in(ordered).string(), Connection::Mode::write));
    MUST(write_restoration(*staged, row, settings.signer));
  }
  passed(hook, "row_written");
  {
    TRY(staged, Connection::open(books_in(ordered).string(), Connection::Mode::read));
    TRY(end, newest_anchor(*staged));
    staged.reset();
    if (end.number == row.from.number) MUST(write_first_entry(ordered, row, settings, clock));
  }
  passed(hook, "entry_written");
  TRY(staged, Connection::open(books_in(ordered).string(), Connection::Mode::write));
  return close_to_one_file(std::move(staged), books_in(ordered));
}

/// The hash of an anchor in books that were put aside, where their chain leads from it to where they ended.
Result<std::optional<Digest>> hash_in(const fs::path& kept, std::int64_t number, const Mark& end) {
  std::error_code failed;
  if (!fs::exists(kept, failed)) return std::optional<Digest>();
  TRY(former, Connection::open(kept.string(), Connection::Mode::read));
  TRY(first, read_anchor(*former, number));
  if (!first) return std::optional<Digest>();
  auto before = first->hash;
  for (auto at = number + 1; at <= end.number; ++at) {
    TRY(next, read_anchor(*former, at));
    if (!next || next->previous != before || hash_of(*next) != next->hash) return std::optional<Digest>();
    before = next->hash;
  }
  return before == end.hash ? std::optional(first->hash) : std::optional<Digest>();
}

/// A mark that somebody has, and the folder beside which former books lie.
struct Sought {
  fs::path folder;
  std::int64_t number;
  std::string_view digits;
  const SignatureCheck& check;
};

/// Older books may be put in place of what was itself put in place of others: as often is looked. [K]
constexpr int generations_most = 16;

/// What two persons ordered for the books that hold the order, and the vault signed.
Result<bool> is_signed_for(Connection& books, const Restoration& row, const SignatureCheck& check) {
  if (!check(hash_of(row), row.signature)) return false;
  TRY(from, read_anchor(books, row.from.number));
  return from && from->hash == row.from.hash;
}

/// In the books that were put aside, or in those that these had replaced.
Result<std::optional<Mark>> mark_beside(Connection& books, const Sought& sought, int generations) {
  TRY(restorations, read_restorations(books));
  for (const auto& one : restorations) {
    TRY(good, is_signed_for(books, one, sought.check));
    const auto kept = books_in(sought.folder / fs::path(one.kept).filename());
    std::error_code failed;
    if (!good || !fs::exists(kept, failed)) continue;
    if (sought.number > one.from.number && sought.number <= one.former.number) {
      TRY(hash, hash_in(kept, sought.number, one.former));
      if (hash && to_hex(*hash).starts_with(sought.digits)) return std::optional(Mark{sought.number, *hash});
    }
    TRY(former, Connection::open(kept.string(), Connection::Mode::read));
    TRY(end, read_anchor(*former, one.former.number));
    if (generations == 0 || !end || end->hash != one.former.hash) continue;
    // Books of before the first order ever have no place for one.
    if (const auto further = mark_beside(*former, sought, generations - 1); further && *further) return *further;
  }
  return std::optional<Mark>();
}

}  // namespace

Result<Missing> missing_in(Moment& moment, Moment& copy) {
  auto& books = sqlite_of(moment);
  TRY(end, newest_anchor(copy));
  TRY(same, read_anchor(books, end.number));
  if (end.number == 0 || !same || same->hash != end.hash) return other_copy();
  TRY(newest, newest_anchor(books));
  TRY(sold, sold_after(books, end.number));
  TRY(booked, booked_after(books, end.number));
  TRY(invoices, invoices_in(moment));
  TRY(before, invoices_in(copy));
  Missing out{marked(end), marked(newest), end.time, newest.time, sold, booked, invoices - before, {}};
  std::vector<std::string> numbers;
  {
    auto cursor = books.prepare("SELECT number FROM sale WHERE id>=? ORDER BY id DESC LIMIT ?");
    cursor.integer(row_id(end.number + 1, 0));
    cursor.integer(Missing::last_max);
    for (;;) {
      TRY(row, cursor.step());
      if (!row) break;
      numbers.emplace_back(cursor.get_text(0));
    }
  }
  const BooksReader reader(books);
  for (const auto& number : numbers)
    if (auto sale = reader.find<books::Sale>(number)) out.last.push_back(std::move(*sale));
  return out;
}

Result<Mark> stage(const fs::path& file, const fs::path& folder, const SignatureCheck& check, Instant now, std::function<bool()> stop) {
  const auto staged = folder / staged_folder;
  std::error_code failed;
  fs::remove_all(staged, failed);
  fs::create_directories(staged, failed);
  fs::permissions(staged, fs::perms::owner_all, failed);
  std::ofstream(staged / copy_file) << file.filename().string() << "\n";
  auto mark = [&]() -> Result<Mark> {
    MUST(restore(file, staged, check, now));
    TRY(connection, Connection::open(books_in(staged).string(), Connection::Mode::read));
    const Connection::Stopped stopped(*connection, stop ? std::move(stop) : [] { return false; });
    TRY(report, verify(*connection, {.check = check, .anchor_log = staged / anchor_log_file}));
    if (const auto& first = report.first)
      return error(Fault::forged, Cause::backup_bad, fmt::format("{}: the row {}/{} was {} by hand ({}). It is no proof of the money. Take another backup.", file.filename().string(), first->table, first->key, word_of(first->what), first->why),
                   {{"file", file.filename().string()}, {"row", first->table + "/" + first->key}, {"what", std::string(word_of(first->what))}});
    MUST(copy_archives(*connection, folder));
    TRY(newest, newest_anchor(*connection));
    return marked(newest);
  }();
  if (!mark) fs::remove_all(staged, failed);
  return mark;
}

Result<void> order(const fs::path& folder, Restoration agreed, const Signer& vault, const RestoreHook& hook) {
  if (agreed.first == agreed.second || agreed.first.empty() || agreed.second.empty())
    return error(Fault::request, "same_person", "Two different persons put older books in place together. Nothing was changed. Call the second one.");
  const auto staged = folder / staged_folder;
  {
    TRY(connection, Connection::open(books_in(staged).string(), Connection::Mode::write));
    TRY(last, connection->number("SELECT coalesce(max(number), 0) FROM restoration"));
    agreed.number = last + 1;
    agreed.kept = free_name(folder, agreed.kept);
    MUST(write_restoration(*connection, agreed, vault));
    MUST(close_to_one_file(std::move(connection), books_in(staged)));
  }
  MUST(force_folder(staged));
  passed(hook, "order_written");
  std::error_code failed;
  fs::remove_all(folder / ordered_folder, failed);
  MUST(move_over(staged, folder / ordered_folder));
  passed(hook, "ordered");
  return force_folder(folder);
}

std::string free_name(const fs::path& folder, const std::string& wanted) {
  std::error_code failed;
  auto name = wanted;
  for (int again = 2; fs::exists(folder / name, failed); ++again) name = fmt::format("{}-{}", wanted, again);
  return name;
}

Result<void> put_in_place(const fs::path& prepared, const fs::path& folder, const std::string& kept, const RestoreHook& hook) {
  {
    std::ofstream out(prepared / kept_file, std::ios::trunc);
    out << kept << "\n";
    if (!out.flush()) return unavailable(kept_file);
  }
  for (const auto* file : {kept_file, books_file}) MUST(force_out(prepared / file));
  MUST(force_folder(prepared));
  MUST(move_over(prepared, folder / moving_folder));
  passed(hook, "decided");
  MUST(force_folder(folder));
  return complete_moving(folder, hook);
}

Result<void> complete_moving(const fs::path& folder, const RestoreHook& hook) {
  const auto moving = folder / moving_folder;
  std::error_code failed;
  if (!fs::exists(moving, failed)) return Done{};
  std::string name;
  std::getline(std::ifstream(moving / kept_file) >> std::ws, name);
  const auto kept = folder / (name.empty() ? fs::path("before-restore") : fs::path(name).filename());
  fs::create_directories(kept, failed);
  // The log of the former database goes before it: what lies in `moving` still says that the database in the folder is the former one.
  if (fs::exists(books_in(moving), failed))
    for (const auto* file : {"books.db-wal", "books.db-shm"})
      if (fs::exists(folder / file, failed)) MUST(move_over(folder / file, kept / file));
  passed(hook, "log_aside");
  for (const auto* file : {books_file, anchor_log_file}) {
    if (!fs::exists(moving / file, failed)) continue;
    if (fs::exists(folder / file, failed)) MUST(move_over(folder / file, kept / file));
    passed(hook, fmt::format("{}_aside", file));
    MUST(move_over(moving / file, folder / file));
    passed(hook, fmt::format("{}_in_place", file));
  }
  MUST(force_folder(kept));
  fs::remove(kept, failed);  // of an empty folder nothing had to be kept; any other stays
  MUST(force_folder(folder));
  passed(hook, "moved");
  fs::remove_all(moving, failed);
  return failed ? Result<void>(unavailable(failed.message())) : force_folder(folder);
}

Result<void> complete_restore(const fs::path& folder) {
  std::error_code failed;
  if (!fs::exists(folder / moving_folder, failed)) return Done{};
  TRY(lock, FolderLock::take(folder));
  static_cast<void>(lock);  // held to the end
  return complete_moving(folder);
}

Result<std::optional<Performed>> perform(const BooksSettings& settings, const Clock& clock, const RestoreHook& hook) {
  const auto& folder = settings.folder;
  std::error_code failed;
  TRY(lock, FolderLock::take(folder));
  static_cast<void>(lock);  // held to the end
  MUST(complete_moving(folder, hook));
  auto broken_off = broken_off_in(folder);
  fs::remove_all(folder / staged_folder, failed);  // nobody ordered it
  if (!fs::exists(folder / ordered_folder, failed)) return broken_off;
  TRY(found, order_in(folder / ordered_folder));
  if (!found) {
    MUST(put_aside_copy(folder, clock.now()));
    return std::optional<Performed>();
  }
  Performed out{.done = std::move(*found), .refused = {}};
  Anchor newest;
  {
    TRY(former, Connection::open(books_in(folder).string(), Connection::Mode::write));
    MUST(migrate(*former, indexes_of_orders()));
    MUST(complete_anchor_log(*former, folder / anchor_log_file, settings.log_may_be_short));
    if (settings.check) MUST(hold_tail(*former, settings.check));
    MUST(hold_witnesses(*former, settings.witnesses, settings.check));
    TRY(staged, Connection::open(books_in(folder / ordered_folder).string(), Connection::Mode::write));
    TRY(refused, still_good(*former, *staged, out.done, settings.check));
    out.refused = std::move(refused);
    TRY(end, newest_anchor(*former));
    newest = end;
    // Whoever looks at them later finds one file; a reader that holds it open now leaves them three.
    static_cast<void>(former->empty_log());
  }
  if (out.refused) {
    MUST(put_aside_copy(folder, clock.now()));
    return std::optional(std::move(out));
  }
  passed(hook, "found_good");
  MUST(make_ready(folder, out.done, newest, settings, clock, hook));
  passed(hook, "ready");
  MUST(put_in_place(folder / ordered_folder, folder, out.done.kept, hook));
  return std::optional(std::move(out));
}

bool held_by_former(Moment& moment, const Mark& mark, const SignatureCheck& check) {
  auto& connection = sqlite_of(moment);
  const auto found = former_mark(connection, mark.number, to_hex(mark.hash), check);
  return found && found->has_value();
}

Result<std::optional<Mark>> former_mark(Moment& moment, std::int64_t number, std::string_view digits, const SignatureCheck& check) {
  auto& connection = sqlite_of(moment);
  const auto file = connection.file();
  if (!check || file.empty()) return std::optional<Mark>();
  return mark_beside(connection, {file.parent_path(), number, digits, check}, generations_most);
}

}  // namespace kwota::store
