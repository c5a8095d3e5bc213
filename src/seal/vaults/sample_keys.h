// The SAMPLE KEYS of one folder of sample books: rolled at its first start, known to nobody else, and worth nothing outside of this
// folder. The counters' vault, the meters and the cards of the bench are made from them until the utility's own keys come; cards of
// one folder are strange to every other.
// Guarantees: the seed lies in one file that says what it is and that its owner alone can read (0600); it is made once. Never: is
// there in real books.   Begin with SampleKeys::open().
#pragma once
#include <filesystem>

#include "base/random.h"
#include "seal/vault/test_keys.h"

namespace kwota::seal {

/// By this version the vault of sample books answers for the sample keys while the utility's own are in use: it proves who a card or
/// a meter of before is, and seals nothing. No ceremony comes so far.
inline constexpr std::uint8_t sample_keys_of_before = 255;

class SampleKeys {
 public:
  static constexpr std::string_view file_name = "sample-keys.txt";
  static constexpr std::size_t seed_bytes = 32;

  /// Those of the folder; rolled and on the disk when it has none yet. Errors: those of read().
  static Result<SampleKeys> open(const std::filesystem::path& folder, Random& random);
  /// Error `vault_refused`: the file is missing, readable by others, or not as it was written.
  static Result<SampleKeys> read(const std::filesystem::path& folder);

  /// Root of a purpose, 16 bytes of 3DES: left half of SHA-256("KWOTA SAMPLE KEY: " name_of(purpose) || seed). The transport key of
  /// blank cards is the supplier's, and the bench's supplier has published his.
  Key root(Purpose purpose) const;
  /// With a copy of the seed.
  RootOf roots() const;

 private:
  explicit SampleKeys(SecretBytes seed) : seed_(std::move(seed)) {}
  SecretBytes seed_;
};

}  // namespace kwota::seal
