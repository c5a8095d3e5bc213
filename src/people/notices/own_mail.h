// Where somebody wants letters of the house, and of what: his own affair, as his language is.
// Guarantees: an address is his alone to set; what he hears of is what concerns him, whatever he has chosen.
// Begin with set_own_mail().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::people {

/// `mail` empty: no letters. `events`: words of NoticeEvent. Errors: permission_denied, unknown_operator, bad_mail_address {text}, unknown_event {event}.
Result<books::Decision<books::Operator>> set_own_mail(const books::Reader& books, const std::string& mail, const std::vector<std::string>& events, const Context& context);
/// What he has chosen.
std::vector<books::NoticeEvent> mailed_events(const books::Operator& who);
/// What he may choose: of what he would hear on the bell.
std::vector<books::NoticeEvent> events_for(const books::Operator& who);

}  // namespace kwota::people
