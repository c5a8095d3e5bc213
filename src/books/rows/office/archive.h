// Closed years whose slips lie in a file of their own beside the books: what their documents said at length. The sales themselves stay in the books.
// Register: Archive.   How it is made: store/archive.h; who may order it and when: collect/months/archive.h
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"
#include "books/table.h"

namespace kwota::books {

enum class ArchiveStatus : std::uint8_t {
  ordered,  ///< two persons want it; the books hold everything still
  made,     ///< its file is whole, was read back, and is named here: the books give their copy up
  done,     ///< they have
};
constexpr auto words_of(ArchiveStatus) { return std::array<std::string_view, 3>{"ordered", "made", "done"}; }

struct Archive {
  static constexpr auto table = "archive";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"first", "second"};
  std::int64_t year = 0;
  ArchiveStatus state = ArchiveStatus::ordered;
  Instant ordered;
  std::string first, second, reason;
  std::string file;           ///< its name in the folder of archives; empty: not made yet
  Hex sha256;                 ///< of the whole file
  std::int64_t bytes = 0;
  std::int64_t slips = 0;
  std::int64_t up_to_group = 0;  ///< the last group of the books whose sales it looked at
  std::optional<Instant> made, done;
  template <class V> static void columns(V&& v) {
    v("year", &Archive::year); v("state", &Archive::state); v("ordered", &Archive::ordered); v("first", &Archive::first); v("second", &Archive::second);
    v("reason", &Archive::reason); v("file", &Archive::file); v("sha256", &Archive::sha256); v("bytes", &Archive::bytes); v("slips", &Archive::slips);
    v("up_to_group", &Archive::up_to_group); v("made", &Archive::made); v("done", &Archive::done);
  }
};

}  // namespace kwota::books
