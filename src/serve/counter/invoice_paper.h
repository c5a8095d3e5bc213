// An invoice on paper: plain A4 as PDF, or a pre-printed form of the utility for a dot-matrix printer. Forms are files of the folder `forms` beside the books,
// NAME.json each; one, "plain-a5", is always there.
// Begin with a4_invoice(), form_bytes().
#pragma once
#include <string>
#include <vector>

#include "books/rows/money/invoice.h"
#include "sell/invoices/paper.h"
#include "serve/api/server_parts.h"
#include "serve/paper/form.h"

namespace kwota::serve {

struct InvoiceOnPaper {
  invoices::Paper paper;
  receipt::Style style;
  std::vector<std::string> own;  ///< the utility's own lines below its name: its tax number, its bank (code head.invoice)
  std::string foot;              ///< code foot.invoice
  std::string mark;              ///< "Copy 1, …"; empty: the first print
};

/// Error `paper_failed`.
Result<std::string> a4_invoice(const InvoiceOnPaper& invoice);

/// Names of the forms that there are, by name. A file that cannot be read is there, too: using it says why.
std::vector<std::string> form_names(const ServerParts& server);
/// Errors: unknown_form {form}, bad_form {where}.
Result<Form> form_named(const ServerParts& server, const std::string& name);
/// Errors: form_too_small, form_text_too_wide, form_letters.
Result<Bytes> form_bytes(const Form& form, const InvoiceOnPaper& invoice, books::Letterset letters);

}  // namespace kwota::serve
