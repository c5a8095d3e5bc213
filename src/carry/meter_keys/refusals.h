// What a meter's refusal means at its place in the conversation, with stable codes.
#pragma once
#include "carry/meter_keys/change.h"

namespace kwota::meter_keys {

Error other_answers(MeterNumber wanted, MeterNumber answered);
/// What can be said before anything is asked: the wrong meter answers, or the work does not fit its state. Errors:
/// `other_meter_answers`, `meter_has_keys_already`, `meter_has_no_keys`, `key_version_not_higher`.
Result<void> check_work(const KeyOrder& order, const MeterIdentity& meter);

Error refusal_of(const KeyOrder& order, const MeterIdentity& meter, const iso7816::Command& asked, std::uint16_t status);
Error strange_answer(const char* what);
Error not_genuine(const char* why);
Error of_another_factory(MeterNumber meter);

}  // namespace kwota::meter_keys
