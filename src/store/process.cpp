#include "store/process.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>

#include "store/group.h"

namespace kwota::store {
namespace {

/// Groups that the vault signs afterwards in one go: at 40 ms each it is busy with them for two seconds. [K]
constexpr std::size_t countersigned_at_once = 50;

Error no_pair() {
  return error(Fault::ours, "books_unavailable",
               "This process could not make its pair of keys. Nothing was booked. Start the program again.", {{"reason", "key pair"}});
}

}  // namespace

Digest hash_of(const Process& process) {
  Bytes bytes = to_bytes(view_of("kwota process 1"));
  append_be64(bytes, process.number);
  append_be64(bytes, process.started.ms());
  append_be64(bytes, process.after);
  append(bytes, process.after_hash);
  append(bytes, process.public_key);
  return sha256(bytes);
}

Result<std::vector<Process>> read_processes(Connection& connection) {
  std::vector<Process> found_rows;
  auto cursor = connection.prepare("SELECT number, started, after, after_hash, public_key, signature FROM process ORDER BY number");
  const auto copy = [](auto& to, ByteView from) {
    if (from.size() == to.size()) std::copy(from.begin(), from.end(), to.begin());
  };
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return found_rows;
    Process one;
    one.number = cursor.get_integer(0);
    one.started = Instant::from_ms(cursor.get_integer(1));
    one.after = cursor.get_integer(2);
    copy(one.after_hash, cursor.get_blob(3));
    one.public_key = to_bytes(cursor.get_blob(4));
    copy(one.signature, cursor.get_blob(5));
    found_rows.push_back(std::move(one));
  }
}

struct Sealer::Pair {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), &EVP_PKEY_free};

  Bytes public_key() const {
    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key.get(), &der);
    Bytes out(der, der + std::max(size, 0));
    OPENSSL_free(der);
    return out;
  }
  std::optional<Signature> sign(const Digest& digest) const {
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(EVP_PKEY_CTX_new(key.get(), nullptr), &EVP_PKEY_CTX_free);
    std::array<std::uint8_t, 80> der{};
    std::size_t size = der.size();
    if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
        EVP_PKEY_sign(context.get(), der.data(), &size, digest.data(), digest.size()) != 1)
      return std::nullopt;
    const auto* at = static_cast<const std::uint8_t*>(der.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> numbers(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), &ECDSA_SIG_free);
    Signature signature{};
    if (!numbers || BN_bn2binpad(ECDSA_SIG_get0_r(numbers.get()), signature.data(), 32) != 32 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(numbers.get()), signature.data() + 32, 32) != 32)
      return std::nullopt;
    return signature;
  }
};

Sealer::Sealer(Signer vault) : vault_(std::move(vault)) {}
Sealer::~Sealer() = default;

Result<void> Sealer::introduce(Connection& connection, Instant now) {
  if (!vault_ || number_ != 0) return Done{};
  if (!pair_) pair_ = std::make_unique<Pair>();
  if (!pair_->key) return no_pair();
  TRY(newest, newest_anchor(connection));
  TRY(last, connection.number("SELECT coalesce(max(number), 0) FROM process"));
  Process process{last + 1, now, newest.number, newest.hash, pair_->public_key(), {}};
  TRY(signature, vault_(hash_of(process)));
  process.signature = signature;
  auto cursor = connection.prepare("INSERT INTO process(number, started, after, after_hash, public_key, signature) VALUES(?,?,?,?,?,?)");
  cursor.integer(process.number);
  cursor.integer(process.started.ms());
  cursor.integer(process.after);
  cursor.blob(process.after_hash);
  cursor.blob(process.public_key);
  cursor.blob(process.signature);
  MUST(cursor.run());
  number_ = process.number;
  return Done{};
}

Result<void> Sealer::sign(Anchor& anchor, bool vault_only) {
  if (!vault_) return Done{};
  auto signature = vault_(anchor.hash);
  if (signature) {
    anchor.signature = *signature;
    return Done{};
  }
  if (vault_only || number_ == 0) return std::move(signature).error();
  const auto own = pair_->sign(anchor.hash);
  if (!own) return no_pair();
  anchor.process = number_;
  anchor.process_signature = *own;
  return Done{};
}

void Sealer::committed(const Anchor& anchor) {
  if (anchor.process != 0) waiting_.push_back({anchor.number, anchor.hash});
}

Result<void> Sealer::countersign(Connection& connection) {
  if (waiting_.empty()) return Done{};
  std::vector<Signature> signatures;
  Result<void> result = Done{};
  for (std::size_t i = 0; i < std::min(waiting_.size(), countersigned_at_once) && result; ++i) {
    auto signature = vault_(waiting_[i].hash);
    if (signature)
      signatures.push_back(*signature);
    else
      result = std::move(signature).error();
  }
  MUST(connection.run("BEGIN IMMEDIATE"));
  if (auto written = write(connection, signatures); !written) {
    static_cast<void>(connection.run("ROLLBACK"));
    return written;
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(signatures.size()));
  return result;
}

Result<void> Sealer::write(Connection& connection, const std::vector<Signature>& signatures) const {
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    auto cursor = connection.prepare("UPDATE anchor SET signature=? WHERE number=? AND hash=?");
    cursor.blob(signatures[i]);
    cursor.integer(waiting_[i].number);
    cursor.blob(waiting_[i].hash);
    MUST(cursor.run());
  }
  return connection.run("COMMIT");
}

}  // namespace kwota::store
