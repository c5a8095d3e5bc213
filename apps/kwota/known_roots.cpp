#include "kwota/known_roots.h"

#include "seal/vaults/sample_keys.h"

namespace kwota::app {

Option sample_keys_option(std::string& folder) {
  return {"--sample-keys", &folder, "Data folder of sample books, whose sample keys are used; none: the published test keys"};
}

Result<seal::RootOf> known_roots(const std::string& folder) {
  if (folder.empty()) return seal::RootOf(seal::test_root);
  TRY(keys, seal::SampleKeys::read(folder));
  return keys.roots();
}

}  // namespace kwota::app
