// Forms in which tables leave the house as files. A door says which of them it offers, in its declaration or by file_form_in(); behind it nobody reads the word.
// Begin with FileForm.
#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/words.h"

namespace kwota {

enum class FileForm : std::uint8_t { csv, xlsx, pdf, json };
constexpr auto words_of(FileForm) { return std::array<std::string_view, 4>{"csv", "xlsx", "pdf", "json"}; }

/// As HTTP says it.
constexpr std::string_view content_type(FileForm form) {
  switch (form) {
    case FileForm::csv: return "text/csv; charset=utf-8";
    case FileForm::xlsx: return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case FileForm::pdf: return "application/pdf";
    case FileForm::json: break;
  }
  return "application/json";
}

/// What it ends with: "customers" as csv is "customers.csv".
inline std::string named(std::string name, FileForm form) { return (std::move(name) += '.') += word_of(form); }

/// Error `unknown_format` {format}: it is not among those that are offered.
Result<FileForm> file_form_in(std::string_view text, std::initializer_list<FileForm> offered);

}  // namespace kwota
