// A slip as it is answered and printed: receipts with their proof, as rows, as text, as PDF, as what a printer takes. A receipt carries a short
// mark of its sale's hash, to be read aloud, and a QR code with the whole proof: whoever has the public key checks it without our books.
// Begin with slip_of_receipt(), answer_slip().
#pragma once
#include <optional>
#include <string>

#include "books/rows.h"
#include "sell/receipt/drawer_slips.h"
#include "serve/api/server_parts.h"
#include "serve/paper/paper.h"
#include "serve/router/router.h"

namespace kwota::serve {

inline constexpr int wide_columns = 48, narrow_columns = 32;  ///< of 80 and 58 mm paper

/// The one that is asked for, else the session's.
std::string language_of(const Call& call);
receipt::Style style_of(const books::Utility& utility, const Zone& zone, const std::string& language);

struct SlipWanted {
  std::string number;                 ///< of the receipt
  std::optional<std::int64_t> print;  ///< as this print, which must be his own; nothing: to be read
  books::Operator who;
  Zone zone;
  std::string language;
};
/// Errors: not_found, permission_denied, unknown_print, document_damaged. Not on the network's thread.
Result<receipt::Slip> slip_of_receipt(ServerParts& server, const SlipWanted& wanted);

/// What the utility prints above or below its slips (code table slip_text): the code's text in this language; without it in any that it was written in.
std::string slip_text(const books::Reader& books, const std::string& place, const std::string& language);
/// The same of receipts of a kind; where it has no text of its own, that of all receipts.
std::string receipt_text(const books::Reader& books, const std::string& place, books::Operation kind, const std::string& language);
/// How papers of the house of this kind are laid out at that moment, with the utility's codes head.<kind> and foot.<kind> of the code table slip_text.
receipt::Layout layout_of(const books::Reader& books, receipt::SlipKind kind, Instant at, const std::string& language);
/// What one person did alone to the rights of people stands on every slip until somebody has looked at it.
void add_people_alone(const ServerParts& server, const std::string& language, receipt::Slip& slip);
Paper paper_of(const receipt::Slip& slip, int columns, const std::string& language, const std::string& title);
/// The slip in the form that was asked for: format=json (default), text or pdf; width=48 or 32.
void answer_slip(const ServerParts& server, const CallPtr& call, receipt::Slip slip, const std::string& title);

}  // namespace kwota::serve
