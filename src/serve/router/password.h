// Passwords at rest: Argon2id, encoded with its salt and cost (RFC 9106, second recommended option lowered to a cashier's PC:
// 19 MiB, 2 passes, 1 lane - about 25 ms).
#pragma once
#include <string>
#include <string_view>

#include "base/random.h"

namespace kwota::serve {

std::string hash_password(std::string_view password, Random& random);
/// Of a sample's people, whose passwords everybody who starts it reads: the least that Argon2id takes, for a start without a wait. Their own, which
/// they choose at their first sign-in, cost as much as anybody's.
std::string hash_sample_password(std::string_view password, Random& random);
bool password_matches(std::string_view password, const std::string& encoded);
/// 16 letters and digits without look-alikes, in groups of four: for one-time passwords on paper or a screen.
std::string one_time_password(Random& random);
/// 32 random bytes as text that fits into cookies and headers.
std::string random_token(Random& random);

}  // namespace kwota::serve
