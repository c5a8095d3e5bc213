// How long somebody waits for what is read of the books: until he has gone, or for so long. Begin with patience().
#pragma once
#include <chrono>
#include <functional>

#include "serve/router/router.h"

namespace kwota::serve {

inline constexpr std::chrono::seconds page_patience{10};   ///< of a page of a list [K]
inline constexpr std::chrono::seconds query_patience{30};  ///< of what somebody asks himself, however it must be read [K]
inline constexpr std::chrono::seconds count_patience{120}; ///< of who asked to have all rows counted [K]

/// True once nobody waits any more; for Books::query_until. Counted from now.
std::function<bool()> patience(const CallPtr& call, std::chrono::seconds most);

}  // namespace kwota::serve
