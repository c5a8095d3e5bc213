// The kinds of long work that this server does, one file each. A new one is a file beside these, a line in job_kinds() and a word of books::JobKind; whoever
// wants one says what in `asked`, whose members are those of its kind alone.
// Begin with job_kinds().
#pragma once
#include <vector>

#include "base/text/file_form.h"
#include "serve/api/server_parts.h"
#include "work/jobs/kinds.h"

namespace kwota::serve {

std::vector<jobs::Kind> job_kinds(ServerParts& server);

jobs::Kind report_kind(ServerParts& server);   ///< {report, period, groups, filters, format}
jobs::Kind list_kind(ServerParts& server);     ///< {list, search, sort, filters, format}
jobs::Kind query_kind(ServerParts& server);    ///< {query, format}
jobs::Kind verify_kind(ServerParts& server);   ///< {}
jobs::Kind backup_kind(ServerParts& server);   ///< {}
jobs::Kind prove_kind(ServerParts& server);    ///< {file}; without it the newest copy
jobs::Kind month_end_kind(ServerParts& server);  ///< {month}
jobs::Kind archive_kind(ServerParts& server);    ///< {year}

/// What is asked has members of its kind alone. Error field_unknown {field}.
Result<void> only_members(const boost::json::object& asked, std::initializer_list<std::string_view> names);
/// Error unknown_format {format}.
Result<FileForm> form_asked(const boost::json::object& asked, std::initializer_list<FileForm> offered);
/// What he sees by any of these rights, for the file that shows it.
jobs::Needed needed_for(const books::Operator& who, books::Rights rights);
/// Names and values of filters.
std::map<std::string, std::string> filters_in(const boost::json::object& asked);

}  // namespace kwota::serve
