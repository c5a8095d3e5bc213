// Runs: a file taken group by group, gone on with after a kill, and taken back.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "books/lookup.h"
#include "work/import_desk/content.h"
#include "work/import_desk/undo.h"

namespace kwota::import_desk {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using books::ImportRun;
using books::ImportStatus;
using people::Part;

std::optional<std::string> text_in(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

Error not_made() { return error(Fault::ours, "file_not_made", "The file could not be written: the disk is full, or the folder is not ours. Nothing was imported."); }

/// On the disk when it returns, whole or not at all.
Result<void> write_whole(const fs::path& file, std::string_view text, int how) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | how, 0600);
  if (out < 0) return not_made();
  bool good = true;
  while (good && !text.empty()) {
    const auto written = ::write(out, text.data(), text.size());
    good = written > 0;
    if (good) text.remove_prefix(static_cast<std::size_t>(written));
  }
  good = good && ::fdatasync(out) == 0;
  ::close(out);
  return good ? Result<void>(Done{}) : Result<void>(not_made());
}

std::string mapping_text(const imports::Mapping& mapping) {
  json::array out;
  for (const auto& column : mapping) out.push_back(json::value(column));
  return json::serialize(out);
}

books::Actor actor_of(const Context& context, std::string_view action) { return {context.who.name, std::string(action), context.station}; }

void stop(ImportRun& run, const CellError& why, Instant now) {
  run.state = ImportStatus::stopped;
  run.stop_row = static_cast<std::int64_t>(why.row);
  run.stop_column = why.column;
  run.stop_code = why.code;
  run.stop_detail = why.what.substr(0, 400);
  run.ended = now;
}

Result<ImportRun> run_of(const books::Reader& books, std::int64_t number) {
  auto run = books.find<ImportRun>(number);
  if (run) return *std::move(run);
  return error(Fault::request, "unknown_import", "There is no such import.", {{"import", fmt::format("{}", number)}});
}

/// What a second person reads of it; the hash binds it to exactly these rows.
people::Proposal content_of_question(const Draft& draft, const StartRequest& request, const std::string& hash) {
  const auto count = [](auto rows) { return static_cast<std::int64_t>(rows); };
  people::Proposal content(people::Proposed::import_file);
  content.word(Part::list, "page", draft.of->name).text(Part::file, draft.file_name).count(Part::rows_new, count(draft.preview.fresh)).count(Part::rows_changed, count(draft.preview.changed))
      .count(Part::rows_wrong, count(draft.preview.errors)).word(Part::choice, "import_choice", word_of(request.choice)).text(Part::content_mark, hash.substr(0, 16));
  return draft.of->summed.empty() ? content : content.figure(Part::control_total, request.control_total);
}

}  // namespace

Result<ImportRun> ImportDesk::start(const StartRequest& request, const Context& context) {
  TRY(draft, this->draft(request.draft, context.who.name));
  MUST(may_bring(*draft->of, context.who));
  if (draft->refused) return *draft->refused;
  // Where a total has to agree, a part of the file never does.
  if ((request.choice == books::ImportChoice::all || !draft->of->summed.empty()) && draft->preview.errors > 0)
    return error(Fault::refused, "import_has_errors", "Rows of the file have mistakes; nothing was imported. Mend them, or take only the good rows.", {{"count", fmt::format("{}", draft->preview.errors)}});
  MUST(books_.read([&](const books::Reader& books) { return imports::adds_up(books, draft->mapped, request.control_total); }));
  ImportRun run;
  const auto text = content_text(*draft, run.rows);
  if (run.rows == 0) return error(Fault::refused, "nothing_to_import", "The books say all of this already; nothing was imported.");
  run.subject = draft->of->name;
  run.file_name = draft->file_name;
  run.file_hash = draft->file_hash;
  run.shape = draft->shape;
  run.mapping = mapping_text(draft->mapping);
  run.content_hash = hash_of(text);
  run.choice = request.choice;
  if (!draft->of->summed.empty()) run.control_total = request.control_total;
  run.same = static_cast<std::int64_t>(draft->preview.same);
  run.left_out = static_cast<std::int64_t>(draft->preview.errors);
  run.started = context.now;
  run.started_by = context.who.name;
  run.station = context.station;
  MUST(write_whole(content_file(run), text, O_TRUNC));
  const auto content = content_of_question(*draft, request, run.content_hash);
  return books_.run(actor_of(context, "import"), [&](const books::Reader& books) -> Result<books::Decision<ImportRun>> {
    TRY(second, two_for(books, *draft->of, content, request.approval, context));
    auto row = run;
    row.number = books::next_number<ImportRun>(books);
    if (second) row.approved_by = second->decided_by;
    books::Decision<ImportRun> out{{{row}, {}}, row};
    if (second) out.changes.put.emplace_back(*second);
    return out;
  });
}

Result<ImportFile> ImportDesk::content_of(const ImportRun& run) const {
  TRY(of, importable(run.subject));
  const auto text = text_in(content_file(run));
  if (!text || hash_of(*text) != run.content_hash)
    return error(Fault::ours, "import_file_gone", "What was taken of the file lies beside the books no more, or is another; the import goes no further. Import the file again: what is in the books is the same.");
  TRY(table, content_in(*text));
  return ImportFile{of, std::move(table)};
}

Result<ImportRun> ImportDesk::take_group(const ImportRun& run, const ImportFile& file, const Context& context) {
  const auto all = std::span(file.table.rows);
  const auto rows = all.subspan(std::min<std::size_t>(all.size(), static_cast<std::size_t>(run.position)));
  const auto group = rows.first(std::min(rows.size(), group_rows));
  return books_.run(actor_of(context, "import"), [&](const books::Reader& books) -> Result<books::Decision<ImportRun>> {
    TRY(row, run_of(books, run.number));
    if (row.state != ImportStatus::running || row.position != run.position) return books::Decision<ImportRun>{{}, row};
    auto decision = imports::import_rows(books, file, group, by_import(*file.of, context));
    if (!decision.answer.errors.empty()) {
      stop(row, decision.answer.errors.front(), context.now);
      return books::Decision<ImportRun>{{{row}, {}}, row};
    }
    agreed_by(decision.changes.put, row.approved_by);
    std::string touched;
    for (const auto& one : decision.changes.put) touched += to_json(one) + "\n";
    // Before the group is in the books: what a killed program wrote and nobody noted could not be undone. Decided once more, it stands there twice.
    MUST(write_whole(touched_file(row), touched, O_APPEND));
    row.position += static_cast<std::int64_t>(group.size());
    row.created += decision.answer.created;
    row.changed += decision.answer.changed;
    row.same += decision.answer.same;
    if (row.position >= row.rows) {
      row.state = ImportStatus::done;
      row.ended = context.now;
    }
    books::Decision<ImportRun> out{std::move(decision.changes), row};
    out.changes.put.emplace_back(row);
    return out;
  });
}

Result<ImportRun> ImportDesk::go_on(std::int64_t number, const ContextOf& context_of) {
  TRY(run, books_.read([&](const books::Reader& books) { return run_of(books, number); }));
  if (run.state != ImportStatus::running) return run;
  TRY(context, context_of(run.started_by));
  context.station = run.station;
  const auto file = content_of(run);
  if (!file) {
    stop(run, {0, "", file.error().code, file.error().what, {}}, context.now);
    return books_.run(actor_of(context, "import"), [&](const books::Reader&) -> Result<books::Decision<ImportRun>> { return books::Decision<ImportRun>{{{run}, {}}, run}; });
  }
  while (run.state == ImportStatus::running) {
    TRY(now, context_of(run.started_by));  // a right that was withdrawn counts from the next group
    MUST(may_bring(*file->of, now.who));
    now.station = run.station;
    TRY(taken, take_group(run, *file, now));
    run = std::move(taken);
  }
  return run;
}

void ImportDesk::resume(const ContextOf& context_of, Instant now) {
  const auto all = books_.read([](const books::Reader& books) -> Result<std::vector<ImportRun>> { return books.all<ImportRun>(); });
  if (!all) return;
  for (const auto& run : *all) {
    if (run.state == ImportStatus::running) {
      static_cast<void>(go_on(run.number, context_of));
      continue;
    }
    if (run.ended && now - *run.ended <= undo_lasts) continue;
    std::error_code failed;
    fs::remove(content_file(run), failed);
    fs::remove(touched_file(run), failed);
  }
}

Result<ImportRun> ImportDesk::undo(std::int64_t number, std::int64_t approval, const Context& context) {
  TRY(run, books_.read([&](const books::Reader& books) { return run_of(books, number); }));
  TRY(of, importable(run.subject));
  MUST(may_bring(*of, context.who));
  if (run.state != ImportStatus::done && run.state != ImportStatus::stopped)
    return error(Fault::refused, "import_not_to_undo", "Only an import that has ended is undone, and only once; nothing was changed.", {{"state", std::string(word_of(run.state))}});
  if (!run.ended || context.now - *run.ended > undo_lasts)
    return error(Fault::refused, "import_too_old", "An import is undone within 24 hours; nothing was changed. Correct the rows themselves, or import a corrected file.", {{"hours", "24"}});
  auto rows = touched_in_lines(text_in(touched_file(run)).value_or(std::string()));
  if (rows.empty() && run.created + run.changed > 0)
    return error(Fault::ours, "import_undo_gone", "Which rows the import wrote is noted beside the books no more; nothing was changed. Correct the rows themselves, or import a corrected file.", {{"import", fmt::format("{}", run.number)}});
  const auto content = people::Proposal(people::Proposed::undo_import).number(Part::import_number, run.number).word(Part::list, "page", run.subject).text(Part::file, run.file_name)
                           .count(Part::rows_new, run.created).count(Part::rows_changed, run.changed);
  TRY(used, books_.read([&](const books::Reader& books) -> Result<std::set<std::string>> { return used_since(books, rows); }));
  std::int64_t kept = 0;
  for (std::size_t at = 0;;) {
    const auto group = std::span<const Touched>(rows).subspan(at, std::min(group_rows, rows.size() - at));
    at += group.size();
    const bool last = at >= rows.size();
    TRY(row, books_.run(actor_of(context, undo_action), [&](const books::Reader& books) -> Result<books::Decision<ImportRun>> {
      TRY(second, two_for(books, *of, content, approval, context));
      auto decision = undone(books, group, used, run, context);
      auto after = run;
      after.kept = kept + decision.answer.kept;
      books::Decision<ImportRun> out{std::move(decision.changes), after};
      if (!last) return out;
      out.answer.state = ImportStatus::undone;
      out.answer.undone = context.now;
      out.answer.undone_by = context.who.name;
      out.changes.put.emplace_back(out.answer);
      if (second) out.changes.put.emplace_back(*second);
      return out;
    }));
    kept = row.kept;
    if (last) return row;
  }
}

}  // namespace kwota::import_desk
