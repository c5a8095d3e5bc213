// A PKCS#11 library in this process (PKCS#11 v2.40): loaded and initialised once, shared by the vaults that use it.
// Guarantees: who holds use() may call it, several at once; nobody can while it is restarted. A restart ends every session,
// and a session of an earlier generation is never used again: its number may by then name somebody else's.
// Finalised when the last vault is gone, if we were the ones who initialised it. Never: knows a key or a PIN.
// Begin with load().
#pragma once
#include <p11-kit/pkcs11.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "base/result.h"

namespace kwota::seal {

/// Where Debian's softhsm2 keeps its library.
inline constexpr const char* softhsm_module = "/usr/lib/softhsm/libsofthsm2.so";

class Pkcs11Module {
 public:
  /// Error `vault_offline` when the library is missing or does not start.
  static Result<std::shared_ptr<Pkcs11Module>> load(const std::filesystem::path& library);
  ~Pkcs11Module();
  Pkcs11Module(const Pkcs11Module&) = delete;
  Pkcs11Module& operator=(const Pkcs11Module&) = delete;

  /// To be held for as long as sessions are used; not twice by one thread.
  std::shared_lock<std::shared_mutex> use() { return std::shared_lock{mutex_}; }
  /// To be held, before use(), while software tokens are made, plugged in or pulled out: which folder is whose is seen by what is new.
  std::unique_lock<std::mutex> plugging() { return std::unique_lock{plugging_}; }
  CK_FUNCTION_LIST& call() { return *functions_; }
  const std::filesystem::path& library() const { return library_; }
  /// Counts restarts; to be asked under use().
  std::uint64_t generation() const { return generation_; }

  /// The slot whose token has this label: slot numbers change, labels do not. Error `vault_offline`.
  Result<CK_SLOT_ID> slot_of(const std::string& label);
  /// A slot with a token that was never initialised. Error `vault_offline`.
  Result<CK_SLOT_ID> free_slot();
  /// Reads the list of tokens anew, unless somebody did since `seen`. Without use(). Does nothing when another part of the
  /// process initialised the library.
  Result<void> restart(std::uint64_t seen);

 private:
  Pkcs11Module(std::filesystem::path library, CK_FUNCTION_LIST* functions, bool ours)
      : library_(std::move(library)), functions_(functions), ours_(ours) {}
  template <class Fits>
  Result<CK_SLOT_ID> find_slot(Fits fits, const std::string& wanted);

  std::shared_mutex mutex_;
  std::mutex plugging_;
  std::filesystem::path library_;
  CK_FUNCTION_LIST* functions_;
  bool ours_;
  std::uint64_t generation_ = 1;
};

/// `vault_offline` when the token or the module went away, `token_full`, `vault_cannot` when there is no such operation, else
/// `vault_refused`; all name call and code.
Error pkcs11_error(const char* call, CK_RV code);

/// MUST_PKCS11(module, C_Login, session, ...): returns the error upward.
#define MUST_PKCS11(module, function, ...)                                                                              \
  do {                                                                                                                  \
    if (const CK_RV code = (module).call().function(__VA_ARGS__); code != CKR_OK) return pkcs11_error(#function, code); \
  } while (false)

}  // namespace kwota::seal
