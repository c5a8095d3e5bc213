// Test vectors of card cryptography: an integrator holds a card, a reader or a security module of his own against ours.
// A file is JSON, {"vectors": [{"id", "kind", "in": {...}, "out": {...}}]}; values are hexadecimal text. For every
// vector of a known kind each field of "out" is computed from "in" and compared; {"out": {"error": true}} says that
// the input must be refused. Kinds that are not known yet are skipped and counted.
// Kinds with keys of a vault are computed twice, with OpenSSL alone and in a token through the vault's interface: where the two
// do not agree the case has failed, whatever was expected.
// Never: adjusts itself to the expected values. Begin with check_vectors(); the kinds are listed in kinds.cpp.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <span>

#include "base/result.h"

namespace kwota::seal::vectors {

enum class Outcome : std::uint8_t { passed, failed, skipped };

std::string_view name_of(Outcome outcome);

struct Case {
  std::string id, kind;
  Outcome outcome = Outcome::skipped;
  std::string difference;  ///< what differs, field by field; empty unless failed
  bool by_vault = false;   ///< also computed in a token, with the same result
};

class VaultDesk;
struct Kind;

struct Report {
  std::vector<Case> cases;
  std::size_t count(Outcome outcome) const;
  /// "12 passed, 0 failed" and, when there are any, ", 3 skipped".
  std::string summary() const;
  /// How many were computed both ways.
  std::size_t by_vault() const;
};

/// Errors: `bad_vector_file` when the text is not a file of vectors, `no_vectors` {list} when it has none.
/// Without a desk nothing is computed through a vault. `more`: kinds of rooms that this one does not see (carry/vectors).
Result<Report> check_vectors(std::string_view json, VaultDesk* desk = nullptr, std::span<const Kind> more = {});

}  // namespace kwota::seal::vectors
