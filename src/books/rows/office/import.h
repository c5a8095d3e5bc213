// Files that came into the registers: which, by whom, how far, and whether it was taken back.
// Guarantees: a run names the file by its hash, so that the same file is known again; how far it has come is put with each group's own rows, so
// that a run that was broken off goes on behind the last one. Never: holds the file itself; that lies beside the books until it cannot be undone any more.
// Registers: ImportRun.   How it is used: work/imports, docs/import.md.   Begin with ImportRun.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

enum class ImportStatus : std::uint8_t {
  running,
  done,
  stopped,  ///< a row fitted no more when its group came: what was written before it stays until somebody undoes it
  undone,
};
constexpr auto words_of(ImportStatus) { return std::array<std::string_view, 4>{"running", "done", "stopped", "undone"}; }

/// Which rows of a file are taken.
enum class ImportChoice : std::uint8_t {
  all,   ///< or nothing
  good,  ///< those without a mistake
};
constexpr auto words_of(ImportChoice) { return std::array<std::string_view, 2>{"all", "good"}; }

struct ImportRun {
  static constexpr auto table = "import_run";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 3> people{"started_by", "approved_by", "undone_by"};
  static constexpr Listed list{.name = "imports", .sort = "-number", .searched = {"subject", "file_name", "started_by"}, .right = "import|stations_write",
                               .technical = {"file_hash", "shape", "mapping", "content_hash", "position"}};
  static constexpr std::array<std::string_view, 1> personal{"stop_detail"};
  std::int64_t number = 0;
  std::string subject;    ///< the register: "customers"
  std::string file_name;  ///< as whoever brought it called it
  Hex file_hash;          ///< of the file as it came
  Hex shape;              ///< of its column names: files of one shape are mapped alike
  std::string mapping;    ///< JSON: {"column of the file": "column of the register"}
  Hex content_hash;       ///< of what is taken of it, which lies beside the books
  ImportChoice choice = ImportChoice::all;
  ImportStatus state = ImportStatus::running;
  std::int64_t rows = 0;      ///< to be taken
  std::int64_t position = 0;  ///< of these, behind the last group
  std::int64_t created = 0, changed = 0, same = 0;
  std::int64_t left_out = 0;  ///< rows with mistakes that were not taken
  std::int64_t stop_row = 0;  ///< line of the file that fitted no more; 0: none
  std::string stop_column, stop_code, stop_detail;
  Instant started;
  std::optional<Instant> ended;
  std::string started_by, approved_by, station;
  std::optional<Instant> undone;
  std::string undone_by;
  std::string control_total;  ///< what the amounts of the file had to add up to; empty: the register has none
  std::int64_t kept = 0;      ///< rows that were not undone: something was built on them
  template <class V> static void columns(V&& v) {
    v("number", &ImportRun::number); v("subject", &ImportRun::subject); v("file_name", &ImportRun::file_name); v("file_hash", &ImportRun::file_hash);
    v("shape", &ImportRun::shape); v("mapping", &ImportRun::mapping); v("content_hash", &ImportRun::content_hash); v("choice", &ImportRun::choice);
    v("state", &ImportRun::state); v("rows", &ImportRun::rows); v("position", &ImportRun::position); v("created", &ImportRun::created);
    v("changed", &ImportRun::changed); v("same", &ImportRun::same); v("left_out", &ImportRun::left_out); v("stop_row", &ImportRun::stop_row);
    v("stop_column", &ImportRun::stop_column); v("stop_code", &ImportRun::stop_code); v("stop_detail", &ImportRun::stop_detail);
    v("started", &ImportRun::started); v("ended", &ImportRun::ended); v("started_by", &ImportRun::started_by); v("approved_by", &ImportRun::approved_by);
    v("station", &ImportRun::station); v("undone", &ImportRun::undone); v("undone_by", &ImportRun::undone_by); v("control_total", &ImportRun::control_total); v("kept", &ImportRun::kept);
  }
  static constexpr IndexOf<ImportRun> of_file{"import_run_file", {"file_hash"}};
  static constexpr IndexOf<ImportRun> of_shape{"import_run_shape", {"shape"}};
  template <class V> static void indexes(V&& v) { v(of_file); v(of_shape); }
};

}  // namespace kwota::books
