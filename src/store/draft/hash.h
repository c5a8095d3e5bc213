// SHA-256 as the books use it: hashes of rows, of chains, of anchors, and the Merkle tree of a group.
// The tree is the one of RFC 6962, 2.1: leaf = H(00 || row hash), node = H(01 || left || right), an odd node goes up unchanged.
#pragma once
#include <array>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace kwota::store {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(ByteView bytes);
Digest sha256(ByteView first, ByteView second);

/// Root over row hashes in their order; the root of nothing is H().
Digest merkle_root(std::span<const Digest> rows);

/// One step of the way from a leaf to the root: the neighbour, and on which side it stands.
struct PathStep {
  Digest neighbour{};
  bool left = false;  ///< the neighbour stands to the left
  friend bool operator==(const PathStep&, const PathStep&) = default;
};
std::vector<PathStep> merkle_path(std::span<const Digest> rows, std::size_t leaf);
/// The root that this row and path lead to.
Digest climb(const Digest& row, std::span<const PathStep> path);

}  // namespace kwota::store
