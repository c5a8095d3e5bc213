// Under which known keys a technician's verb works: the published test keys, or the sample keys of a folder. Begin with known_roots().
#pragma once
#include "kwota/verb.h"
#include "seal/vault/test_keys.h"

namespace kwota::app {

/// --sample-keys.
Option sample_keys_option(std::string& folder);

/// Of sample books in this folder; without a folder the published test keys. Errors of SampleKeys::read().
Result<seal::RootOf> known_roots(const std::string& folder);

}  // namespace kwota::app
