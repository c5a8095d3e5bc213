#include "seal/keys/quota_record.h"

#include <algorithm>

#include "seal/keys/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr const char* quota_label = "kwota-ukey-quota";
constexpr const char* mac_label = "kwota-ukey-mac";
constexpr std::size_t mac_bytes = 16, fixed_bytes = 1 + 4 + 8 + 4 + 8 + 8 + 8 + 1, aes256_bytes = 32;
constexpr std::uint8_t format = 0x01;

Result<CK_OBJECT_HANDLE> mac_key(Pkcs11Session& session) {
  TRY(keys, session.objects(CKO_SECRET_KEY));
  const auto found = keys.find(mac_label);
  // A stick that was just pulled out shows nothing before the library notices.
  if (found == keys.end()) return vault_offline("the token shows no quota of a UKEY");
  return found->second;
}

Result<void> write(Pkcs11Session& session, CK_OBJECT_HANDLE key, const QuotaRecord& record) {
  Bytes bytes = encode(record);
  TRY(mac, session.sign(CKM_AES_CMAC, key, bytes));
  append(bytes, mac);
  Pkcs11Template object;
  object.number(CKA_CLASS, CKO_DATA).flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).flag(CKA_MODIFIABLE, false);
  object.text(CKA_LABEL, quota_label).bytes(CKA_VALUE, bytes);
  MUST(session.create(object));
  return {};
}

struct Found {
  std::optional<QuotaRecord> newest{};
  std::vector<std::pair<CK_OBJECT_HANDLE, std::uint32_t>> all{};
};

Result<Found> find(Pkcs11Session& session, CK_OBJECT_HANDLE key) {
  TRY(objects, session.all_objects(CKO_DATA));
  Found found;
  const auto [first, last] = objects.equal_range(quota_label);
  for (auto one = first; one != last; ++one) {
    TRY(bytes, session.attribute(one->second, CKA_VALUE));
    if (bytes.size() <= mac_bytes) continue;
    const ByteView before{bytes.data(), bytes.size() - mac_bytes};
    TRY(mac, session.sign(CKM_AES_CMAC, key, before));
    const auto record = decode_quota(before);
    if (!record || !equal_secret(mac, ByteView{bytes}.last(mac_bytes))) continue;
    found.all.emplace_back(one->second, record->state.counter);
    if (!found.newest || record->state.counter > found.newest->state.counter) found.newest = record;
  }
  return found;
}

}  // namespace

Bytes encode(const QuotaRecord& record) {
  Bytes bytes{format};
  append_be32(bytes, record.state.counter);
  append_be64(bytes, static_cast<std::uint64_t>(record.state.amount_left.minor()));
  append_be32(bytes, record.state.count_left);
  append_be64(bytes, static_cast<std::uint64_t>(record.state.valid_to.ms()));
  append(bytes, record.last_card.bytes);
  append(bytes, record.last_purse);
  bytes.push_back(static_cast<std::uint8_t>(record.state.holder.size()));
  append(bytes, view_of(record.state.holder));
  return bytes;
}

std::optional<QuotaRecord> decode_quota(ByteView bytes) {
  if (bytes.size() < fixed_bytes || bytes[0] != format || bytes.size() != fixed_bytes + bytes[fixed_bytes - 1])
    return std::nullopt;
  QuotaRecord record;
  const auto* p = bytes.data() + 1;
  record.state.counter = get_be32(p);
  record.state.amount_left = Money::minor(static_cast<std::int64_t>(get_be64(p + 4)));
  record.state.count_left = get_be32(p + 12);
  record.state.valid_to = Instant::from_ms(static_cast<std::int64_t>(get_be64(p + 16)));
  std::copy_n(p + 24, 8, record.last_card.bytes.begin());
  std::copy_n(p + 32, 8, record.last_purse.begin());
  record.state.holder.assign(bytes.begin() + fixed_bytes, bytes.end());
  return record;
}

Result<void> begin_quota(Pkcs11Session& session, const QuotaRecord& record) {
  Pkcs11Template key;
  key.secret_key(true, false).number(CKA_KEY_TYPE, CKK_AES).secret_uses({CKA_SIGN}).text(CKA_LABEL, mac_label);
  key.number(CKA_VALUE_LEN, aes256_bytes).flag(CKA_MODIFIABLE, false);
  TRY(made, session.generate(CKM_AES_KEY_GEN, key));
  return write(session, made, record);
}

Result<QuotaRecord> read_quota(Pkcs11Session& session) {
  TRY(key, mac_key(session));
  TRY(found, find(session, key));
  if (!found.newest) return vault_refused("the UKEY has no authentic quota");
  return *found.newest;
}

Result<void> replace_quota(Pkcs11Session& session, const QuotaRecord& record) {
  TRY(key, mac_key(session));
  MUST(write(session, key, record));
  TRY(found, find(session, key));
  for (const auto& [object, counter] : found.all)
    if (counter < record.state.counter) MUST(session.destroy(object));
  return {};
}

}  // namespace kwota::seal
