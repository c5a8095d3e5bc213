// Where files lie that come into the registers: looked at, mapped, mended, taken in groups between the tills' own, and taken back for a day.
// Guarantees: all rows are judged at one moment before the first is written; how far a run has come is put with each group, so that a program that was
// killed goes on behind the last one; a row that fits no more stops the run in a state that is named, and it can be undone; the same file is known again.
// Never: writes a row that its register's own form would refuse.   Begin with ImportDesk::open_file(), then start(), go_on().
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/time.h"
#include "store/books.h"
#include "work/import_desk/preview.h"

namespace kwota::import_desk {

/// Rows of a group, how many files lie on the desk at a time, how long an import can be undone. [K]
inline constexpr std::size_t group_rows = 500, drafts_max = 16, fixes_max = 200;
inline constexpr Duration undo_lasts = Duration::hours(24);

/// A file on the desk: as it came, as it is mapped and mended, and what it would do.
struct Draft {
  std::string id;
  std::string owner;  ///< who brought it; nobody else sees it
  const imports::Importable* of = nullptr;
  std::string file_name, file_hash, shape;
  imports::TableFile file;
  imports::Mapping mapping;
  bool remembered = false;            ///< the mapping is that of a former file of this shape
  std::vector<std::string> unknown;   ///< columns that neither the register nor its list has
  std::optional<books::ImportRun> earlier;  ///< the same file came before
  std::map<std::size_t, std::map<std::string, std::string>> fixes;  ///< line -> column -> what somebody typed in its place
  imports::ImportFile mapped;         ///< of `file`, with the fixes
  std::optional<Error> refused;       ///< the mapping fits no file: nothing is previewed
  Preview preview;
};
using DraftPtr = std::shared_ptr<const Draft>;

/// What somebody puts on the desk.
struct BroughtFile {
  std::string importable, name;
  std::string_view bytes;
  std::optional<customer::Encoding> encoding = {};  ///< where somebody says it
};

/// What somebody wants to take of a draft.
struct StartRequest {
  std::string draft;
  books::ImportChoice choice = books::ImportChoice::all;
  std::int64_t approval = 0;
  std::string control_total = {};  ///< of a register whose amounts are summed: what they add up to by the list of the program before
};

class ImportDesk {
 public:
  using ContextOf = std::function<Result<Context>(const std::string& operator_name)>;
  /// `folder`: where files lie that are being taken. `more`: registers beside those of sell/imports.
  ImportDesk(store::Books& books, std::filesystem::path folder, std::vector<imports::Importable> more, std::function<std::string()> new_id)
      : books_(books), folder_(std::move(folder)), more_(std::move(more)), new_id_(std::move(new_id)) {}

  std::vector<const imports::Importable*> importables() const;
  /// Error `unknown_kind`.
  Result<const imports::Importable*> importable(std::string_view name) const { return imports::find_importable(name, more_); }

  /// A file is put on the desk and looked at. Errors: unknown_kind, permission_denied, those of imports::read_table().
  Result<DraftPtr> open_file(const BroughtFile& file, const Context& context, const imports::KnownAs& known_as);
  /// Error `import_gone`: it is nobody's, somebody else's, or the program was started anew.
  Result<DraftPtr> draft(const std::string& id, const std::string& owner) const;
  Result<DraftPtr> map(const std::string& id, imports::Mapping mapping, const Context& context);
  /// Error `import_gone`, `no_such_cell` {row, column}, `too_many_fixes` {most}.
  Result<DraftPtr> fix(const std::string& id, std::size_t line, const std::string& column, const std::string& text, const Context& context);

  /// The run, not yet begun: go_on() does the rest. Errors: permission_denied, import_gone, import_has_errors {count}, nothing_to_import, file_not_made, those of imports::adds_up(), those of second_person().
  Result<books::ImportRun> start(const StartRequest& request, const Context& context);
  /// Takes group after group until it is done or stopped. Errors: permission_denied of whoever began it, those of the books; the run stays as it is and is gone on with at the next start.
  Result<books::ImportRun> go_on(std::int64_t run, const ContextOf& context_of);
  /// What a killed program left, one after the other; files that nobody can undo any more are thrown away.
  void resume(const ContextOf& context_of, Instant now);

  /// Errors: unknown_import, permission_denied, import_not_to_undo {state}, import_too_old {hours}, those of second_person().
  Result<books::ImportRun> undo(std::int64_t run, std::int64_t approval, const Context& context);

 private:
  Result<DraftPtr> keep(std::shared_ptr<Draft> draft, const Context& context);
  Result<ImportFile> content_of(const books::ImportRun& run) const;
  Result<books::ImportRun> take_group(const books::ImportRun& run, const ImportFile& file, const Context& context);
  std::filesystem::path content_file(const books::ImportRun& run) const { return folder_ / (run.content_hash.substr(0, 32) + ".csv"); }
  std::filesystem::path touched_file(const books::ImportRun& run) const { return folder_ / (std::to_string(run.number) + ".rows"); }

  store::Books& books_;
  const std::filesystem::path folder_;
  const std::vector<imports::Importable> more_;
  const std::function<std::string()> new_id_;
  mutable std::mutex mutex_;
  std::map<std::string, DraftPtr> drafts_;
  std::vector<std::string> order_;  ///< of drafts, the oldest first
};

}  // namespace kwota::import_desk
