// The amount in capitals of Chinese documents, so that no digit can be changed by hand.
// Rule of the payment-settlement regulation for amounts on bills; where it leaves the zero open (the last digit before 万 or 元 is
// zero and the next is not) we write none, and a negative amount begins with 负 [K].
#pragma once
#include <string>

#include "base/core/money.h"

namespace kwota::receipt {

/// 120.00 -> "人民币壹佰贰拾元整". The currency is the yuan with two decimals.
std::string capitals(Money amount);

}  // namespace kwota::receipt
