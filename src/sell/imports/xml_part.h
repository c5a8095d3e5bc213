// One XML part of a workbook, read as it is unpacked: elements by their local names, with attributes and text.
// Never: takes a document type – with one a few bytes can stand for gigabytes.   Begin with read_xml().
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "sell/imports/zip.h"

namespace kwota::imports {

/// Attributes of an element, by their names without prefix.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  std::string_view operator[](std::string_view name) const;  ///< empty: it has none

 private:
  const char** pairs_;
};

struct XmlTaker {
  std::function<Result<void>(std::string_view element, const XmlAttributes&)> begins;
  std::function<Result<void>(std::string_view element)> ends;
  std::function<Result<void>(std::string_view text)> text;
};

/// Errors `bad_workbook`, and what the taker returns.
Result<void> read_xml(ZipArchive& archive, const std::string& part, const XmlTaker& taker);

}  // namespace kwota::imports
