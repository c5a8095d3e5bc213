// A table on A4 paper as PDF: heads repeated on each page, the total behind the last row, "page x / y" at the foot. It knows no report.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace kwota::serve {

struct A4Column {
  std::string title;
  bool number = false;  ///< to the right
};

struct A4Table {
  std::string language;
  std::string title;
  std::vector<std::string> about;  ///< below the title: period, filters
  std::vector<A4Column> columns;
  std::vector<std::vector<std::string>> rows;
  int wide = -1;                         ///< the column that takes the room which is left; -1: none, they stand together
  std::vector<std::string> totals;       ///< empty: none
  std::vector<std::string> notes;        ///< behind the table: check lines
  std::vector<std::string> signatures{};  ///< as what people sign it, each on a line below the notes; a terminal has none
  std::string foot;                      ///< at the foot of each page, on its left
  std::string page_of;                   ///< "page {page} / {pages}"
  /// Told now and then while it is drawn, for whoever waits: a long table takes its time. Of rows, each of which is gone through three times.
  std::function<void(std::size_t done, std::size_t all)> drawn{};
};

/// Lies where it is too wide to stand. Error `paper_failed`.
Result<std::string> a4_pdf(const A4Table& table);

}  // namespace kwota::serve
