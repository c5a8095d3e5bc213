#include "seal/pkcs11/pkcs11_module.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

/// Labels in PKCS#11 are filled with blanks, without an end mark.
std::string_view trimmed(const CK_UTF8CHAR* text, std::size_t size) {
  std::string_view view{reinterpret_cast<const char*>(text), size};
  const auto last = view.find_last_not_of(' ');
  return view.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

CK_RV initialise(CK_FUNCTION_LIST& functions) {
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  return functions.C_Initialize(&arguments);
}

bool means_gone(CK_RV code) {
  switch (code) {
    case CKR_CRYPTOKI_NOT_INITIALIZED:
    case CKR_DEVICE_ERROR:
    case CKR_DEVICE_REMOVED:
    case CKR_GENERAL_ERROR:
    case CKR_OBJECT_HANDLE_INVALID:
    case CKR_KEY_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SLOT_ID_INVALID:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_USER_NOT_LOGGED_IN: return true;
    default: return false;
  }
}

bool means_unknown(CK_RV code) {
  switch (code) {
    case CKR_FUNCTION_NOT_SUPPORTED:
    case CKR_MECHANISM_INVALID:
    case CKR_MECHANISM_PARAM_INVALID:
    case CKR_CURVE_NOT_SUPPORTED: return true;
    default: return false;
  }
}

Error token_full(const std::string& reason) {
  return error(Fault::ours, "token_full",
               fmt::format("The key store has no room for another key ({}): nothing was changed. Destroy versions that are no "
                           "longer used, or take a larger store.",
                           reason),
               {{"reason", reason}});
}

}  // namespace

Error pkcs11_error(const char* call, CK_RV code) {
  auto reason = fmt::format("{} 0x{:X}", call, code);
  if (means_gone(code)) return vault_offline(std::move(reason));
  if (means_unknown(code)) return vault_cannot(std::move(reason));
  if (code == CKR_DEVICE_MEMORY || code == CKR_HOST_MEMORY) return token_full(reason);
  return vault_refused(std::move(reason));
}

Result<std::shared_ptr<Pkcs11Module>> Pkcs11Module::load(const std::filesystem::path& library) {
  // Never unloaded: such libraries leave handlers behind that run when the process ends.
  void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == nullptr) return vault_offline(fmt::format("{} cannot be loaded", library.string()));
  const auto list = reinterpret_cast<CK_C_GetFunctionList>(dlsym(handle, "C_GetFunctionList"));
  CK_FUNCTION_LIST* functions = nullptr;
  if (list == nullptr || list(&functions) != CKR_OK)
    return vault_offline(fmt::format("{} is no PKCS#11 library", library.string()));
  const CK_RV code = initialise(*functions);
  if (code != CKR_OK && code != CKR_CRYPTOKI_ALREADY_INITIALIZED) return vault_offline(fmt::format("C_Initialize 0x{:X}", code));
  return std::shared_ptr<Pkcs11Module>{new Pkcs11Module{library, functions, code == CKR_OK}};
}

Pkcs11Module::~Pkcs11Module() {
  if (ours_) functions_->C_Finalize(nullptr);
}

Result<void> Pkcs11Module::restart(std::uint64_t seen) {
  const std::unique_lock alone{mutex_};
  if (!ours_ || generation_ != seen) return {};
  ++generation_;
  functions_->C_Finalize(nullptr);
  if (const CK_RV code = initialise(*functions_); code != CKR_OK) return vault_offline(fmt::format("C_Initialize 0x{:X}", code));
  return {};
}

template <class Fits>
Result<CK_SLOT_ID> Pkcs11Module::find_slot(Fits fits, const std::string& wanted) {
  CK_ULONG count = 0;
  MUST_PKCS11(*this, C_GetSlotList, CK_TRUE, nullptr, &count);
  std::vector<CK_SLOT_ID> slots(count);
  MUST_PKCS11(*this, C_GetSlotList, CK_TRUE, slots.data(), &count);
  slots.resize(count);
  for (const CK_SLOT_ID slot : slots) {
    CK_TOKEN_INFO info{};
    if (functions_->C_GetTokenInfo(slot, &info) == CKR_OK && fits(info)) return slot;
  }
  return vault_offline(fmt::format("{} is not there", wanted));
}

Result<CK_SLOT_ID> Pkcs11Module::slot_of(const std::string& label) {
  return find_slot(
      [&](const CK_TOKEN_INFO& info) {
        return (info.flags & CKF_TOKEN_INITIALIZED) != 0 && trimmed(info.label, sizeof info.label) == label;
      },
      fmt::format("token \"{}\"", label));
}

Result<CK_SLOT_ID> Pkcs11Module::free_slot() {
  return find_slot([](const CK_TOKEN_INFO& info) { return (info.flags & CKF_TOKEN_INITIALIZED) == 0; }, "an empty token");
}

}  // namespace kwota::seal
