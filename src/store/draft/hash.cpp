#include "store/draft/hash.h"

#include <openssl/evp.h>

#include <cassert>
#include <memory>

namespace kwota::store {
namespace {

/// Fetched once: an implicit fetch for each of many small hashes costs more than the hash (OpenSSL 3, EVP_MD_fetch(3)).
class Hasher {
 public:
  Hasher() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) { assert(algorithm_ && context_); }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  ~Hasher() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }

  Digest operator()(ByteView first, ByteView second, ByteView third) {
    Digest out;
    const bool done =
        EVP_DigestInit_ex2(context_, algorithm_, nullptr) == 1 && EVP_DigestUpdate(context_, first.data(), first.size()) == 1 &&
        EVP_DigestUpdate(context_, second.data(), second.size()) == 1 &&
        EVP_DigestUpdate(context_, third.data(), third.size()) == 1 && EVP_DigestFinal_ex(context_, out.data(), nullptr) == 1;
    assert(done);
    static_cast<void>(done);
    return out;
  }

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

Digest hash(ByteView first, ByteView second, ByteView third) {
  thread_local Hasher hasher;
  return hasher(first, second, third);
}

constexpr std::uint8_t leaf_mark[] = {0x00};
constexpr std::uint8_t node_mark[] = {0x01};

std::vector<Digest> leaves_of(std::span<const Digest> rows) {
  std::vector<Digest> level;
  level.reserve(rows.size());
  for (const auto& row : rows) level.push_back(hash(leaf_mark, row, {}));
  return level;
}

/// Replaces a level of the tree by the one above it.
void go_up(std::vector<Digest>& level) {
  std::size_t above = 0;
  for (std::size_t i = 0; i < level.size(); i += 2)
    level[above++] = i + 1 < level.size() ? hash(node_mark, level[i], level[i + 1]) : level[i];
  level.resize(above);
}

}  // namespace

Digest sha256(ByteView bytes) { return hash(bytes, {}, {}); }
Digest sha256(ByteView first, ByteView second) { return hash(first, second, {}); }

Digest merkle_root(std::span<const Digest> rows) {
  if (rows.empty()) return sha256({});
  auto level = leaves_of(rows);
  while (level.size() > 1) go_up(level);
  return level.front();
}

std::vector<PathStep> merkle_path(std::span<const Digest> rows, std::size_t leaf) {
  assert(leaf < rows.size());
  std::vector<PathStep> path;
  auto level = leaves_of(rows);
  for (std::size_t at = leaf; level.size() > 1; at /= 2) {
    const std::size_t other = at ^ 1;
    if (other < level.size()) path.push_back({level[other], other < at});
    go_up(level);
  }
  return path;
}

Digest climb(const Digest& row, std::span<const PathStep> path) {
  auto at = hash(leaf_mark, row, {});
  for (const auto& step : path) at = step.left ? hash(node_mark, step.neighbour, at) : hash(node_mark, at, step.neighbour);
  return at;
}

}  // namespace kwota::store
