// A list as a file: all rows that match, of one moment of the books, in any form that is offered. What tells of persons stays behind for whoever may not
// take it away (ListRequest::personal).
// Begin with list_file().
#pragma once
#include <functional>
#include <optional>

#include "books/house.h"
#include "serve/api/server_parts.h"
#include "serve/queries/table_file.h"

namespace kwota::serve {

/// What a list or a report is offered as, beside the JSON of its pages.
inline constexpr auto list_forms = {FileForm::csv, FileForm::xlsx, FileForm::pdf};
/// Nothing: a page is asked.
std::optional<FileForm> list_file_asked(std::string_view form);

struct ListFileFacts {
  std::string language, made_by;
  std::vector<std::string> columns = {};                ///< these alone, in this order; empty: all but the technical ones
  std::function<bool()> stop = {};                      ///< nobody wants it any more; none: it is always wanted
  std::function<void(std::int64_t rows)> wrote = {};    ///< so many until now
};
/// A request by its parts, as addresses of lists say them: "a,b" any of, "from..to" between, else equal.
void add_filter(std::vector<store::Filter>& filters, const std::string& column, const std::string& text);
/// Whose books these are.
books::House house_of(const ServerParts& server);
/// What the file of a list says of itself: which it is, of what moment, of which books, for whom.
TableFacts facts_of_list(const ServerParts& server, const std::string& list, const std::string& language, const std::string& made_by);
/// Errors `unknown_column` {column}, `took_too_long`, those of store::list() and of TableWriter.
Result<TableFile> list_file(ServerParts& server, const store::ListRequest& wanted, FileForm form, const ListFileFacts& facts);

}  // namespace kwota::serve
