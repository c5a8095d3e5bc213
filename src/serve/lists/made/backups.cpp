#include "serve/lists/made/backups.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "base/cause.h"
#include "serve/words/words.h"
#include "store/backup.h"

namespace kwota::serve {
namespace {

namespace fs = std::filesystem;
using boost::json::object;

/// Beside a good copy: it was verified when it was made, the house made it by itself, it was put back and passed.
constexpr auto verified_mark = ".verified", planned_mark = ".planned", proved_mark = ".proved";

fs::path folder_of(const fs::path& data) { return data / "backups"; }
fs::path mark_of(const fs::path& file, const char* mark) {
  auto path = file;
  path += mark;
  return path;
}

std::string name_for(Instant now) {
  auto name = format_utc(now) + ".db";
  std::replace(name.begin(), name.end(), ':', '.');
  return name;
}

/// "2026-11-20T06.05.09.123Z.db" -> its instant.
std::optional<Instant> time_of(std::string name) {
  std::replace(name.begin(), name.begin() + std::min<std::ptrdiff_t>(19, std::ssize(name)), '.', ':');
  const auto at = parse_instant(name.substr(0, name.rfind(".db")));
  return at ? std::optional(*at) : std::nullopt;
}

std::optional<Instant> proved_at(const fs::path& file) {
  std::ifstream mark(mark_of(file, proved_mark));
  std::string text;
  if (!std::getline(mark, text)) return std::nullopt;
  const auto at = parse_instant(text);
  return at ? std::optional(*at) : std::nullopt;
}

}  // namespace

std::vector<Copy> copies_in(const fs::path& data, const std::optional<Instant>& now) {
  std::vector<Copy> copies;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder_of(data), failed)) {
    const auto& file = entry.path();
    if (file.extension() != ".db") continue;
    const auto name = file.filename().string();
    copies.push_back({name, time_of(name), static_cast<std::int64_t>(fs::file_size(file, failed)), fs::exists(mark_of(file, planned_mark), failed),
                      fs::exists(mark_of(file, verified_mark), failed), proved_at(file)});
  }
  std::ranges::sort(copies, std::ranges::greater{}, &Copy::file);
  if (now) std::stable_partition(copies.begin(), copies.end(), [&](const Copy& copy) { return !copy.time || *copy.time <= *now; });
  return copies;
}

Result<std::vector<Copy>> copies_asked(const fs::path& data, std::string_view search, std::string_view sort) {
  auto copies = copies_in(data);
  std::erase_if(copies, [&](const Copy& copy) { return copy.file.find(search) == std::string::npos; });
  if (sort.empty()) return copies;
  const bool down = sort.front() == '-';
  const auto wanted = sort.substr(down ? 1 : 0);
  const auto by = [&](auto column) {
    std::ranges::stable_sort(copies, [&](const Copy& a, const Copy& b) { return down ? std::invoke(column, b) < std::invoke(column, a) : std::invoke(column, a) < std::invoke(column, b); });
  };
  if (wanted == "file") by(&Copy::file);
  else if (wanted == "time") by(&Copy::time);
  else if (wanted == "bytes") by(&Copy::bytes);
  else if (wanted == "by_plan") by(&Copy::by_plan);
  else if (wanted == "verified") by(&Copy::verified);
  else if (wanted == "proved") by(&Copy::proved);
  else return store::unknown_column(wanted);
  return copies;
}

MadeTable copies_table(const std::vector<Copy>& copies, std::string_view language) {
  using enum store::ColumnKind;
  MadeTable out;
  for (const auto& [name, kind] : std::initializer_list<std::pair<const char*, store::ColumnKind>>{{"file", text}, {"time", time}, {"bytes", integer}, {"by_plan", flag}, {"verified", flag}, {"proved", time}})
    out.columns.push_back({.name = name, .title = say(language, std::string("column.") + name), .kind = kind});
  const auto at = [](const std::optional<Instant>& when) { return when ? store::Value(when->ms()) : store::Value{}; };
  for (const auto& copy : copies)
    out.rows.push_back({copy.file, at(copy.time), copy.bytes, std::int64_t{copy.by_plan}, std::int64_t{copy.verified}, at(copy.proved)});
  return out;
}

Result<std::unique_ptr<store::Moment>> own_connection(const ServerParts& server) {
  return store::open_file(server.data / store::books_file, store::Moment::Mode::read);
}

Result<object> make_backup(const ServerParts& server, bool by_plan) {
  const auto name = name_for(server.clock.now());
  const auto file = folder_of(server.data) / name;
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  TRY(connection, own_connection(server));
  TRY(report, store::backup(*connection, file, server.check));
  std::ofstream(mark_of(file, verified_mark)) << report.verified.rows << " rows\n";
  if (by_plan) std::ofstream(mark_of(file, planned_mark)) << "\n";
  return object{{"file", name},
                {"bytes", report.bytes},
                {"verified", report.verified.ok()},
                {"rows", report.verified.rows},
                {"signatures_checked", report.verified.signatures_checked}};
}

std::size_t remove_old_copies(const fs::path& data, std::size_t kept, Instant now) {
  auto copies = copies_in(data, now);
  const auto proved = std::ranges::find_if(copies, [](const Copy& copy) { return copy.proved.has_value(); });
  const auto stays = proved == copies.end() ? std::string{} : proved->file;
  std::erase_if(copies, [](const Copy& copy) { return !copy.by_plan; });
  std::error_code failed;
  std::size_t gone = 0;
  for (std::size_t i = kept; i < copies.size(); ++i) {
    if (copies[i].file == stays) continue;
    ++gone;
    const auto file = folder_of(data) / copies[i].file;
    fs::remove(file, failed);
    for (const auto* mark : {verified_mark, planned_mark, proved_mark}) fs::remove(mark_of(file, mark), failed);
  }
  return gone;
}

fs::path scratch_in(const fs::path& data) { return data / "jobs" / "scratch"; }

Result<std::string> copy_meant(const fs::path& data, const std::string& word, Instant now) {
  if (word.empty()) {
    const auto copies = copies_in(data, now);
    if (copies.empty()) return error(Fault::refused, "no_backup", "There is no copy of the books yet. Make one first.");
    return copies.front().file;
  }
  std::error_code failed;
  const auto file = fs::absolute(word, failed);
  if (fs::equivalent(file.parent_path(), folder_of(data), failed)) return file.filename().string();
  if (fs::path(word).has_parent_path() || fs::exists(file, failed)) return file.string();
  return word;
}

Result<void> put_back_to_prove(const fs::path& data, const fs::path& scratch, const std::string& file, const store::SignatureCheck& check, Instant now) {
  std::error_code failed;
  fs::remove_all(scratch, failed);
  fs::create_directories(scratch, failed);
  fs::permissions(scratch, fs::perms::owner_all, failed);
  auto restored = store::restore(folder_of(data) / file, scratch, check, now);
  if (restored) return Done{};
  fs::remove_all(scratch, failed);
  return restored.error();
}

Result<object> verify_put_back(const fs::path& data, const fs::path& scratch, const std::string& file, const store::SignatureCheck& check, Instant now, std::function<bool()> stop) {
  const auto verified = [&]() -> Result<store::VerifyReport> {
    TRY(connection, store::open_file(scratch / store::books_file, store::Moment::Mode::read));
    const store::Moment::Stopped stopped(*connection, std::move(stop));
    return store::verify(*connection, {.check = check, .anchor_log = scratch / store::anchor_log_file});
  }();
  if (!verified) return verified.error();
  std::error_code failed;
  fs::remove_all(scratch, failed);
  if (const auto& first = verified->first)
    return error(Fault::forged, Cause::backup_bad, fmt::format("{}: the row {}/{} was {} by hand ({}). It is no proof of the money. Take another backup.", file, first->table, first->key, word_of(first->what), first->why),
                 {{"file", file}, {"row", first->table + "/" + first->key}, {"what", std::string(word_of(first->what))}});
  // Beside files elsewhere, which are somebody's own, nothing is written.
  if (!fs::path(file).has_parent_path()) std::ofstream(mark_of(folder_of(data) / file, proved_mark)) << format_utc(now) << "\n";
  return object{{"file", file},           {"rows", verified->rows},    {"chains", verified->chains}, {"anchors", verified->anchors},
                {"signatures_checked", verified->signatures_checked}, {"findings", 0}};
}

}  // namespace kwota::serve
