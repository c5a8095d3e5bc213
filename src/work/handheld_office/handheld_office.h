// The office's side of a handheld: what it hands over is checked, stored, judged with the vault, and signed for; what it shall bring to the wells is
// written down and signed. No HTTP, no folder: whoever has the files hands them in.
// Guarantees: nothing is taken in whose manifest the device has not signed, or whose bytes are others than it says; the receipt is given only over
// a hand-over of which every record is in the books and judged, and says exactly that manifest. Broken off anywhere, the same call goes on.
// Begin with HandheldOffice::import(), then clean(), then receipt().
#pragma once
#include <map>
#include <string>

#include "collect/waterings/settle.h"
#include "collect/waterings/take_in.h"
#include "seal/handheld_store/hand_over.h"
#include "seal/vault/vault.h"
#include "store/books.h"
#include "work/handheld_office/pump_evidence.h"

namespace kwota::handheld_office {

using people::Context;

/// A folder as the handheld gives it away.
struct HandedIn {
  std::string manifest, signature;
  std::map<std::string, Bytes, std::less<>> files;  ///< by name; what the manifest does not name is left alone
};

/// Of a handheld's folder, by the names of its files: what it gives away.
HandedIn handed_in_of(const std::map<std::string, Bytes>& folder);

using handheld::Signed;

/// What a handheld is known by: it shows the same number itself.
Result<std::string> device_number(ByteView public_key);

class HandheldOffice {
 public:
  HandheldOffice(store::Books& books, seal::Vault& vault) : books_(books), vault_(vault) {}

  /// Errors: manifest_unreadable, signature_unreadable, unknown_handheld {device}, handheld_withdrawn, handheld_signature_wrong {device},
  /// hand_over_file_missing {meter}, hand_over_file_differs {meter}, store_damaged {at}, store_entry_unknown, permission_denied.
  Result<books::HandOver> import(const HandedIn& handed, const Context& context);
  /// What other hand-overs have left unjudged is judged, too: the receipt is for all that this one has brought, whoever brought it first.
  /// Errors: unknown_hand_over, hand_over_incomplete, and those of the vault: then what is judged stays, and the same call goes on.
  Result<books::HandOver> clean(std::int64_t number, const Context& context);
  /// Errors: unknown_hand_over, hand_over_not_cleaned; and those of the vault.
  Result<Signed> receipt(std::int64_t number, const Context& context);
  /// Black list, users who were settled elsewhere, and records of hung users for any well. Errors: unknown_handheld, and those of the vault.
  Result<Signed> orders(const std::string& device, const Context& context);

 private:
  Result<std::vector<waterings::Case>> judged(std::span<const ToJudge> batch, const Context& context);
  Result<books::HandOver> close(const waterings::Tally& tally, const Context& context);
  Result<Signed> signed_paper(std::string text);

  store::Books& books_;
  seal::Vault& vault_;
};

}  // namespace kwota::handheld_office
