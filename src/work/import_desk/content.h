// What of a file is taken, as it lies beside the books while it is taken and as long as it can be undone: CSV with the line of each row in front.
// Begin with content_text().
#pragma once
#include "work/import_desk/import_desk.h"

namespace kwota::import_desk {

/// Rows that are new or changed; those that are the same change nothing and need not be taken.
std::string content_text(const Draft& draft, std::int64_t& rows);
/// Error `import_file_gone`: it is not what the run says.
Result<imports::TableFile> content_in(std::string_view text);

/// Of a file, or of what is taken of it: SHA-256 in hexadecimal.
std::string hash_of(std::string_view bytes);

/// Who imports may do what the rows do: the right to import is one of its own, and two persons stand for it. What only an administrator
/// does, nobody does by a file.
Context by_import(Context context);

/// What two persons stand for says who the second one is, however its file came.
void agreed_by(std::vector<books::Register>& rows, const std::string& second);

}  // namespace kwota::import_desk
