// What of a file is taken, as it lies beside the books while it is taken and as long as it can be undone: CSV with the line of each row in front.
// Begin with content_text().
#pragma once
#include "people/proposal.h"
#include "work/import_desk/import_desk.h"

namespace kwota::import_desk {

/// Rows that are new or changed; those that are the same change nothing and need not be taken.
std::string content_text(const Draft& draft, std::int64_t& rows);
/// Error `import_file_gone`: it is not what the run says.
Result<imports::TableFile> content_in(std::string_view text);

/// Of a file, or of what is taken of it: SHA-256 in hexadecimal.
std::string hash_of(std::string_view bytes);

/// Whose right a file of this register is. The right to import is one of its own; what nobody who has it could write – stations and tills are an administrator's – whoever
/// keeps that register brings himself.
books::Right brought_by(const imports::Importable& of);
/// Error permission_denied.
Result<void> may_bring(const imports::Importable& of, const books::Operator& who);
/// Who imports may do what the rows do, and two persons stand for it. Of a register that he keeps himself he may do what he may do there.
Context by_import(const imports::Importable& of, Context context);

/// Nobody brings a file alone, or takes one back, whatever he may write alone; only a register that an administrator keeps he brings alone as long as nobody else is there (docs/people.md).
Result<std::optional<books::Approval>> two_for(const books::Reader& books, const imports::Importable& of, const people::Proposal& content, std::int64_t approval, const Context& context);

/// What two persons stand for says who the second one is, however its file came.
void agreed_by(std::vector<books::Register>& rows, const std::string& second);

}  // namespace kwota::import_desk
