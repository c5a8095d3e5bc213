// What carries keys outside of the vaults: key cards with their pairs, PSAMs, UKEYs; and the list of those that are void.
// Guarantees: a device that was lost takes its pair with it; what is void stays void; a half-written card is spoiled and says so.
// The void list reaches counters at once (they ask here), PSAMs at their next contact, meters by their next card or contact.
// Begin with register_device(), void_device(), check_device().
#pragma once
#include <vector>

#include "keys/office/versions.h"

namespace kwota::keys {

/// Most serials that a PSAM or key card keeps in its void list. [K]
inline constexpr std::size_t void_list_max = 240;

/// Before a device is written: it is "new" until note_issued(). Errors: permission_denied, `device_void` {device}, `device_known`
/// {device}.
Result<books::Decision<books::KeyDevice>> register_device(const books::Reader& books, books::KeyDevice device,
                                                          books::Right right, const people::Context& context);
/// The same for a key card or PSAM, with the second manager's word: `reason` and `approval` as for a version. He agrees to what it
/// serves – area, terminal, meter – and to its last day.
Result<books::Decision<books::KeyDevice>> permit_issue(const books::Reader& books, const books::KeyDevice& device,
                                                       const std::string& reason, std::int64_t approval,
                                                       const people::Context& context);
/// The same for a UKEY. The second manager agrees to holder and last day: the label is made when he has.
Result<books::Decision<books::KeyDevice>> permit_ukey(const books::Reader& books, const books::KeyDevice& device,
                                                      const std::string& reason, std::int64_t approval,
                                                      const people::Context& context);
/// It was written to its end, or not: then it is worthless and says so. Error `unknown_device` {device}.
Result<books::Decision<books::KeyDevice>> note_issued(const books::Reader& books, const std::string& serial, bool complete,
                                                      const people::Context& context);

struct VoidRequest {
  std::string serial;
  std::string reason;
  std::int64_t approval = 0;
};
/// Lost, stolen, copied. Four eyes. The answer: the device and its pair. Errors: permission_denied, `unknown_device` {device},
/// `device_void` {device}, reason_missing, those of an approval.
Result<books::Decision<std::vector<books::KeyDevice>>> void_device(const books::Reader& books, const VoidRequest& request,
                                                                   const people::Context& context);

/// `unknown_device`, also for a device that is known and of another kind than is asked for.
Error unknown_device(std::string_view serial);
/// What the books know of it. Error `unknown_device` {device}.
Result<books::KeyDevice> known_device(const books::Reader& books, std::string_view serial);

/// May this device still be used? Errors: `card_voided` {device, reason}, `device_spoiled` {device}. A device that the books do
/// not know is nobody's business here: the dialogue decides whether it is ours.
Result<void> check_device(const books::Reader& books, std::string_view serial);

/// Void tool cards that are still good by their last day, and that meters forget all the same because newer ones came: a meter keeps
/// user_card::void_cards_kept. Only a change of keys makes them worthless. `today`: local date.
std::size_t voids_forgotten(const books::Reader& books, std::string_view today);
/// Of the device that is declared void next.
std::int64_t next_void_number(const books::Reader& books);
/// Serials of the newest void_list_max void cards and PSAMs, in the order in which they were declared void: what a PSAM is given at its next
/// contact.
std::vector<std::string> void_list(const books::Reader& books);

}  // namespace kwota::keys
