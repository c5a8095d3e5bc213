// Why a meter refused, told by the names of the bits that it answered with.
#pragma once
#include "base/result.h"
#include "carry/dlt645/frame.h"

namespace kwota::dlt645 {

/// `meter_refused` {reason}, `meter_suspended` {reason} when it answers no seals for a time, and whether it may be tried again: of the security function by SERR, else by ERR.
Error refused_by(const Frame& frame);
/// It answered No to this one question: it has not that item, or takes not that value, and goes on answering.
bool is_refusal_of_item(const Error& error);

}  // namespace kwota::dlt645
